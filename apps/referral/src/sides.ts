import type { Uuid } from '@satualur/contracts/ids';
import { type Must, mustHold } from '@satualur/decider/decider';
import type { Unit } from '@satualur/event-store/store';
import { inOf, outOf } from './both-halves';
import { referralIn, stateOfIn } from './domain/referral-in';
import { referralOut, standingOf, stateOfOut } from './domain/referral-out';

const must: Must<'not-the-sender' | 'not-the-recipient' | 'illegal-transition'> = mustHold;

/** What only the sender may do is refused to the recipient as such: it can read the referral, so it is not told that there is none. */
export async function mustNotBeRecipient(unit: Unit, id: Uuid): Promise<void> {
  if (standingOf(await unit.load(outOf(id), referralOut)) !== undefined) return;
  const state = stateOfIn(await unit.peek(inOf(id), referralIn));
  must(state === undefined, 'not-the-sender', { state: state ?? '' });
}

/** The same the other way round; a draft is nobody's to answer. */
export async function mustNotBeSender(unit: Unit, id: Uuid): Promise<void> {
  if ((await unit.load(inOf(id), referralIn)).received) return;
  const half = await unit.peek(outOf(id), referralOut);
  const [state, standing] = [stateOfOut(half), standingOf(half)];
  must(state === undefined, 'not-the-recipient', { state: state ?? '' });
  must(standing === undefined, 'illegal-transition', { state: standing ?? '' });
}
