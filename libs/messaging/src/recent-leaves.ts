const LEAF = 32;

/** The leaves of the last `size` events of a log, in one block: a buffer for each would be most of what the garbage collector has to copy. */
export class RecentLeaves {
  readonly #leaves: Buffer;
  readonly #seqs: Float64Array;

  constructor(private readonly size: number) {
    this.#leaves = Buffer.alloc(size * LEAF);
    this.#seqs = new Float64Array(size);
  }

  keep(seq: number, leaf: Buffer): void {
    const place = seq % this.size;
    this.#seqs[place] = seq;
    leaf.copy(this.#leaves, place * LEAF);
  }

  /** Undefined when it is not kept, or no longer. Valid until the next one is kept. */
  of(seq: number): Buffer | undefined {
    const place = seq % this.size;
    return this.#seqs[place] === seq ? this.#leaves.subarray(place * LEAF, (place + 1) * LEAF) : undefined;
  }
}
