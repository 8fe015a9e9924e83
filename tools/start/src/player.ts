import type { Api } from './api';
import type { DemoRounds } from './demo-rounds';
import { inParallel } from './in-parallel';
import { type Input, inputsOf, planOf } from './inputs';
import { msOf } from './instants';
import type { Pack } from './pack';
import { type Kept, type OpenedCase, PackCommands } from './pack-commands';
import type { PackIds } from './pack-ids';
import type { Refusal } from './refused-commands';
import { AGENCY_SIDE } from './services';
import type { StaffList } from './staff';
import { Stories, wavesOf } from './stories';

export interface Played {
  /** Commands accepted. */
  readonly commands: number;
  readonly refused: readonly Refusal[];
  /** Case ids in the order they came up, with the record that opened each. */
  readonly cases: readonly OpenedCase[];
  /** Ids of what was made, by the pack's numbers. */
  readonly ids: PackIds;
  readonly timers: number;
}

const DAY_MS = 86_400_000;
const SIDE_BY_SIDE = 8;
const PLACE_EVERY_MS = 5_000;

const isRefused = (input: Input): boolean => input.do === 'refused';

/** How far a pack was played, to be kept beside the stores and gone on from. */
export interface Place {
  /** Inputs played, of the pack's in their order; the registry is loaded before the first. */
  readonly inputs: number;
  /** Which order that is. */
  readonly plan: string;
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
  private readonly plan: string;
  private readonly stories: Stories;
  private timers: number;
  private next: number;
  private placedAt = Date.now();

  constructor(private readonly options: PlayerOptions) {
    const { pack, api, staff, from } = options;
    this.commands = new PackCommands(pack, api, staff, from?.commands);
    this.inputs = inputsOf(pack);
    this.plan = planOf(this.inputs);
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
    if (from === undefined) await this.commands.registry.load();
    await this.agenciesReady();
    let due = await rounds.quiet();
    const untilMs = msOf(pack.asOf.B);
    while (this.next < this.inputs.length || (due !== undefined && due < untilMs)) {
      const instant = Math.min(this.inputs[this.next]?.atMs ?? Infinity, due !== undefined && due < untilMs ? due : Infinity);
      await rounds.set(instant, AGENCY_SIDE);
      due = await this.playInstant(instant);
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

  /**
   * A limit is met by what happens at it, so timers come after the inputs of their instant (FORMAT 7); what must be refused comes last of
   * all (FORMAT 1.8). A sending that waits for an expiry of its own instant is told of it by the service.
   */
  private async playInstant(instant: number): Promise<number | undefined> {
    let end = this.next;
    while (this.inputs[end]?.atMs === instant) end++;
    const inputs = this.inputs.slice(this.next, end);
    const refused = inputs.filter(isRefused);
    await this.playWaves(
      instant,
      inputs.filter((input) => !isRefused(input)),
    );
    const due = await this.fireUntil(instant);
    if (refused.length === 0) return due;
    await this.playWaves(instant, refused);
    return this.fireUntil(instant);
  }

  private async playWaves(instant: number, inputs: readonly Input[]): Promise<void> {
    const waves = wavesOf(inputs, this.stories);
    for (const [index, wave] of waves.entries()) {
      if (index > 0) await this.options.rounds.quick();
      const global = wave.some(([input]) => this.stories.of(input!).length === 0);
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
    const { next: inputs, plan, timers } = this;
    this.options.onPlace?.({ inputs, plan, timers, over, commands: this.commands.kept() });
    this.placedAt = Date.now();
  }

  /** In the order of the inputs, whatever the order of the answers. */
  private inOrder(cases: readonly OpenedCase[]): readonly OpenedCase[] {
    const places = new Map(
      this.inputs.flatMap((input, place) => (input.do === 'register-record' ? [[input.record.recordId, place]] : [])),
    );
    const place = ({ record }: OpenedCase) => places.get(record) ?? Infinity;
    return [...cases].sort((a, b) => place(a) - place(b) || 0);
  }

  /** Waits until every agency on the platform has its store, topics and keys. */
  private agenciesReady(): Promise<void> {
    return this.commands.registry.ready((done, total) => this.options.onStep?.(done, total, 'agencies provisioned'));
  }
}
