import { uuidOfStream } from '@satualur/contracts/ids';
import type { FireTimer } from '@satualur/service-host/timers';
import { referralOut } from './domain/referral-out';
import { bookkeeping } from './open-referrals';

/** Acknowledgement overdue, then expiry, each at its own instant. */
export const fireReferral: FireTimer = async (unit, stream, at) => {
  await unit.decide(stream, referralOut, { type: 'FireTimers', at });
  await bookkeeping(unit, uuidOfStream(stream));
};
