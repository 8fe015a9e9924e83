import { at, POLICE, RECORD, STAFF } from '@satualur/contracts/cast';
import type { AnyEvent } from '@satualur/contracts/event';
import { streamOf, type StreamId } from '@satualur/contracts/ids';
import { HybridClock } from '@satualur/event-store/clock';
import { MemoryEventStore, MemoryLog } from '@satualur/event-store/memory-store';
import { randomIds } from '@satualur/event-store/random-ids';
import { inCharge, workerStream } from './in-charge';

const ids = randomIds();
const now = { now: () => Date.parse(at('02-03 10:00')) };
const cause = () => ({ actor: STAFF, at: at('02-03 10:00'), command: { id: ids.next() } });

/** An agency's own log with one record, and what was said of its worker. */
async function asked(events: readonly [StreamId, AnyEvent][], when: string) {
  const store = new MemoryEventStore({ log: new MemoryLog(), source: `/agencies/${POLICE}/intake`, clock: new HybridClock(now) });
  for (const [stream, event] of events) await store.transact(cause(), (unit) => unit.record(stream, [event]));
  const found: { worker?: string }[] = [];
  await store.transact(cause(), async (unit) => void found.push(await inCharge(unit, RECORD, at(when))));
  return found.at(-1);
}

const assigned = (worker: string): [StreamId, AnyEvent] => [
  streamOf('record', RECORD),
  { type: 'WorkerAssigned', data: { worker } } as AnyEvent,
];
const away: [StreamId, AnyEvent] = [
  workerStream('staff-7'),
  { type: 'WorkerAbsent', data: { worker: 'staff-7', from: '2026-02-05', until: '2026-02-06', deputy: 'staff-8' } } as AnyEvent,
];
const back: [StreamId, AnyEvent] = [workerStream('staff-7'), { type: 'WorkerReturned', data: { worker: 'staff-7' } } as AnyEvent];

describe('in charge of a record', () => {
  it('is nobody before anybody is assigned', async () => expect(await asked([], '02-05 10:00')).toEqual({}));

  it('is the worker last assigned', async () =>
    expect(await asked([assigned('staff-9'), assigned('staff-7')], '02-05 10:00')).toEqual({ worker: 'staff-7' }));

  it.each([
    ['02-04 23:59', 'staff-7'],
    ['02-05 00:00', 'staff-8'],
    ['02-06 23:59', 'staff-8'],
    ['02-07 00:00', 'staff-7'],
  ])('is the deputy on the days of an absence: at %s %s', async (when, worker) =>
    expect(await asked([assigned('staff-7'), away], when)).toEqual({ worker }),
  );

  it('is the worker who is back early', async () =>
    expect(await asked([assigned('staff-7'), away, back], '02-05 10:00')).toEqual({ worker: 'staff-7' }));
});
