import { setTimeout as sleep } from 'node:timers/promises';
import type { Api } from './api';
import type { DemoRounds } from './demo-rounds';
import { inputsOf, msOf } from './inputs';
import { firstCodeOf, type Pack, type PackAgency } from './pack';
import { type OpenedCase, PackCommands, type Refusal } from './pack-commands';
import type { StaffList } from './staff';

export interface Played {
  /** Commands accepted. */
  readonly commands: number;
  readonly refused: readonly Refusal[];
  /** Case ids in the order they came up, with the record that opened each. */
  readonly cases: readonly OpenedCase[];
  /** Ids of what was made, by the pack's numbers; `episode <referral>` for an episode. */
  readonly ids: ReadonlyMap<string, string>;
  readonly timers: number;
}

/** Every code an agency bears in its life. */
const known = ({ code, formerCodes = [] }: PackAgency): string[] => [code, ...formerCodes.map((former) => former.code)];

const DAY_MS = 86_400_000;
const PROVISIONING_MS = 120_000;

/** Plays a pack through the services' own APIs under the demo clock (FORMAT 11). Throws at the first command that is not answered as it should be. */
export class Player {
  private readonly commands: PackCommands;
  private timers = 0;

  constructor(
    private readonly pack: Pack,
    private readonly api: Api,
    private readonly rounds: DemoRounds,
    private readonly staff: StaffList,
    private readonly onStep: (done: number, total: number, what: string) => void,
  ) {
    this.commands = new PackCommands(pack, api, staff);
  }

  async play(): Promise<Played> {
    const inputs = inputsOf(this.pack);
    const first = Math.min(msOf(this.pack.period.from), ...inputs.map(({ atMs }) => atMs));
    await this.rounds.set(first - DAY_MS);
    await this.loadRegistry();
    await this.agenciesReady();
    let due = await this.rounds.quiet();
    const untilMs = msOf(this.pack.asOf.B);
    let next = 0;
    while (next < inputs.length || (due !== undefined && due < untilMs)) {
      const instant = Math.min(inputs[next]?.atMs ?? Infinity, due !== undefined && due < untilMs ? due : Infinity);
      await this.rounds.set(instant);
      for (; inputs[next]?.atMs === instant; next++) {
        const input = inputs[next]!;
        await this.commands.perform(input);
        this.onStep(next + 1, inputs.length, `${input.do} ${input.ref}`);
        if (inputs[next + 1]?.atMs === instant) await this.rounds.quiet();
      }
      due = await this.rounds.quiet();
      while (due !== undefined && due <= instant) {
        this.timers++;
        await this.rounds.fire();
        due = await this.rounds.quiet();
      }
    }
    await this.rounds.set(untilMs);
    await this.rounds.fire(true);
    await this.rounds.quiet();
    const { accepted, refused, cases, ids } = this.commands;
    return { commands: accepted, refused, cases, ids, timers: this.timers };
  }

  private async loadRegistry(): Promise<void> {
    const { provincialSecretariat: _, ...policy } = this.pack.policies;
    const secretariat = this.staff.secretariat;
    for (const agency of this.pack.agencies) {
      const code = firstCodeOf(agency);
      const answer = await this.commands.ask('registry', '/agencies', secretariat, `agency ${code}`, {
        code,
        name: agency.name,
        orgType: agency.htcdsOrgType,
        decisionMakingOrg: agency.htcdsDecisionMakingOrg,
        area: agency.area,
        onPlatform: agency.onPlatform,
      });
      this.commands.remember(`agency ${code}`, answer);
    }
    for (const { kabkota, exists } of this.pack.taskForces) {
      await this.commands.ask('registry', '/task-forces', secretariat, `task force ${kabkota}`, { kabkota, exists });
    }
    await this.commands.ask('registry', '/policies', secretariat, 'policies', {
      validFrom: '2000-01-01T00:00:00+08:00',
      policy: { ...policy, expiryGraceHours: 0 },
      source: `policies of pack ${this.pack.pack ?? 'unnamed'}`,
      provincialSecretariat: this.staff.secretariat.agency,
    });
  }

  /** Waits until every agency on the platform has its store, topics and keys. */
  private async agenciesReady(): Promise<void> {
    const patience = Date.now() + PROVISIONING_MS;
    for (;;) {
      const { body } = await this.api.get('registry', '/agencies', this.staff.secretariat);
      const agencies = (body['agencies'] ?? []) as readonly { code: string; onPlatform: boolean; ready: boolean }[];
      const wanted = this.pack.agencies.filter(({ onPlatform }) => onPlatform);
      const missing = wanted.filter((one) => !agencies.some(({ code, ready }) => ready && known(one).includes(code)));
      if (missing.length === 0) return;
      if (Date.now() > patience)
        throw new Error(`not provisioned after ${PROVISIONING_MS / 1000} s: ${missing.map(({ code }) => code).join(', ')}`);
      this.onStep(wanted.length - missing.length, wanted.length, 'agencies provisioned');
      await sleep(50);
    }
  }
}
