import { createHash } from 'node:crypto';

const ED25519 = 0x01;

/** A public key in the text form of signed notes: `<name>+<key id, hex>+<base64(0x01 || key)>`. @param publicKey raw, base64url */
export function verifierKey(name: string, publicKey: string): string {
  const key = Buffer.concat([Buffer.from([ED25519]), Buffer.from(publicKey, 'base64url')]);
  const id = createHash('sha256').update(`${name}\n`).update(key).digest('hex').slice(0, 8);
  return `${name}+${id}+${key.toString('base64')}`;
}

/** Name and raw key (base64url) of a verifier key; undefined when it is none of ours. */
export function readVerifierKey(text: string): { readonly name: string; readonly publicKey: string } | undefined {
  const [, name, base64] = /^([^+\s]+)\+[0-9a-f]{8}\+([A-Za-z0-9+/]{44})$/.exec(text.trim()) ?? [];
  if (name === undefined) return undefined;
  const publicKey = Buffer.from(base64!, 'base64').subarray(1).toString('base64url');
  return verifierKey(name, publicKey) === text.trim() ? { name, publicKey } : undefined;
}
