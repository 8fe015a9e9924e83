import { createHash, createHmac } from 'node:crypto';
import type { Uuid } from '@satualur/contracts/ids';

/** Password of a service's role in one agency's database: HMAC-SHA256 of the key under the service's cell secret, hex (details 4). */
export const rolePassword = (cellSecret: string, key: string): string =>
  createHmac('sha256', cellSecret).update(key).digest('hex');

/** A UUID (version 8, RFC 9562) from SHA-256 of the parts: the same parts give the same command id. */
export function uuidFrom(...parts: readonly (string | number)[]): Uuid {
  const digest = createHash('sha256').update(parts.join('\n')).digest();
  digest[6] = (digest[6]! & 0x0f) | 0x80;
  digest[8] = (digest[8]! & 0x3f) | 0x80;
  const hex = digest.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}` as Uuid;
}
