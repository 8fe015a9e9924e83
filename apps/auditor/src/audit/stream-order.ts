import type { Hlc } from '@satualur/contracts/hlc';
import { categoryOf, type StreamId, uuidOfStream } from '@satualur/contracts/ids';
import { CompactMap, type Key, keyOf } from './compact-map';

/** Last version and clock reading of every stream. */
export class StreamOrder {
  private readonly last = new CompactMap(3);

  /** Whether the event follows its stream's previous one: next version, higher reading. The stream goes on from it either way. */
  follows(stream: StreamId, version: number, hlc: Hlc): boolean {
    const key = keyOfStream(stream);
    const at = this.last.find(key);
    const [high, low] = halves(hlc);
    const follows =
      at === -1
        ? version === 1
        : version === this.last.word(at) + 1 && isAbove(high, low, this.last.word(at + 1), this.last.word(at + 2));
    this.last.set(key, version, high, low);
    return follows;
  }
}

export const halves = (hlc: Hlc): Key => [parseInt(hlc.slice(0, 8), 16), parseInt(hlc.slice(8), 16)];

export const isAbove = (high: number, low: number, otherHigh: number, otherLow: number): boolean =>
  high > otherHigh || (high === otherHigh && low > otherLow);

/** Streams of two categories may share an id, as the two halves of a referral do. */
function keyOfStream(stream: StreamId): Key {
  const [high, low] = keyOf(uuidOfStream(stream));
  let category = 0;
  for (const letter of categoryOf(stream)) category = (Math.imul(category, 31) + letter.charCodeAt(0)) | 0;
  return [(high ^ category) >>> 0, low];
}
