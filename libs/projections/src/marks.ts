import type { Hlc } from '@satualur/contracts/hlc';
import type { LogEvent } from './projection';

/** Up to where one log is applied. */
export interface LogMark {
  readonly seq: number;
  /** Leaf hash of the event at `seq`; undefined before the first. */
  readonly leaf?: Buffer | undefined;
  /** Kafka offset to read on from, decimal text, if known. */
  readonly offset?: string | undefined;
}

export const START: LogMark = { seq: 0 };

/** A promise of a log's checkpoint: no event beyond the first `size` will ever have a reading at or below `watermark`. */
export interface Watermark {
  readonly size: number;
  readonly watermark: Hlc;
}

/** An event is missing between what is applied and what was given: nothing is applied, the log must be re-read. */
export class Gap extends Error {
  constructor(
    readonly log: string,
    readonly expected: number,
    readonly found: number,
  ) {
    super('gap in a log');
    this.name = 'Gap';
  }
}

/** A place of the log seen before holds another event now: history was changed. */
export class LeafChanged extends Error {
  constructor(
    readonly log: string,
    readonly seq: number,
  ) {
    super('an event seen before has another leaf hash');
    this.name = 'LeafChanged';
  }
}

/**
 * What of a run of one log's events is new after `mark`: repeats are left out. Throws Gap when an event is missing, LeafChanged when
 * the last one applied comes again with other bytes, RangeError when the run mixes logs.
 */
export function freshAfter<E extends LogEvent>(mark: LogMark, log: string, events: readonly E[]): readonly E[] {
  const fresh: E[] = [];
  let next = mark.seq + 1;
  for (const event of events) {
    if (event.log !== log) throw new RangeError('a run holds events of one log');
    if (event.seq === mark.seq && mark.leaf && !mark.leaf.equals(event.leaf)) throw new LeafChanged(log, event.seq);
    if (event.seq < next) continue;
    if (event.seq > next) throw new Gap(log, next, event.seq);
    fresh.push(event);
    next++;
  }
  return fresh;
}

/** The mark after a non-empty run of fresh events. */
export function markAfter(fresh: readonly LogEvent[], offset?: string): LogMark {
  const last = fresh.at(-1)!;
  return { seq: last.seq, leaf: last.leaf, offset };
}

/** The highest promise that counts: a watermark counts once its `size` has been applied (details 2). */
export function countedWatermark(mark: LogMark, watermarks: Iterable<Watermark>): Hlc | undefined {
  let highest: Hlc | undefined;
  for (const { size, watermark } of watermarks) {
    if (size <= mark.seq && (highest === undefined || watermark > highest)) highest = watermark;
  }
  return highest;
}
