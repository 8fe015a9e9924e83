import { createHash, createPublicKey, verify } from 'node:crypto';
import type { CheckpointFact } from './facts';
import type { Findings } from './findings';

export interface SignedLog {
  readonly key: string;
  /** Ed25519, raw, base64url. */
  readonly publicKey?: string;
}

export const keyOf = (publicKey: string) => createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });

/** C2SP signed note over tlog-checkpoint, with the line `watermark <hlc>`: text, key id, signature. */
export function checkNote(
  { key, publicKey }: SignedLog,
  { size, root, watermark, note }: CheckpointFact,
  findings: Findings,
): void {
  const origin = `satualur/${key}`;
  const text = `${origin}\n${size}\n${Buffer.from(root, 'hex').toString('base64')}\nwatermark ${watermark}\n`;
  const at = `${key}: checkpoint of ${size}`;
  findings.expect(note.startsWith(`${text}\n\u2014 ${origin} `), 'note-text', () => at);
  if (publicKey === undefined) return;
  const line = Buffer.from(note.trimEnd().split(' ').at(-1)!, 'base64');
  const id = createHash('sha256').update(`${origin}\n\u0001`).update(Buffer.from(publicKey, 'base64url')).digest().subarray(0, 4);
  const signed = line.subarray(0, 4).equals(id) && verify(null, Buffer.from(text), keyOf(publicKey), line.subarray(4));
  findings.expect(signed, 'note-signature', () => at);
}
