import { decodeEvent } from '@satualur/contracts/bytes';
import { nameOfType } from '@satualur/contracts/read-event';
import { registryEvents } from '@satualur/contracts/registry/events';
import { auditLog } from '../audit/audit-log';
import { Causes } from '../audit/causes';
import { Findings } from '../audit/findings';
import { CannotSay } from '../cannot-say';
import { isProven, keyOf, type LogKey, type Registered } from '../keys';
import type { Entry, LogUnderAudit } from '../log-under-audit';

const NAMED = Buffer.from('AgencyProvisioned');

/**
 * The agencies' log keys by agency, as the registry's log published them under its checkpoints. The log is audited first: throws
 * CannotSay when it breaks a promise.
 * @param given the registry's own key, from elsewhere; without it that log is held against the key that it states itself, if any
 */
export async function registeredKeys(registry: LogUnderAudit, given: string | undefined): Promise<Registered> {
  const key = keyOf(registry, given);
  const from = isProven(key) ? 'registry' : 'registry-unproven';
  const keys = new Map<string, LogKey>();
  const findings = new Findings();
  const covered = ({ bytes }: Entry): undefined => {
    const provisioned = bytes?.includes(NAMED) ? provisionedIn(bytes) : undefined;
    if (provisioned) keys.set(provisioned.key, { publicKey: provisioned.publicKeys.log, from });
  };
  await auditLog(registry, { number: 0, key, findings, causes: new Causes(), known: [] }, { covered });
  if (findings.verdict !== 'violated') return keys;
  const found = [...findings.counts.keys()].join(', ');
  throw new CannotSay(`the registry’s log does not hold (${found}), so no key is taken from it; verify says more`);
}

function provisionedIn(bytes: Buffer) {
  try {
    const { type, data } = decodeEvent(bytes);
    return nameOfType(type) === 'AgencyProvisioned' ? registryEvents.AgencyProvisioned.parse(data) : undefined;
  } catch {
    return undefined;
  }
}
