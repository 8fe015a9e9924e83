import type { Entry } from '../log-under-audit';

export interface AheadLimits {
  readonly events: number;
  readonly bytes: number;
}

const LIMITS: AheadLimits = { events: 10_000, bytes: 32 * 1024 * 1024 };

/**
 * Gives events in order of `seq` that may come in another: those that come before their turn are kept until it comes, or, when too
 * many are, until the missing one is given up for lost.
 */
export class InOrder {
  /** The seq whose turn it is. */
  next = 1;
  private readonly ahead = new Map<number, Entry>();
  private bytes = 0;

  constructor(private readonly limits = LIMITS) {}

  /** What can be given now; a place taken twice is told of. `entry` stands in a place not given yet. */
  take(entry: Entry): Entry[] {
    const kept = this.ahead.get(entry.seq);
    if (kept) return entry.leaf && kept.leaf?.equals(entry.leaf) ? [] : [{ seq: entry.seq, stray: 'LEAF_CONFLICT' }];
    if (entry.seq !== this.next) {
      this.ahead.set(entry.seq, entry);
      this.bytes += entry.bytes?.length ?? 0;
      return this.ahead.size > this.limits.events || this.bytes > this.limits.bytes ? this.givenUp() : [];
    }
    const late: Entry = this.ahead.has(entry.seq + 1) ? { ...entry, flaw: 'OUT_OF_PLACE' } : entry;
    this.next++;
    return [late, ...this.following()];
  }

  /** Nothing comes any more: what is left, with gaps. */
  end(): Entry[] {
    const left: Entry[] = [];
    while (this.ahead.size > 0) left.push(...this.givenUp());
    return left;
  }

  private givenUp(): Entry[] {
    this.next = [...this.ahead.keys()].reduce((lowest, seq) => Math.min(lowest, seq));
    return this.following();
  }

  private following(): Entry[] {
    const run: Entry[] = [];
    for (let entry = this.ahead.get(this.next); entry; entry = this.ahead.get(this.next)) {
      this.ahead.delete(this.next++);
      this.bytes -= entry.bytes?.length ?? 0;
      run.push(entry);
    }
    return run;
  }
}
