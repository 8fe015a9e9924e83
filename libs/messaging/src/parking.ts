import type { Headers } from './broker';

export type ParkedState = 'parked' | 'held' | 'redriven';

/** A record put aside, exactly as it came. */
export interface NewParked {
  readonly topic: string;
  readonly offset: string;
  /** A code, e.g. `BAD_SIGNATURE`. */
  readonly reason: string;
  /** `held`: nothing is wrong with it, it waits behind another. */
  readonly state: 'parked' | 'held';
  /** Later events of this case are held behind it. */
  readonly caseKey?: string;
  readonly log?: string;
  readonly seq?: number;
  /** null for a tombstone. Of a damaged record: the record or its whole batch in Kafka's encoding. */
  readonly bytes: Buffer | null;
  readonly key: Buffer | null;
  readonly headers: Headers;
}

export interface Parked extends Omit<NewParked, 'state'> {
  readonly id: string;
  readonly state: ParkedState;
  readonly firstSeen: Date;
}

/** Where one reader's bad records go; nothing is thrown away. */
export interface Parking {
  /** Idempotent: a record known by (topic, offset) keeps its first entry and state. */
  park(records: readonly NewParked[]): Promise<void>;
  /** Those not yet redriven, in the topic's order. */
  unresolved(topic: string): Promise<readonly Parked[]>;
  /** All, newest first, at most `limit`. */
  list(limit: number): Promise<readonly Parked[]>;
  count(): Promise<Readonly<Record<ParkedState, number>>>;
  /** Cases of a topic with something unresolved. */
  heldCases(topic: string): Promise<readonly string[]>;
  /** The highest offset ever parked of a topic. */
  lastOffset(topic: string): Promise<string | undefined>;
  /** Marks an entry as redriven. */
  resolve(id: string): Promise<void>;
}

/** For unit tests and in-memory stores. */
export class MemoryParking implements Parking {
  /** By topic and offset, in the order they came. */
  readonly #entries = new Map<string, Parked>();

  park(records: readonly NewParked[]): Promise<void> {
    for (const record of records) {
      const id = `${record.topic}/${record.offset}`;
      if (!this.#entries.has(id)) this.#entries.set(id, { ...record, id, firstSeen: new Date() });
    }
    return Promise.resolve();
  }

  unresolved(topic: string): Promise<readonly Parked[]> {
    const open = [...this.#entries.values()].filter((entry) => entry.topic === topic && entry.state !== 'redriven');
    return Promise.resolve(open.sort((a, b) => Number(BigInt(a.offset) - BigInt(b.offset))));
  }

  list(limit: number): Promise<readonly Parked[]> {
    return Promise.resolve([...this.#entries.values()].reverse().slice(0, limit));
  }

  count(): Promise<Readonly<Record<ParkedState, number>>> {
    const counts = { parked: 0, held: 0, redriven: 0 };
    for (const { state } of this.#entries.values()) counts[state] += 1;
    return Promise.resolve(counts);
  }

  async heldCases(topic: string): Promise<readonly string[]> {
    return [...new Set((await this.unresolved(topic)).flatMap(({ caseKey }) => caseKey ?? []))];
  }

  lastOffset(topic: string): Promise<string | undefined> {
    const offsets = [...this.#entries.values()].filter((entry) => entry.topic === topic).map(({ offset }) => BigInt(offset));
    return Promise.resolve(offsets.length === 0 ? undefined : offsets.reduce((a, b) => (a > b ? a : b)).toString());
  }

  resolve(id: string): Promise<void> {
    const entry = this.#entries.get(id);
    if (entry !== undefined) this.#entries.set(id, { ...entry, state: 'redriven' });
    return Promise.resolve();
  }
}
