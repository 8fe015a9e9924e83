import { type Instant, msOfInstant, type StreamId } from '@satualur/contracts/ids';
import type { DueTimer } from '@satualur/event-store/store';
import type { OpenAgency } from '@satualur/service-host/agency-side';
import { fireOne } from '@satualur/service-host/timers';
import { nextDue, type ReferralOut } from './domain/referral-out';
import { fireReferral } from './referral.timers';

/** What is asked hangs on an expiry that is due and has not been declared yet. */
export class TimerPassed extends Error {
  override readonly name = 'TimerPassed';

  constructor(readonly timer: DueTimer) {
    super('timer passed');
  }
}

/** Throws TimerPassed for a referral that expires at or before `at`: it gives up its place at its limit, not when its timer is run. */
export function mustStandAt(stream: StreamId, half: ReferralOut, at: Instant): void {
  const due = nextDue(half);
  const isPast = (limit: Instant) => msOfInstant(limit) <= msOfInstant(at);
  if (due !== null && isPast(due) && half.sent && isPast(half.sent.expireAt)) throw new TimerPassed({ stream, at: due });
}

/** Runs what hangs on expiries; those that are due are declared first, each by its own timer's command. */
export async function afterTimers<T>({ store, clock }: OpenAgency, work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof TimerPassed)) throw error;
      await fireOne(store, fireReferral, clock, error.timer);
    }
  }
}
