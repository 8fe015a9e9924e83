import type { AgencyKey, Instant, Uuid } from '@satualur/contracts/ids';
import type { ReferralAct } from '@satualur/contracts/views';
import { RuleViolation } from '@satualur/decider/decider';
import { type ReferralIn, referralIn, type ReferralInCommand } from './referral-in';
import { type ReferralOut, referralOut, type ReferralOutCommand, standingOf } from './referral-out';

type Trial<C> = Partial<Record<ReferralAct, C>>;

/** Acts of the sender, with what the rules do not look at filled in. */
const bySender: Trial<ReferralOutCommand> = {
  withdraw: { type: 'WithdrawReferral', reason: 'Other' },
  terminate: { type: 'TerminateReferral', reason: 'Other' },
  reroute: { type: 'RerouteReferral', by: '' as Uuid, to: '' as AgencyKey },
};

function byRecipient(at: Instant, proxied: boolean): Trial<ReferralInCommand> {
  const proxy = proxied ? { proxy: { evidence: '-' } } : {};
  return {
    acknowledge: { type: 'AcknowledgeReferral', at, ...proxy },
    accept: { type: 'AcceptReferral', at, ...proxy },
    reject: { type: 'RejectReferral', at, reason: 'CapacityFull', ...proxy },
    'confirm-withdrawal': { type: 'ConfirmWithdrawal' },
    terminate: { type: 'TerminateReferral', reason: 'Other', ...proxy },
  };
}

function refuses(decide: () => unknown): boolean {
  try {
    decide();
    return false;
  } catch (error) {
    if (error instanceof RuleViolation) return true;
    throw error;
  }
}

const acts = <C>(trial: Trial<C>, decide: (command: C) => unknown): ReferralAct[] =>
  (Object.entries(trial) as [ReferralAct, C][]).filter(([, command]) => !refuses(() => decide(command))).map(([act]) => act);

const DRAFT_ACTS: readonly ReferralAct[] = ['edit', 'discard', 'send'];

/** What the sender may do now. The rules themselves are asked, so a screen cannot offer what they refuse. */
export const openToSender = (half: ReferralOut): ReferralAct[] =>
  standingOf(half) === 'Draft' ? [...DRAFT_ACTS] : acts(bySender, (command) => referralOut.decide(command, half));

/** What the recipient may do at `at`; for one off the platform, what the sender's clerk may record. */
export const openToRecipient = (half: ReferralIn, at: Instant): ReferralAct[] =>
  acts(byRecipient(at, half.received?.proxied === true), (command) => referralIn.decide(command, half));
