import { createPrivateKey, createPublicKey, generateKeyPairSync, type JsonWebKey, type KeyObject, sign } from 'node:crypto';
import type { RegistryEvent } from '@satualur/contracts/registry/events';
import type { LogKeys } from './vault';

/** As the registry publishes them in `AgencyProvisioned`. */
export type PublicKeys = Extract<RegistryEvent, { type: 'AgencyProvisioned' }>['data']['publicKeys'];

/** Private parts, 32 bytes each: the Ed25519 seed that signs the log, the P-256 scalar to which keys are granted. */
export interface AgencySecrets {
  readonly log: Buffer;
  readonly grants: Buffer;
}

export interface AgencyKeys {
  readonly log: LogKeys;
  readonly grants: KeyObject;
}

const base64url = (bytes: Buffer): string => bytes.toString('base64url');

/** Fresh pairs; nothing is stored. */
export function generateAgencyKeys(): { readonly secrets: AgencySecrets; readonly publicKeys: PublicKeys } {
  const log = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  const grants = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
  return {
    secrets: { log: Buffer.from(log.d!, 'base64url'), grants: Buffer.from(grants.d!, 'base64url') },
    publicKeys: { log: log.x!, grants: { kty: 'EC', crv: 'P-256', x: grants.x!, y: grants.y! } },
  };
}

const privateKey = (jwk: JsonWebKey): KeyObject => createPrivateKey({ key: jwk, format: 'jwk' });

/** Throws when a private part does not belong to its public part. */
export function agencyKeysOf(secrets: AgencySecrets, publicKeys: PublicKeys): AgencyKeys {
  const log = privateKey({ kty: 'OKP', crv: 'Ed25519', d: base64url(secrets.log), x: publicKeys.log });
  const grants = privateKey({ ...publicKeys.grants, d: base64url(secrets.grants) });
  if (createPublicKey(log).export({ format: 'jwk' }).x !== publicKeys.log)
    throw new Error('the log key does not match its public part');
  return { log: { publicKey: publicKeys.log, sign: (message) => sign(null, message, log) }, grants };
}
