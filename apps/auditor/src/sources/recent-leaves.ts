import type { Entry } from '../log-under-audit';

const KEPT = 65_536;
const HASH = 32;
const NONE = Buffer.alloc(HASH);

/** The leaves of the last 65,536 events, to tell a repeat from another event in its place. */
export class RecentLeaves {
  private readonly leaves = Buffer.alloc(KEPT * HASH);
  private last = 0;

  /** Places left out hold none. */
  keep(seq: number, leaf: Buffer = NONE): void {
    for (let missing = Math.max(this.last + 1, seq - KEPT); missing < seq; missing++) NONE.copy(this.leaves, this.at(missing));
    leaf.copy(this.leaves, this.at(seq));
    this.last = seq;
  }

  /** Nothing for a true repeat; else an entry that says what is wrong with it. */
  conflict({ seq, leaf }: Entry): readonly Entry[] {
    if (seq <= this.last - KEPT) return [{ seq, stray: 'REPEAT_UNPROVEN' }];
    const kept = this.leaves.subarray(this.at(seq), this.at(seq) + HASH);
    if (kept.equals(NONE)) return [{ seq, stray: 'OUT_OF_PLACE' }];
    return leaf?.equals(kept) ? [] : [{ seq, stray: 'LEAF_CONFLICT' }];
  }

  private at(seq: number): number {
    return (seq % KEPT) * HASH;
  }
}
