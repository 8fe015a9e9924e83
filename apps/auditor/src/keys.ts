import { CannotSay } from './cannot-say';
import type { LogUnderAudit } from './log-under-audit';
import { readVerifierKey } from './tiles/verifier-key';

/** Whose word it is that this is the log's key. */
export type KeyFrom = 'given' | 'registry' | 'export';

export interface LogKey {
  /** Ed25519, raw, base64url. */
  readonly publicKey: string;
  readonly from: KeyFrom;
}

const RAW = /^[A-Za-z0-9_-]{43}$/;

/** A key as given: raw base64url, or a verifier key of signed notes. Throws CannotSay. */
export function givenKey(text: string): string {
  const publicKey = RAW.test(text) ? text : readVerifierKey(text)?.publicKey;
  if (publicKey === undefined) throw new CannotSay('--key: neither 32 bytes in base64url nor a verifier key');
  return publicKey;
}

/** The key a log is held against: the one given, else the registry's, else what the source states itself. */
export function keyOf(
  log: LogUnderAudit,
  given: string | undefined,
  registered: ReadonlyMap<string, string> = new Map(),
): LogKey | undefined {
  const from = (publicKey: string | undefined, source: KeyFrom) => publicKey && { publicKey, from: source };
  return from(given, 'given') || from(registered.get(log.name), 'registry') || from(log.statedKey, 'export') || undefined;
}
