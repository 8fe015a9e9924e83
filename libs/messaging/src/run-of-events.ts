import { type Effects, type Marks, type Position, Unprocessable, type VerifiedRecord, caseOf } from './applier';
import type { IncomingRecord } from './broker';
import type { NewParked, Parking } from './parking';

export interface PlacedEvent {
  readonly record: IncomingRecord;
  readonly event: VerifiedRecord;
}

/** A record that is no event of ours; with a `position` it fills a place in its log all the same. */
export interface Refused {
  readonly record: IncomingRecord;
  readonly refused: string;
  readonly position?: Position;
}

export type Read = PlacedEvent | Refused;

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

  /** Deals with records in the order given: what is parked is never ahead of an event not yet applied. */
  async apply(run: readonly Read[]): Promise<void> {
    this.#held ??= new Set(await this.options.parking.heldCases(this.topic));
    const free: PlacedEvent[] = [];
    const unplaced: Refused[] = [];
    const flush = async (): Promise<void> => {
      await this.#applyFree(free.splice(0));
      await this.options.parking.park(unplaced.splice(0).map(({ record, refused }) => parkedFrom(record, refused)));
    };
    for (const read of run) {
      const goesOn = unplaced.length === 0 ? 'event' in read && !this.#isHeld(read.event) : isUnplaced(read);
      if (!goesOn || free.length >= (this.options.batch ?? 100)) await flush();
      if (isUnplaced(read)) unplaced.push(read);
      else if ('event' in read && !this.#isHeld(read.event)) free.push(read);
      else await this.#setAside(read);
    }
    await flush();
  }

  #isHeld(event: VerifiedRecord): boolean {
    return this.options.hold !== false && this.#held!.has(caseOf(event.envelope));
  }

  async #applyFree(events: readonly PlacedEvent[]): Promise<void> {
    if (events.length === 0) return;
    try {
      await this.options.effects.apply(events.map(({ event }) => event));
      for (const { event } of events) this.moved(event);
    } catch (error) {
      if (!(error instanceof Unprocessable)) throw error;
      if (events.length === 1) await this.#parkEvent(events[0]!, error.reason, 'parked');
      else for (const placed of events) await (this.#isHeld(placed.event) ? this.#setAside(placed) : this.#applyFree([placed]));
    }
  }

  async #setAside(read: Read): Promise<void> {
    if ('event' in read) await this.#parkEvent(read, 'BEHIND_PARKED', 'held');
    else if (read.position !== undefined) await this.#parkAt(read.position, parkedFrom(read.record, read.refused));
  }

  async #parkEvent({ record, event }: PlacedEvent, reason: string, state: 'parked' | 'held'): Promise<void> {
    const caseKey = caseOf(event.envelope);
    await this.#parkAt(event, parkedFrom(record, reason, { state, caseKey }));
    this.#held?.add(caseKey);
  }

  async #parkAt(position: Position, parked: NewParked): Promise<void> {
    await this.options.parking.park([{ ...parked, log: position.log, seq: position.seq }]);
    await this.options.marks.move(position);
    this.moved(position);
  }
}

const isUnplaced = (read: Read): read is Refused => !('event' in read) && read.position === undefined;
