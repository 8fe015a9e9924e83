import { setTimeout as pause } from 'node:timers/promises';
import type { Uuid } from '@satualur/contracts/ids';
import { isLegal } from '@satualur/contracts/referral/life-cycle';
import type { Unit } from '@satualur/event-store/store';
import type { OpenAgency } from '@satualur/service-host/agency-side';
import { inOf } from './both-halves';
import { referralIn, stateOfIn } from './domain/referral-in';

/** Keys come within moments of their referral, by a way of their own: they are looked for again this often, this far apart. */
const LOOKS = 20;
const LOOK_MS = 100;

/** Whether what is said of the person can be sealed: under the agency's own keys, or those that its sender granted with the referral. */
export async function keysCame(unit: Unit, { key, vault }: OpenAgency, referral: Uuid): Promise<boolean> {
  const half = await unit.load(inOf(referral), referralIn);
  const state = stateOfIn(half);
  if (!half.received || state === undefined || !isLegal(state, 'Rejected')) return false;
  const { from, subject } = half.received;
  if (from === key) return true;
  for (let looks = LOOKS; looks > 0; looks--) {
    if (await vault.hasGranted(from, subject, 'identity')) return true;
    await pause(LOOK_MS);
  }
  return false;
}
