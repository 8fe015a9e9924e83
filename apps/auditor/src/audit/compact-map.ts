const KEY_WORDS = 2;
const FULLEST = 0.75;

/** Two 32-bit words of an id: its halves folded together. */
export type Key = readonly [number, number];

/**
 * From 64-bit keys to a few 32-bit words, by open addressing in one typed array: 8 bytes and the words an entry, where a Map of
 * strings takes some 150. The key 0/0 stands for a free slot; an id that folds to it is stored under 0/1.
 */
export class CompactMap {
  private readonly width: number;
  private mask: number;
  private slots: Uint32Array;
  private used = 0;

  constructor(
    private readonly valueWords: number,
    capacity = 1024,
  ) {
    this.width = KEY_WORDS + valueWords;
    this.mask = capacity - 1;
    this.slots = new Uint32Array(capacity * this.width);
  }

  get size(): number {
    return this.used;
  }

  /** Offset of the value's words in `words`, or -1. */
  find(key: Key): number {
    const at = this.slotOf(key);
    return this.slots[at] === 0 && this.slots[at + 1] === 0 ? -1 : at + KEY_WORDS;
  }

  word(offset: number): number {
    return this.slots[offset]!;
  }

  set(key: Key, ...value: readonly number[]): void {
    let at = this.slotOf(key);
    if (this.slots[at] === 0 && this.slots[at + 1] === 0) {
      if (++this.used > (this.mask + 1) * FULLEST) {
        this.grow();
        at = this.slotOf(key);
      }
      [this.slots[at], this.slots[at + 1]] = nonZero(key);
    }
    for (let word = 0; word < this.valueWords; word++) this.slots[at + KEY_WORDS + word] = value[word]!;
  }

  private slotOf(key: Key): number {
    const [high, low] = nonZero(key);
    let slot = Math.imul(high ^ (low >>> 7), 0x9e3779b1) ^ low;
    for (slot &= this.mask; ; slot = (slot + 1) & this.mask) {
      const at = slot * this.width;
      const [keptHigh, keptLow] = [this.slots[at], this.slots[at + 1]];
      if ((keptHigh === high && keptLow === low) || (keptHigh === 0 && keptLow === 0)) return at;
    }
  }

  private grow(): void {
    const old = this.slots;
    this.mask = this.mask * 2 + 1;
    this.slots = new Uint32Array((this.mask + 1) * this.width);
    for (let from = 0; from < old.length; from += this.width) {
      if (old[from] === 0 && old[from + 1] === 0) continue;
      this.slots.set(old.subarray(from, from + this.width), this.slotOf([old[from]!, old[from + 1]!]));
    }
  }
}

const nonZero = ([high, low]: Key): Key => (high === 0 && low === 0 ? [0, 1] : [high, low]);

/** The halves of a UUID folded into 64 bits, of which at least 62 are drawn at random. */
export function keyOf(uuid: string): Key {
  const hex = uuid.replaceAll('-', '');
  const quarter = (at: number) => parseInt(hex.slice(at * 8, at * 8 + 8), 16);
  return [(quarter(0) ^ quarter(2)) >>> 0, (quarter(1) ^ quarter(3)) >>> 0];
}
