import { type AgencyKey, streamOf, type Uuid } from '@satualur/contracts/ids';
import { isFinal } from '@satualur/contracts/referral/life-cycle';
import type { Unit } from '@satualur/event-store/store';
import { nextDue, referralOut, stateOfOut } from './domain/referral-out';

/** One open referral for the same record, service and recipient (domain 5.5, 9). */
export const openKey = ({
  record,
  service,
  to,
}: {
  readonly record: Uuid;
  readonly service: string;
  readonly to: AgencyKey;
}): string => `${record}/${service}/${to}`;

/** After any decision on a sender's half: its timer, and its claim to be the open one, which ends with it. */
export async function bookkeeping(unit: Unit, id: Uuid): Promise<void> {
  const stream = streamOf('referralout', id);
  const state = await unit.load(stream, referralOut);
  unit.due(stream, nextDue(state));
  const now = stateOfOut(state);
  if (state.sent && now !== undefined && isFinal(now)) unit.release('open-referral', openKey(state.sent));
}
