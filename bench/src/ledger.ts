/** What a reader of a log may do wrong. */
export interface Counts {
  readonly lost: number;
  readonly twice: number;
  readonly outOfOrder: number;
}

export interface Place {
  readonly stream: string;
  readonly version: number;
}

/** Every event whose writing was acknowledged, to be held against what a reader of the log gets. */
export class Ledger {
  private readonly versions = new Map<string, number>();
  private written = 0;

  /** Acknowledged: the next `events` versions of a stream, whose last is `version`. */
  acknowledge(stream: string, version: number, events = 1): void {
    this.versions.set(stream, Math.max(version, this.versions.get(stream) ?? 0));
    this.written += events;
  }

  get size(): number {
    return this.written;
  }

  /** Within its stream each event must follow its predecessor; an event nobody acknowledged is passed over. */
  async check(read: AsyncIterable<Place> | Iterable<Place>): Promise<Counts> {
    const seen = new Map<string, Set<number>>();
    const reached = new Map<string, number>();
    let [found, twice, outOfOrder] = [0, 0, 0];
    for await (const { stream, version } of read) {
      if (version > (this.versions.get(stream) ?? 0)) continue;
      const known = seen.get(stream) ?? new Set();
      seen.set(stream, known);
      if (known.has(version)) twice++;
      else found++;
      if (version < (reached.get(stream) ?? 0)) outOfOrder++;
      known.add(version);
      reached.set(stream, Math.max(version, reached.get(stream) ?? 0));
    }
    return { lost: this.written - found, twice, outOfOrder };
  }
}

export const shownCounts = ({ lost, twice, outOfOrder }: Counts): string =>
  `${lost} lost, ${twice} twice, ${outOfOrder} out of order`;
