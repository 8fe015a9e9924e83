import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';
import type { AgencyKey } from '@satualur/contracts/ids';

/** Wraps an agency's keys at rest; `name` says which key it is and is bound to the result. A port: a key service may stand behind it. */
export interface MasterKey {
  wrap(key: Buffer, name: string): Promise<Buffer>;
  /** Throws WrongMasterKey when the bytes were changed or wrapped for another name or agency. */
  unwrap(wrapped: Buffer, name: string): Promise<Buffer>;
  /** A key of its own for another use, 32 bytes: the same for the same name. */
  derive(name: string): Promise<Buffer>;
}

/** A wrapped key that was changed, put in another's place, or wrapped under another secret. */
export class WrongMasterKey extends Error {
  override readonly name = 'WrongMasterKey';
  constructor() {
    super('a wrapped key does not unwrap under this name and master key');
  }
}

const WRAP = 'id-aes256-wrap';
/** Default initial value of AES key wrap, RFC 3394 section 2.2.3.1. */
const WRAP_IV = Buffer.alloc(8, 0xa6);
const MIN_SECRET_CHARACTERS = 32;

/**
 * The default master key of one agency, from the cell's VAULT_MASTER_SECRET: HMAC-SHA256(secret, agency key). Each key is wrapped by
 * AES-KW (RFC 3394) under HMAC-SHA256(master key, its name), so that a wrapped key put in another's place does not unwrap.
 */
export function masterKeyOf(secret: string, agency: AgencyKey): MasterKey {
  if (secret.length < MIN_SECRET_CHARACTERS)
    throw new RangeError(`the vault's master secret has fewer than ${MIN_SECRET_CHARACTERS} characters`);
  const master = createHmac('sha256', secret).update(agency).digest();
  const wrappingKey = (name: string): Buffer => createHmac('sha256', master).update(name).digest();
  return {
    derive: async (name) => createHmac('sha256', master).update(`derived/${name}`).digest(),
    wrap: async (key, name) => {
      const cipher = createCipheriv(WRAP, wrappingKey(name), WRAP_IV);
      return Buffer.concat([cipher.update(key), cipher.final()]);
    },
    unwrap: async (wrapped, name) => {
      try {
        const decipher = createDecipheriv(WRAP, wrappingKey(name), WRAP_IV);
        return Buffer.concat([decipher.update(wrapped), decipher.final()]);
      } catch {
        throw new WrongMasterKey();
      }
    },
  };
}
