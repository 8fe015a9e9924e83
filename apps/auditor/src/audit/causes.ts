import type { Hlc } from '@satualur/contracts/hlc';
import type { Code } from './findings';
import { CompactMap, keyOf } from './compact-map';
import { halves, isAbove } from './stream-order';

/** What an event says of itself, its cause, and its clock. */
export interface Caused {
  readonly id: string;
  readonly causationid?: string;
  readonly hlc: Hlc;
  readonly seq: number;
}

/**
 * Holds every effect against its cause, over all the logs given to it: the reading of an effect is above its cause's. A cause that
 * stands in none of these logs is not looked for.
 */
export class Causes {
  private readonly events = new CompactMap(2);
  /** Causes not seen yet: the lowest reading of their effects, and the log the effect stands in. */
  private readonly awaited = new CompactMap(3);

  /** @param log number of the log, one for each */
  check({ id, causationid, hlc }: Caused, log: number): Code | undefined {
    const key = keyOf(id);
    const [high, low] = halves(hlc);
    if (this.events.find(key) !== -1) return 'DUPLICATE_ID';
    this.events.set(key, high, low);
    const early = this.effectBefore(key, high, low, log);
    return early ?? (causationid === undefined ? undefined : this.effect(causationid, high, low, log));
  }

  private effectBefore(key: readonly [number, number], high: number, low: number, log: number): Code | undefined {
    const at = this.awaited.find(key);
    if (at === -1) return undefined;
    if (!isAbove(this.awaited.word(at), this.awaited.word(at + 1), high, low)) return 'EFFECT_BEFORE_CAUSE';
    return this.awaited.word(at + 2) === log ? 'EFFECT_SEALED_FIRST' : undefined;
  }

  private effect(causationid: string, high: number, low: number, log: number): Code | undefined {
    const cause = keyOf(causationid);
    const at = this.events.find(cause);
    if (at !== -1) {
      return isAbove(high, low, this.events.word(at), this.events.word(at + 1)) ? undefined : 'EFFECT_BEFORE_CAUSE';
    }
    const waits = this.awaited.find(cause);
    if (waits === -1 || isAbove(this.awaited.word(waits), this.awaited.word(waits + 1), high, low)) {
      this.awaited.set(cause, high, low, log);
    }
    return undefined;
  }
}
