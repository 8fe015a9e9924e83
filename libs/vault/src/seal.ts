import { createCipheriv, createDecipheriv, type KeyObject, randomFillSync } from 'node:crypto';
import { canonicalJson } from '@satualur/contracts/bytes';
import type { DataClass, SealedBox } from '@satualur/contracts/sealed';
import type { SealContext } from './vault';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** A box that was moved to another place, changed, or sealed under another key. Says nothing of its content. */
export class BrokenSeal extends Error {
  override readonly name = 'BrokenSeal';
  constructor() {
    super('sealed box does not open here');
  }
}

/** `<owner>/<subject>/<stream>/<version>/<field>`, UTF-8. */
export const associatedData = ({ owner, subject, stream, version, field }: SealContext): Buffer =>
  Buffer.from(`${owner}/${subject}/${stream}/${version}/${field}`, 'utf8');

const noncePool = Buffer.alloc(NONCE_BYTES * 1024);
let nonceAt = noncePool.length;

function freshNonce(): Buffer {
  if (nonceAt === noncePool.length) {
    randomFillSync(noncePool);
    nonceAt = 0;
  }
  nonceAt += NONCE_BYTES;
  return noncePool.subarray(nonceAt - NONCE_BYTES, nonceAt);
}

/** AES-256-GCM over the canonical JSON of `value` with a fresh 96-bit nonce (NIST SP 800-38D 8.2.2). Throws TypeError for what JSON cannot say. */
export function sealValue(value: unknown, dataClass: DataClass, key: KeyObject, context: SealContext): SealedBox {
  const nonce = freshNonce();
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(associatedData(context));
  const body = cipher.update(canonicalJson(value), 'utf8');
  cipher.final();
  return { sealed: dataClass, ct: Buffer.concat([nonce, body, cipher.getAuthTag()]).toString('base64url') };
}

/** The plain value of a box. Throws BrokenSeal unless key and context are those it was sealed with. */
export function openValue(box: SealedBox, key: KeyObject, context: SealContext): unknown {
  const bytes = Buffer.from(box.ct, 'base64url');
  if (bytes.length <= NONCE_BYTES + TAG_BYTES) throw new BrokenSeal();
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(associatedData(context));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  const body = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
  try {
    decipher.final();
  } catch {
    throw new BrokenSeal();
  }
  return JSON.parse(body.toString('utf8')) as unknown;
}
