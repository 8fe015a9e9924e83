import { randomFillSync } from 'node:crypto';
import { type Uuid, uuidv7 } from '@satualur/contracts/ids';

/** Fresh time-ordered ids; wall time, also under the demo clock (details 3). */
export interface Ids {
  next(): Uuid;
}

/** UUIDv7 from the wall clock and a source of random bytes (default: the operating system's, fetched in blocks). */
export function randomIds(random: (bytes: Uint8Array) => Uint8Array = randomFillSync, now: () => number = Date.now): Ids {
  const block = new Uint8Array(2_560);
  let used = block.length;
  return {
    next: () => {
      if (used === block.length) {
        random(block);
        used = 0;
      }
      used += 10;
      return uuidv7(now(), block.subarray(used - 10, used));
    },
  };
}
