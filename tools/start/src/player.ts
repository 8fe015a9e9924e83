import { setTimeout as sleep } from 'node:timers/promises';
import type { Api } from './api';
import type { DemoRounds } from './demo-rounds';
import { inParallel } from './in-parallel';
import { type Input, inputsOf, msOf } from './inputs';
import { firstCodeOf, type Pack, type PackAgency } from './pack';
import { type Kept, type OpenedCase, PackCommands, type Refusal } from './pack-commands';
import { AGENCY_SIDE } from './services';
import type { StaffList } from './staff';
import { Stories, wavesOf } from './stories';

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
const SIDE_BY_SIDE = 8;
const PLACE_EVERY_MS = 5_000;

/** How far a pack was played, to be kept beside the stores and gone on from. */
export interface Place {
  /** Inputs played, of the pack's in their order; the registry is loaded before the first. */
  readonly inputs: number;
  readonly timers: number;
  /** Everything was played, and the clock stands at the pack's B. */
  readonly over: boolean;
  readonly commands: Kept;
}

export interface PlayerOptions {
  readonly pack: Pack;
  readonly api: Api;
  readonly rounds: DemoRounds;
  readonly staff: StaffList;
  readonly onStep?: (done: number, total: number, what: string) => void;
  /** Told from time to time, when everything is at rest. */
  readonly onPlace?: (place: Place) => void;
  /** What earlier starts have played in these very stores. */
  readonly from?: Place;
}

/** Plays a pack through the services' own APIs under the demo clock (FORMAT 11). Throws at the first command that is not answered as it should be. */
export class Player {
  private readonly commands: PackCommands;
  private readonly inputs: readonly Input[];
  private readonly stories: Stories;
  private timers: number;
  private next: number;
  private placedAt = Date.now();

  constructor(private readonly options: PlayerOptions) {
    const { pack, api, staff, from } = options;
    this.commands = new PackCommands(pack, api, staff, from?.commands);
    this.inputs = inputsOf(pack);
    this.stories = new Stories(pack);
    this.timers = from?.timers ?? 0;
    this.next = from?.inputs ?? 0;
  }

  async play(): Promise<Played> {
    if (this.options.from?.over !== true) await this.playOn();
    else await this.comeBack();
    const { accepted, refused, cases, ids } = this.commands;
    return { commands: accepted, refused, cases: this.inOrder(cases), ids, timers: this.timers };
  }

  private async playOn(): Promise<void> {
    const { pack, rounds, from } = this.options;
    const first = Math.min(msOf(pack.period.from), ...this.inputs.map(({ atMs }) => atMs));
    await rounds.set(first - DAY_MS);
    if (from === undefined) await this.loadRegistry();
    await this.agenciesReady();
    let due = await rounds.quiet();
    const untilMs = msOf(pack.asOf.B);
    while (this.next < this.inputs.length || (due !== undefined && due < untilMs)) {
      const instant = Math.min(this.inputs[this.next]?.atMs ?? Infinity, due !== undefined && due < untilMs ? due : Infinity);
      await rounds.set(instant, AGENCY_SIDE);
      await this.playInstant(instant);
      due = await this.fireUntil(instant);
      if (Date.now() - this.placedAt > PLACE_EVERY_MS) this.note(false);
    }
    await rounds.set(untilMs);
    await rounds.fire(true);
    await rounds.quiet();
    this.note(true);
  }

  /** After a play that is over nothing is asked but that everything stands where it stood. */
  private async comeBack(): Promise<void> {
    await this.agenciesReady();
    await this.options.rounds.set(msOf(this.options.pack.asOf.B));
    await this.options.rounds.quiet();
  }

  private async playInstant(instant: number): Promise<void> {
    let end = this.next;
    while (this.inputs[end]?.atMs === instant) end++;
    const waves = wavesOf(this.inputs.slice(this.next, end), this.stories);
    for (const [index, wave] of waves.entries()) {
      if (index > 0) await this.options.rounds.quick();
      const global = wave.some(([input]) => this.stories.of(input!) === undefined);
      if (global) await this.options.rounds.set(instant, ['registry']);
      await inParallel(wave, SIDE_BY_SIDE, (turn) => this.playTurn(turn));
      if (global) await this.options.rounds.quiet();
    }
  }

  private async playTurn(turn: readonly Input[]): Promise<void> {
    for (const input of turn) {
      await this.commands.perform(input);
      this.next++;
      this.options.onStep?.(this.next, this.inputs.length, `${input.do} ${input.ref}`);
    }
  }

  private async fireUntil(instant: number): Promise<number | undefined> {
    const { rounds } = this.options;
    let due = await rounds.quick();
    while (due !== undefined && due <= instant) {
      this.timers++;
      await rounds.fire();
      due = await rounds.quick();
    }
    return due;
  }

  private note(over: boolean): void {
    this.options.onPlace?.({ inputs: this.next, timers: this.timers, over, commands: this.commands.kept() });
    this.placedAt = Date.now();
  }

  /** In the order of the inputs, whatever the order of the answers. */
  private inOrder(cases: readonly OpenedCase[]): readonly OpenedCase[] {
    const places = new Map(
      this.inputs.flatMap((input, place) => (input.do === 'register-record' ? [[input.record.recordId, place]] : [])),
    );
    return [...cases].sort((a, b) => places.get(a.record)! - places.get(b.record)!);
  }

  private async loadRegistry(): Promise<void> {
    const { provincialSecretariat: _, ...policy } = this.options.pack.policies;
    const secretariat = this.options.staff.secretariat;
    for (const agency of this.options.pack.agencies) {
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
    for (const { kabkota, exists } of this.options.pack.taskForces) {
      await this.commands.ask('registry', '/task-forces', secretariat, `task force ${kabkota}`, { kabkota, exists });
    }
    await this.commands.ask('registry', '/policies', secretariat, 'policies', {
      validFrom: '2000-01-01T00:00:00+08:00',
      policy: { ...policy, expiryGraceHours: 0 },
      source: `policies of pack ${this.options.pack.pack ?? 'unnamed'}`,
      provincialSecretariat: this.options.staff.secretariat.agency,
    });
  }

  /** Waits until every agency on the platform has its store, topics and keys. */
  private async agenciesReady(): Promise<void> {
    const patience = Date.now() + PROVISIONING_MS;
    for (;;) {
      const { body } = await this.options.api.get('registry', '/agencies', this.options.staff.secretariat);
      const agencies = (body['agencies'] ?? []) as readonly { code: string; onPlatform: boolean; ready: boolean }[];
      const wanted = this.options.pack.agencies.filter(({ onPlatform }) => onPlatform);
      const missing = wanted.filter((one) => !agencies.some(({ code, ready }) => ready && known(one).includes(code)));
      if (missing.length === 0) return;
      if (Date.now() > patience)
        throw new Error(`not provisioned after ${PROVISIONING_MS / 1000} s: ${missing.map(({ code }) => code).join(', ')}`);
      this.options.onStep?.(wanted.length - missing.length, wanted.length, 'agencies provisioned');
      await sleep(50);
    }
  }
}
