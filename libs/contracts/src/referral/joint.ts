import type { Stamp } from '../event';
import type { AgencyKey } from '../ids';
import type { ReferralInEvent, ReferralOutEvent } from './events';
import { type Act, type ActKind, actOf, hadEffect, type ReferralState, type Settled, settle } from './life-cycle';

/** One referral as both halves together tell it. */
export interface JointReferral extends Settled {
  readonly state: ReferralState;
  /** Not acknowledged in time; stays when it is acknowledged late. */
  readonly overdue: boolean;
  /** The secretariat was told, for a reason that still holds. */
  readonly escalated: boolean;
  readonly withdrawalConfirmed: boolean;
}

const senderActs: Partial<Record<ReferralOutEvent['type'], ActKind>> = {
  ReferralWithdrawn: 'Withdrawn',
  ReferralExpired: 'Expired',
  ReferralOverdue: 'Overdue',
  ReferralTerminatedBySender: 'Terminated',
};

const recipientActs: Partial<Record<ReferralInEvent['type'], ActKind>> = {
  ReferralAcknowledged: 'Acknowledged',
  ReferralAccepted: 'Accepted',
  ReferralRejected: 'Rejected',
  ReferralServiceStarted: 'ServiceStarted',
  ReferralCompleted: 'Completed',
  ReferralTerminatedByRecipient: 'Terminated',
};

interface Parties {
  readonly from: AgencyKey;
  readonly to: AgencyKey;
}

const partiesOf = (out: readonly ReferralOutEvent[], incoming: readonly ReferralInEvent[]): Parties | undefined => {
  for (const event of [...out, ...incoming])
    if (event.type === 'ReferralSent' || event.type === 'ReferralReceived') return event.data;
  return undefined;
};

const actsOf = <T extends string>(
  events: readonly (Stamp & { type: T })[],
  kinds: Partial<Record<T, ActKind>>,
  by: AgencyKey,
): Act[] =>
  events.flatMap((event) => {
    const kind = kinds[event.type];
    return kind ? [actOf(kind, by, event)] : [];
  });

/**
 * The joint view of domain 5.4: a pure function of the two halves' events in any order, whichever of them are known; what one half
 * only noted of the other is not needed. Undefined until the sending or its receipt is known.
 */
export function joint(out: readonly ReferralOutEvent[], incoming: readonly ReferralInEvent[]): JointReferral | undefined {
  const parties = partiesOf(out, incoming);
  if (!parties) return undefined;
  const settled = settle([...actsOf(out, senderActs, parties.from), ...actsOf(incoming, recipientActs, parties.to)]);
  return {
    ...settled,
    overdue: hadEffect(settled, 'Overdue'),
    escalated: out.some((event) => event.type === 'ReferralEscalated' && hadEffect(settled, event.data.because)),
    withdrawalConfirmed: incoming.some((event) => event.type === 'ReferralWithdrawalConfirmed'),
  };
}
