import type { referralEvents } from '../../referral/events';
import type { EventNote } from './note';

const toRecipient = { audience: 'the referral’s recipient' } as const;
const toSender = { audience: 'the referral’s sender' } as const;

export const referralNotes: Record<keyof typeof referralEvents, EventNote> = {
  ReferralDrafted: { says: 'A referral was begun and may still lack parts; seen by its own agency only (technical).' },
  ReferralEdited: { says: 'A draft was changed (technical).' },
  ReferralDraftDiscarded: { says: 'A draft was thrown away; it was never sent (technical).' },
  ReferralRouted: { says: 'Asked for a task force that does not exist: the provincial secretariat takes it.' },
  ReferralSent: {
    says: 'One victim was referred for one service to one agency, with its limits.',
    ...toRecipient,
    consumers: ['referral', 'victim-services'],
  },
  ReferralWithdrawn: {
    says: 'The sender took an undecided referral back.',
    ...toRecipient,
    consumers: ['referral', 'victim-services'],
  },
  ReferralRerouted: { says: 'Another referral supersedes this one, under the same application clock.' },
  ReferralExpired: { says: 'Nobody decided by the deadline; `time` is the deadline.', ...toRecipient, consumers: ['referral'] },
  ReferralExpiryRevoked: {
    says: 'An acceptance made before the expiry arrived after it, and stands.',
    ...toRecipient,
    consumers: ['referral'],
  },
  ReferralOverdue: { says: 'Nobody acknowledged in time.', ...toRecipient },
  ReferralServiceOverdue: {
    says: 'No service for it had started by the limit of its application.',
    ...toRecipient,
    consumers: ['referral'],
  },
  ReferralContactChanged: {
    says: 'How the person may be reached, or whether there is danger, is otherwise than at the sending.',
    ...toRecipient,
    consumers: ['referral'],
  },
  ReferralEscalated: {
    says: 'The secretariat was told that a limit passed.',
    audience: 'the provincial secretariat',
    consumers: ['referral'],
  },
  ReferralTerminatedBySender: {
    says: 'The sender ended a referral.',
    ...toRecipient,
    consumers: ['referral', 'victim-services'],
  },
  ReferralAnswerNoted: { says: 'The sender’s half took note of an act of the recipient (technical).' },
  ReferralReceived: { says: 'The recipient’s half begins: the sending as it came in (technical).' },
  ReferralAcknowledged: {
    says: 'The recipient has seen the referral; stops the acknowledgement clock.',
    ...toSender,
    consumers: ['referral'],
  },
  ReferralAccepted: {
    says: 'The recipient takes the case; opens its duty to register a record, or names one.',
    ...toSender,
    consumers: ['referral'],
  },
  ReferralRejected: { says: 'The recipient declines, with a reason.', ...toSender, consumers: ['referral'] },
  ReferralWithdrawalConfirmed: { says: 'The recipient has seen the withdrawal.', ...toSender, consumers: ['referral'] },
  ReferralServiceStarted: { says: 'The recipient’s service for it began.', ...toSender, consumers: ['referral'] },
  ReferralCompleted: { says: 'The recipient’s service for it was completed.', ...toSender, consumers: ['referral'] },
  ReferralTerminatedByRecipient: {
    says: 'The recipient ended a referral after accepting it.',
    ...toSender,
    consumers: ['referral', 'victim-services'],
  },
  ReferralNoticeNoted: { says: 'The recipient’s half took note of an act of the sender (technical).' },
  ReferralContactNoted: { says: 'The recipient’s half took note of how the person may be reached by now (technical).' },
  KeysGranted: {
    says: 'Keys to classes of one person’s data were granted; the wrapped keys travel in `grants.<key>`.',
    ...toRecipient,
    consumers: ['intake'],
  },
  KeysRevoked: { says: 'Under this grant no key is handed out any more.', ...toRecipient, consumers: ['referral'] },
  ReferralBatchSent: { says: 'Several referrals were sent at once; each is decided by itself (technical).' },
};
