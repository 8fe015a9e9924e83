import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { Hlc } from '@satualur/contracts/hlc';
import type { Checkpoint } from './store';

/** The store's Ed25519 key; the vault's LogKeys fit. */
export interface CheckpointSigner {
  /** 64 bytes. */
  sign(message: Uint8Array): Buffer;
  /** Raw 32 bytes, base64url. */
  readonly publicKey: string;
}

export class BadCheckpoint extends Error {
  override readonly name = 'BadCheckpoint';
}

/** Origin line of a log, by agency key or task-force service. */
export const originOf = (log: string): string => `satualur/${log}`;

/** C2SP signed-note: first 4 bytes of SHA-256(name || LF || 0x01 || public key). */
const keyId = (origin: string, publicKey: string): Buffer =>
  createHash('sha256').update(`${origin}\n\x01`, 'latin1').update(Buffer.from(publicKey, 'base64url')).digest().subarray(0, 4);

/** Text and signature of a C2SP tlog-checkpoint with one extension line, `watermark <hlc>`. */
export function signCheckpoint(unsigned: Omit<Checkpoint, 'note'>, signer: CheckpointSigner): Checkpoint {
  const { origin, size, root, watermark } = unsigned;
  const text = `${origin}\n${size}\n${root.toString('base64')}\nwatermark ${watermark}\n`;
  const signature = Buffer.concat([keyId(origin, signer.publicKey), signer.sign(Buffer.from(text, 'utf8'))]);
  return { ...unsigned, note: `${text}\n\u2014 ${origin} ${signature.toString('base64')}\n` };
}

const ed25519 = (publicKey: string): KeyObject =>
  createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });

const NOTE =
  /^((satualur\/[a-z][a-z0-9-]*)\n(0|[1-9]\d{0,15})\n([A-Za-z0-9+/]{43}=)\nwatermark ([0-9a-f]{16})\n)\n((?:\u2014 \S+ [A-Za-z0-9+/]+=*\n)+)$/;

function signatureBy(lines: string, origin: string, publicKey: string): Buffer | undefined {
  const id = keyId(origin, publicKey);
  return lines
    .split('\n')
    .filter((line) => line.startsWith(`\u2014 ${origin} `))
    .map((line) => Buffer.from(line.slice(line.lastIndexOf(' ') + 1), 'base64'))
    .find((bytes) => bytes.length === 68 && bytes.subarray(0, 4).equals(id))
    ?.subarray(4);
}

/**
 * The checkpoint a note states, if `publicKey` (raw, base64url) signed it for this origin. Signatures by others (witnesses) are
 * passed over. Throws BadCheckpoint.
 */
export function openCheckpoint(note: string, expected: { readonly origin: string; readonly publicKey: string }): Checkpoint {
  const [, text, origin, size, root, watermark, lines] = NOTE.exec(note) ?? [];
  if (text === undefined || origin !== expected.origin) throw new BadCheckpoint('not a checkpoint of this log');
  const signature = signatureBy(lines!, origin, expected.publicKey);
  if (!signature || !verify(null, Buffer.from(text, 'utf8'), ed25519(expected.publicKey), signature)) {
    throw new BadCheckpoint('not signed by this log');
  }
  return { origin, size: Number(size), root: Buffer.from(root!, 'base64'), watermark: Hlc.parse(watermark), note };
}
