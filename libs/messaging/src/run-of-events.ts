import { type Effects, type Marks, type Position, Unprocessable, type VerifiedRecord, caseOf } from './applier';
import type { IncomingRecord } from './broker';
import type { NewParked, Parking } from './parking';

/** Something that has its place in a log: an event, or a record there that is none. */
export type Placed =
  | { readonly record: IncomingRecord; readonly event: VerifiedRecord }
  | { readonly record: IncomingRecord; readonly position: Position; readonly refused: string };

export interface RunOptions {
  readonly marks: Marks;
  readonly effects: Effects;
  readonly parking: Parking;
  /** Hold later events of a case behind a parked one (reactions); otherwise they are applied (projections). Default true. */
  readonly hold?: boolean;
  /** Events given to `apply` at once, at most. Default 100. */
  readonly batch?: number;
}

/** What a record is parked as. */
export const parkedFrom = (record: IncomingRecord, reason: string, more: Partial<NewParked> = {}): NewParked => ({
  topic: record.topic,
  offset: record.offset,
  reason,
  state: 'parked',
  bytes: record.value,
  key: record.key,
  headers: record.headers,
  ...more,
});

const positionOf = (placed: Placed): Position => ('event' in placed ? placed.event : placed.position);

/** Applies placed records in order; parks the bad ones, and holds what follows in the same case. */
export class RunOfEvents {
  #held: Set<string> | undefined;

  constructor(
    private readonly topic: string,
    private readonly options: RunOptions,
    /** Told of every mark moved. */
    private readonly moved: (position: Position) => void,
  ) {}

  /** After a redrive: which cases are held is read anew. */
  forget(): void {
    this.#held = undefined;
  }

  async apply(run: readonly Placed[]): Promise<void> {
    this.#held ??= new Set(await this.options.parking.heldCases(this.topic));
    let pending: Extract<Placed, { event: unknown }>[] = [];
    for (const placed of run) {
      const free = 'event' in placed && !this.#isHeld(placed.event);
      if (free) pending.push(placed);
      if (!free || pending.length >= (this.options.batch ?? 100)) {
        await this.#applyFree(pending);
        pending = [];
      }
      if (!free) await this.#setAside(placed);
    }
    await this.#applyFree(pending);
  }

  #isHeld(event: VerifiedRecord): boolean {
    return this.options.hold !== false && this.#held!.has(caseOf(event.envelope));
  }

  async #applyFree(pending: readonly Extract<Placed, { event: unknown }>[]): Promise<void> {
    if (pending.length === 0) return;
    try {
      await this.options.effects.apply(pending.map(({ event }) => event));
      for (const { event } of pending) this.moved(event);
    } catch (error) {
      if (!(error instanceof Unprocessable)) throw error;
      if (pending.length === 1) await this.#park(pending[0]!, error.reason);
      else for (const placed of pending) await (this.#isHeld(placed.event) ? this.#setAside(placed) : this.#applyFree([placed]));
    }
  }

  async #setAside(placed: Placed): Promise<void> {
    await this.#park(placed, 'event' in placed ? 'BEHIND_PARKED' : placed.refused, 'event' in placed ? 'held' : 'parked');
  }

  async #park(placed: Placed, reason: string, state: 'parked' | 'held' = 'parked'): Promise<void> {
    const position = positionOf(placed);
    const caseKey = 'event' in placed ? { caseKey: caseOf(placed.event.envelope) } : {};
    await this.options.parking.park([
      parkedFrom(placed.record, reason, { state, log: position.log, seq: position.seq, ...caseKey }),
    ]);
    if (caseKey.caseKey !== undefined) this.#held?.add(caseKey.caseKey);
    await this.options.marks.move(position);
    this.moved(position);
  }
}
