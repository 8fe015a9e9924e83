import type { Hlc } from '@satualur/contracts/hlc';
import type { AgencyKey } from '@satualur/contracts/ids';
import type { ReferralInEvent, ReferralOutEvent } from '@satualur/contracts/referral/events';
import type { ReferralState } from '@satualur/contracts/referral/life-cycle';

/**
 * Domain 5.4's joint state table told a second time, for the model test only: case by case from the decisions, without a transition
 * table and without a fold, so that it does not share the rulebook's mistakes.
 */
export interface Fact {
  readonly event: ReferralOutEvent | ReferralInEvent;
  readonly by: AgencyKey;
  readonly hlc: Hlc;
}

const earlier = (a: Fact, b: Fact): boolean => a.hlc < b.hlc || (a.hlc === b.hlc && a.by < b.by);

const earliest = (facts: readonly Fact[], types: readonly string[]): Fact | undefined =>
  facts
    .filter(({ event }) => types.includes(event.type))
    .reduce<Fact | undefined>((best, fact) => (best && earlier(best, fact) ? best : fact), undefined);

const TERMINATED = ['ReferralTerminatedBySender', 'ReferralTerminatedByRecipient'];
const DECISIONS = ['ReferralAccepted', 'ReferralRejected', 'ReferralWithdrawn', 'ReferralExpired', ...TERMINATED];

/** The act that decided the referral: whichever came first, by whomever. */
export const decisionOf = (facts: readonly Fact[]): Fact | undefined => earliest(facts, DECISIONS);

function afterAcceptance(facts: readonly Fact[], acceptance: Fact): ReferralState {
  const later = facts.filter((fact) => earlier(acceptance, fact));
  const end = earliest(later, TERMINATED);
  const start = earliest(later, ['ReferralServiceStarted']);
  if (!start || (end && earlier(end, start))) return end ? 'Terminated' : 'Accepted';
  const completion = earliest(later, ['ReferralCompleted']);
  if (completion && !(end && earlier(end, completion))) return 'Completed';
  return end ? 'Terminated' : 'InService';
}

export function referenceState(facts: readonly Fact[]): ReferralState {
  const decision = decisionOf(facts);
  switch (decision?.event.type) {
    case undefined:
      return earliest(facts, ['ReferralAcknowledged']) ? 'Acknowledged' : 'Sent';
    case 'ReferralAccepted':
      return afterAcceptance(facts, decision!);
    case 'ReferralRejected':
      return 'Rejected';
    case 'ReferralWithdrawn':
      return 'Withdrawn';
    case 'ReferralExpired':
      return 'Expired';
    default:
      return 'Terminated';
  }
}

/** A service not begun by its limit: stated while the referral was open and nothing had started. */
function serviceOverdueIn(facts: readonly Fact[]): boolean {
  const stated = earliest(facts, ['ReferralServiceOverdue']);
  const before = stated && facts.filter((fact) => earlier(fact, stated));
  return before !== undefined && ['Sent', 'Acknowledged', 'Accepted'].includes(referenceState(before));
}

export function referenceFlags(facts: readonly Fact[]): { overdue: boolean; serviceOverdue: boolean; escalated: boolean } {
  const breach = earliest(facts, ['ReferralOverdue']);
  const answer = earliest(facts, ['ReferralAcknowledged', ...DECISIONS]);
  const overdue = breach !== undefined && !(answer && earlier(answer, breach));
  const expired = decisionOf(facts)?.event.type === 'ReferralExpired';
  const told = facts.flatMap(({ event }) => (event.type === 'ReferralEscalated' ? [event.data.because] : []));
  const serviceOverdue = serviceOverdueIn(facts);
  const holds = { Overdue: overdue, Expired: expired, ServiceOverdue: serviceOverdue };
  return { overdue, serviceOverdue, escalated: told.some((because) => holds[because]) };
}
