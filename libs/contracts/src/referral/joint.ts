import type { AgencyKey } from '../ids';
import type { ReferralInEvent, ReferralOutEvent } from './events';
import { type Act, type ActKind, actOf, hadEffect, type ReferralState, type Settled, settle } from './life-cycle';

/** One referral as both halves together tell it. */
export interface JointReferral extends Settled {
  readonly state: ReferralState;
  /** Not acknowledged in time; stays when it is acknowledged late. */
  readonly overdue: boolean;
  /** No service for it had started by its application's limit. */
  readonly serviceOverdue: boolean;
  /** The secretariat was told, for a reason that still holds. */
  readonly escalated: boolean;
  readonly withdrawalConfirmed: boolean;
}

const senderActs: Record<ReferralOutEvent['type'], ActKind | undefined> = {
  ReferralDrafted: undefined,
  ReferralEdited: undefined,
  ReferralDraftDiscarded: undefined,
  ReferralRouted: undefined,
  ReferralSent: undefined,
  ReferralWithdrawn: 'Withdrawn',
  ReferralExpired: 'Expired',
  ReferralExpiryRevoked: 'ExpiryRevoked',
  ReferralOverdue: 'Overdue',
  ReferralServiceOverdue: 'ServiceOverdue',
  ReferralContactChanged: undefined,
  ReferralEscalated: undefined,
  ReferralTerminatedBySender: 'Terminated',
  ReferralRerouted: undefined,
  ReferralAnswerNoted: undefined,
};

const recipientActs: Record<ReferralInEvent['type'], ActKind | undefined> = {
  ReferralReceived: undefined,
  ReferralAcknowledged: 'Acknowledged',
  ReferralAccepted: 'Accepted',
  ReferralRejected: 'Rejected',
  ReferralWithdrawalConfirmed: 'WithdrawalConfirmed',
  ReferralServiceStarted: 'ServiceStarted',
  ReferralCompleted: 'Completed',
  ReferralTerminatedByRecipient: 'Terminated',
  ReferralNoticeNoted: undefined,
  ReferralContactNoted: undefined,
};

export interface Parties {
  readonly from: AgencyKey;
  readonly to: AgencyKey;
}

/** The act an event tells of: the sender's own, or the recipient's as the sender noted it. Undefined for what changes no state. */
export function actInOut(event: ReferralOutEvent, { from, to }: Parties): Act | undefined {
  if (event.type === 'ReferralAnswerNoted') return actOf(event.data.answer, to, event.data);
  const kind = senderActs[event.type];
  return kind && actOf(kind, from, event);
}

/** The act an event tells of: the recipient's own, or the sender's as the recipient noted it. Undefined for what changes no state. */
export function actInIn(event: ReferralInEvent, { from, to }: Parties): Act | undefined {
  if (event.type === 'ReferralNoticeNoted') return actOf(event.data.notice, from, event.data);
  const kind = recipientActs[event.type];
  return kind && actOf(kind, to, event);
}

const partiesOf = (out: readonly ReferralOutEvent[], incoming: readonly ReferralInEvent[]): Parties | undefined => {
  for (const event of [...out, ...incoming])
    if (event.type === 'ReferralSent' || event.type === 'ReferralReceived') return event.data;
  return undefined;
};

const isAct = (act: Act | undefined): act is Act => act !== undefined;

/**
 * The joint view of domain 5.4: a pure function of the two halves' events in any order, whichever of them are known. What one half
 * noted of the other counts too, and changes nothing once the other's own event is known. Undefined until the sending or its receipt
 * is known.
 */
export function joint(out: readonly ReferralOutEvent[], incoming: readonly ReferralInEvent[]): JointReferral | undefined {
  const parties = partiesOf(out, incoming);
  if (!parties) return undefined;
  const acts = [...out.map((event) => actInOut(event, parties)), ...incoming.map((event) => actInIn(event, parties))].filter(
    isAct,
  );
  const settled = settle(acts);
  return {
    ...settled,
    overdue: hadEffect(settled, 'Overdue'),
    serviceOverdue: hadEffect(settled, 'ServiceOverdue'),
    escalated: out.some((event) => event.type === 'ReferralEscalated' && hadEffect(settled, event.data.because)),
    withdrawalConfirmed: acts.some(({ kind }) => kind === 'WithdrawalConfirmed'),
  };
}
