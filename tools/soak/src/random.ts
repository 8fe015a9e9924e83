import { createHash } from 'node:crypto';

/** Chance that a seed repeats: SHA-256 in counter mode. */
export class Random {
  private block = Buffer.alloc(0);
  private used = 0;
  private counter = 0;

  constructor(private readonly seed: string) {}

  bytes(count: number): Buffer {
    const drawn = Buffer.alloc(count);
    for (let at = 0; at < count; at++) drawn[at] = this.byte();
    return drawn;
  }

  /** 0 ≤ value < 1. */
  unit(): number {
    return this.bytes(6).readUIntBE(0, 6) / 2 ** 48;
  }

  /** 0 ≤ value < `limit`, whole. */
  below(limit: number): number {
    return Math.floor(this.unit() * limit);
  }

  between(from: number, to: number): number {
    return from + this.unit() * (to - from);
  }

  chance(probability: number): boolean {
    return this.unit() < probability;
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)]!;
  }

  private byte(): number {
    if (this.used === this.block.length) {
      this.block = createHash('sha256').update(`${this.seed}/${this.counter++}`).digest();
      this.used = 0;
    }
    return this.block[this.used++]!;
  }
}

/** A UUID (version 8) that a seed's words always give. */
export function uuidOf(...words: readonly (string | number)[]): string {
  const digest = createHash('sha256').update(words.join('/')).digest();
  digest[6] = (digest[6]! & 0x0f) | 0x80;
  digest[8] = (digest[8]! & 0x3f) | 0x80;
  const hex = digest.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}
