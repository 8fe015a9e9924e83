import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { AgencyKey, SubjectId, Uuid } from '@satualur/contracts/ids';
import { DataClass } from '@satualur/contracts/sealed';
import { compactDecrypt, CompactEncrypt } from 'jose';
import { z } from 'zod';

const KEY_MANAGEMENT = 'ECDH-ES+A256KW';
const CONTENT = 'A256GCM';

const DataKey = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
const Grant = z.strictObject({ grant: Uuid, from: AgencyKey, subject: SubjectId, keys: z.partialRecord(DataClass, DataKey) });

/** A subject's data keys as one agency gives them to another; each key has 32 bytes. */
export interface GrantedKeys {
  readonly grant: Uuid;
  readonly from: AgencyKey;
  readonly subject: SubjectId;
  readonly keys: ReadonlyMap<DataClass, Buffer>;
}

/** Not a grant for this agency: another's key, changed bytes, other algorithms or another shape. Says nothing of its content. */
export class BadGrant extends Error {
  override readonly name = 'BadGrant';
  constructor() {
    super('not a grant to this agency');
  }
}

/** Compact JWE (RFC 7516) to the recipient's public P-256 JWK. */
export function wrapGrant(recipient: object, { keys, ...grant }: GrantedKeys): Promise<string> {
  const named = Object.fromEntries([...keys].map(([dataClass, key]) => [dataClass, key.toString('base64url')]));
  return new CompactEncrypt(Buffer.from(JSON.stringify({ ...grant, keys: named })))
    .setProtectedHeader({ alg: KEY_MANAGEMENT, enc: CONTENT })
    .encrypt(createPublicKey({ key: recipient as JsonWebKey, format: 'jwk' }));
}

/** Opens a grant with the agency's private key. Throws BadGrant for anything else. */
export async function unwrapGrant(jwe: string, own: KeyObject): Promise<GrantedKeys> {
  try {
    const { plaintext } = await compactDecrypt(jwe, own, {
      keyManagementAlgorithms: [KEY_MANAGEMENT],
      contentEncryptionAlgorithms: [CONTENT],
    });
    const { keys, ...grant } = Grant.parse(JSON.parse(Buffer.from(plaintext).toString('utf8')));
    const named = Object.entries(keys) as [DataClass, string][];
    return { ...grant, keys: new Map(named.map(([dataClass, key]) => [dataClass, Buffer.from(key, 'base64url')])) };
  } catch {
    throw new BadGrant();
  }
}
