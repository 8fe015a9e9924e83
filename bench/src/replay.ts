import type { LogStore, SealedEvent } from '@satualur/event-store/store';
import { type Counts, Ledger, type Place } from './ledger';

const READ_BYTES = 4_000_000;

/** Leads a log that nobody else seals, and seals all there is. */
export async function sealAll(log: LogStore): Promise<number> {
  if (!(await log.lead())) throw new Error('somebody else seals the store of a benchmark');
  let sealed = 0;
  for (let count = await log.seal(); count > 0; count = await log.seal()) sealed += count;
  return sealed;
}

/** A sealed log from its first event to its end, in the runs that it is read in. */
export async function* runsOf(log: LogStore): AsyncIterable<readonly SealedEvent[]> {
  for (let from = 1; ;) {
    const events = await log.readSealed(from, READ_BYTES);
    if (events.length === 0) return;
    yield events;
    from += events.length;
  }
}

/** Stream and version of every event, as a relay reads them. */
export async function* placesOf(log: LogStore): AsyncIterable<Place> {
  for await (const run of runsOf(log))
    for (const { stream, bytes } of run)
      yield { stream, version: Number((JSON.parse(bytes.toString()) as { sequence: string }).sequence) };
}

/** What a reader of a log filled with streams of ten got. */
export async function replayed(log: LogStore, events: number, ofAStream = 10): Promise<Counts> {
  const read: Place[] = [];
  for await (const place of placesOf(log)) read.push(place);
  const ledger = new Ledger();
  const streams = [...new Set(read.map(({ stream }) => stream))];
  streams.forEach((stream, index) => {
    const length = Math.min(ofAStream, events - index * ofAStream);
    ledger.acknowledge(stream, length, length);
  });
  const missing = events - ledger.size;
  const counts = await ledger.check(read);
  return { ...counts, lost: counts.lost + Math.max(0, missing) };
}
