import { categoryOf, type Instant, instantOf, msOfInstant } from '@satualur/contracts/ids';
import type { KnownEvent } from '../known-event';

/** Events of one category by stream, streams by their first event, each stream's events in their order. */
export type Streams = (category: string) => ReadonlyMap<string, readonly KnownEvent[]>;

const NONE: ReadonlyMap<string, readonly KnownEvent[]> = new Map();

/** Sorts events into their streams in one pass; their order is kept. */
export function streamsOf(events: Iterable<KnownEvent>): Streams {
  const categories = new Map<string, Map<string, KnownEvent[]>>();
  for (const known of events) {
    const { subject } = known.envelope;
    const category = categoryOf(subject);
    const streams = categories.get(category) ?? new Map<string, KnownEvent[]>();
    if (streams.size === 0) categories.set(category, streams);
    const stream = streams.get(subject);
    if (stream) stream.push(known);
    else streams.set(subject, [known]);
  }
  return (category) => categories.get(category) ?? NONE;
}

/** One summary a stream; a stream of which `fold` makes nothing is left out. */
export const summarise = <S>(
  streams: ReadonlyMap<string, readonly KnownEvent[]>,
  fold: (summary: S | undefined, known: KnownEvent) => S | undefined,
): readonly S[] =>
  [...streams.values()].flatMap((events) => {
    const summary = events.reduce<S | undefined>(fold, undefined);
    return summary === undefined ? [] : [summary];
  });

export const utc = (instant: Instant): Instant => instantOf(msOfInstant(instant));
