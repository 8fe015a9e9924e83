import { decodeEvent } from '@satualur/contracts/bytes';
import { nameOfType } from '@satualur/contracts/read-event';
import { registryEvents } from '@satualur/contracts/registry/events';
import type { LogUnderAudit } from '../log-under-audit';

const NAMED = Buffer.from('AgencyProvisioned');

/** The agencies' log keys (Ed25519, raw, base64url) by agency, as the registry's log published them. */
export async function registeredKeys(registry: LogUnderAudit): Promise<ReadonlyMap<string, string>> {
  const keys = new Map<string, string>();
  for await (const run of registry.entries()) {
    for (const { bytes } of run) {
      if (!bytes?.includes(NAMED)) continue;
      const provisioned = provisionedIn(bytes);
      if (provisioned) keys.set(provisioned.key, provisioned.publicKeys.log);
    }
  }
  return keys;
}

function provisionedIn(bytes: Buffer) {
  try {
    const { type, data } = decodeEvent(bytes);
    return nameOfType(type) === 'AgencyProvisioned' ? registryEvents.AgencyProvisioned.parse(data) : undefined;
  } catch {
    return undefined;
  }
}
