import type { Cause } from '@satualur/contracts/event';
import { type Actor, type Instant, instantOf, type StreamId } from '@satualur/contracts/ids';
import type { Clock } from '@satualur/event-store/clock';
import type { DueTimer, EventStore, Unit } from '@satualur/event-store/store';
import { uuidFrom } from './secrets';

/** Fires one stream's timer: a command to its decider. */
export type FireTimer = (unit: Unit, stream: StreamId, at: Instant) => Promise<void>;

const BATCH = 100;

const causeOf = ({ stream, at }: DueTimer, clock: Clock): Cause => ({
  actor: 'system/timer' as Actor,
  at: instantOf(clock.now()) as Instant,
  /** What a timer states happened at its own instant, however late it is run. */
  recordedAt: at,
  command: { id: uuidFrom('timer', stream, at) },
});

/** Fires one timer, if its turn has not come yet: for who asks what hangs on it. */
export const fireOne = (store: EventStore, fire: FireTimer, clock: Clock, timer: DueTimer) =>
  store.transact(causeOf(timer, clock), (unit) => fire(unit, timer.stream, timer.at));

/** Fires every timer due by now, earliest first; returns how many. A timer fires once: its command id is (stream, instant). */
export async function fireDue(store: EventStore, fire: FireTimer, clock: Clock): Promise<number> {
  let fired = 0;
  for (;;) {
    const due = await store.dueTimers(instantOf(clock.now()) as Instant, BATCH);
    if (due.length === 0) return fired;
    for (const timer of due) {
      await fireOne(store, fire, clock, timer);
      fired++;
    }
  }
}
