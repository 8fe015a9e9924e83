import { setTimeout as pause } from 'node:timers/promises';
import type { Uuid } from '@satualur/contracts/ids';
import { isLegal } from '@satualur/contracts/referral/life-cycle';
import type { Unit } from '@satualur/event-store/store';
import type { OpenAgency } from '@satualur/service-host/agency-side';
import { Problem } from '@satualur/service-host/problem';
import { inOf } from './both-halves';
import { referralIn, stateOfIn } from './domain/referral-in';

/** Keys come within moments of their referral, by a way of their own: they are looked for again this often, this far apart. */
const LOOKS = 20;
const LOOK_MS = 100;

/**
 * What is said of the person can be sealed: under the agency's own keys, or those that its sender granted with the referral. While they
 * are on their way it is no refusal, which would be the answer for good: throws Problem 503, to be tried again.
 */
export async function keysMustCome(unit: Unit, { key, vault }: OpenAgency, referral: Uuid): Promise<void> {
  const half = await unit.load(inOf(referral), referralIn);
  const state = stateOfIn(half);
  if (!half.received || half.received.from === key || state === undefined || !isLegal(state, 'Rejected')) return;
  const { from, subject } = half.received;
  for (let looks = LOOKS; looks > 0; looks--) {
    if (await vault.hasGranted(from, subject, 'identity')) return;
    await pause(LOOK_MS);
  }
  throw new Problem(503, 'KEYS_NOT_HERE', { facts: { state }, headers: { 'retry-after': '2' } });
}
