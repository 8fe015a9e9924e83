import { setTimeout as sleep } from 'node:timers/promises';
import type { Asking } from './asking';
import type { PackAgency } from './pack';
import { entersMs, firstCodeOf, keyOf } from './pack-agencies';

const PROVISIONING_MS = 120_000;
const PAUSE_MS = 50;

/** The registry as the task-force secretariat keeps it: agencies, task forces and policies. */
export class RegistryCommands {
  constructor(private readonly asking: Asking) {}

  /** What stands before the first input: every agency but those whose code another bears yet. */
  async load(): Promise<void> {
    const { pack } = this.asking;
    for (const agency of pack.agencies) if (entersMs(pack, agency) === -Infinity) await this.register(agency);
    for (const { kabkota, exists } of pack.taskForces)
      await this.ask('/task-forces', `task force ${kabkota}`, { kabkota, exists });
    const { provincialSecretariat: _, ...policy } = pack.policies;
    await this.ask('/policies', 'policies', {
      validFrom: '2000-01-01T00:00:00+08:00',
      policy: { ...policy, expiryGraceHours: 0 },
      source: `policies of pack ${pack.pack ?? 'unnamed'}`,
      provincialSecretariat: this.asking.staff.secretariat.agency,
    });
  }

  /** One that comes later, when its code is free; ready when it returns. */
  async enter(agency: PackAgency): Promise<void> {
    await this.register(agency);
    await this.ready();
  }

  rename(agency: PackAgency, code: string, atMs: number): Promise<void> {
    return this.change(agency, 'rename', atMs, { code, name: agency.name });
  }

  leave(agency: PackAgency, atMs: number): Promise<void> {
    return this.change(agency, 'leave', atMs, {});
  }

  /** Waits until every agency registered on the platform has its store, topics and keys. */
  async ready(waiting?: (done: number, total: number) => void): Promise<void> {
    const { pack, staff, ids } = this.asking;
    const onPlatform = pack.agencies.filter((agency) => agency.onPlatform).map((agency) => keyOf(pack, agency) as string);
    const wanted = onPlatform.filter((key) => ids.find('agency', key) !== undefined);
    for (const patience = Date.now() + PROVISIONING_MS; ;) {
      const { body } = await this.asking.get('registry', '/agencies', staff.secretariat);
      const told = (body['agencies'] ?? []) as readonly { readonly key: string; readonly ready: boolean }[];
      const ready = new Set(told.flatMap((one) => (one.ready ? [one.key] : [])));
      const missing = wanted.filter((key) => !ready.has(key));
      if (missing.length === 0) return;
      if (Date.now() > patience) throw new Error(`not provisioned after ${PROVISIONING_MS / 1000} s: ${missing.join(', ')}`);
      waiting?.(wanted.length - missing.length, wanted.length);
      await sleep(PAUSE_MS);
    }
  }

  /** The registry makes the key; an agency whose key is not that of the staff's tokens could be asked nothing. */
  private async register(agency: PackAgency): Promise<void> {
    const { pack, ids } = this.asking;
    const [code, key] = [firstCodeOf(agency), keyOf(pack, agency)];
    const { name, htcdsOrgType: orgType, htcdsDecisionMakingOrg: decisionMakingOrg, area, onPlatform } = agency;
    const body = await this.ask('/agencies', `agency ${key}`, { code, name, orgType, decisionMakingOrg, area, onPlatform });
    if (body['key'] !== key) throw new Error(`the registry knows ${code} as ${String(body['key'])}, not as ${key}`);
    ids.set('agency', key, String(body['id']));
    for (const { clientId, roles } of this.asking.staff.at(key))
      await this.ask('/staff', `staff ${clientId}`, { agency: key, staff: clientId, roles });
  }

  private async change(agency: PackAgency, what: string, atMs: number, body: object): Promise<void> {
    const { pack, ids } = this.asking;
    const key = keyOf(pack, agency);
    await this.ask(`/agencies/${ids.of('agency', key)}/${what}`, `${what} ${key} ${atMs}`, body);
  }

  private async ask(path: string, key: string, body: object): Promise<Record<string, unknown>> {
    return (await this.asking.ask(this.asking.staff.secretariat, { service: 'registry', path, key, body })).body;
  }
}
