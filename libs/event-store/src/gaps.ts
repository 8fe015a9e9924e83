/** Positions below the head that were drawn but not seen: their transactions are open, rolled back, or died. */
export class Gaps {
  private readonly missing = new Set<number>();

  constructor(private highest = 0) {}

  /** Highest position seen. */
  get head(): number {
    return this.highest;
  }

  get size(): number {
    return this.missing.size;
  }

  all(): number[] {
    return [...this.missing];
  }

  /** Takes in visible positions, ascending; what they skip is remembered. */
  see(positions: readonly number[]): void {
    for (const position of positions) {
      this.missing.delete(position);
      for (let skipped = this.highest + 1; skipped < position; skipped++) this.missing.add(skipped);
      if (position > this.highest) this.highest = position;
    }
  }

  /** Remembers a position as drawn and unseen (restoring after a start). */
  remember(position: number): void {
    this.missing.add(position);
  }

  /** Gives up positions proven dead. */
  bury(dead: readonly number[]): void {
    for (const position of dead) this.missing.delete(position);
  }

  /** Every position at or below it is sealed or dead. */
  get settled(): number {
    let lowest = this.highest + 1;
    for (const position of this.missing) lowest = Math.min(lowest, position);
    return lowest - 1;
  }
}
