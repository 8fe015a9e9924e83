import { CannotSay } from './cannot-say';
import type { LogUnderAudit } from './log-under-audit';
import { readVerifierKey } from './tiles/verifier-key';

/** Whose word it is that this is the log's key. */
export type KeyFrom = 'given' | 'registry' | 'registry-unproven' | 'export';

/** The same, to be read. */
export const KEY_SOURCE: Record<KeyFrom, string> = {
  given: 'the key given',
  registry: 'the key that the registry published',
  'registry-unproven':
    'the key that the registry published; its own log was held against no key from elsewhere: give --registry-key',
  export: 'the key that the export states itself, which nobody proves: give the log’s with --key, or --registry',
};

export interface LogKey {
  /** Ed25519, raw, base64url. */
  readonly publicKey: string;
  readonly from: KeyFrom;
}

/** Keys by log, from elsewhere than the logs themselves. */
export type Registered = ReadonlyMap<string, LogKey>;

const RAW = /^[A-Za-z0-9_-]{43}$/;

/** A key as given: raw base64url, or a verifier key of signed notes. Throws CannotSay. */
export function givenKey(text: string): string {
  const publicKey = RAW.test(text) ? text : readVerifierKey(text)?.publicKey;
  if (publicKey === undefined) throw new CannotSay('a key is 32 bytes in base64url, or a verifier key of signed notes');
  return publicKey;
}

/** The key a log is held against: the one given, else the registry's, else what the source states itself. */
export function keyOf(log: LogUnderAudit, given: string | undefined, registered?: Registered): LogKey | undefined {
  if (given !== undefined) return { publicKey: given, from: 'given' };
  const stated: LogKey | undefined = log.statedKey === undefined ? undefined : { publicKey: log.statedKey, from: 'export' };
  return registered?.get(log.name) ?? stated;
}

/** Whether anybody says so but whoever made what is audited. */
export const isProven = (key: LogKey | undefined): key is LogKey => key !== undefined && key.from !== 'export';
