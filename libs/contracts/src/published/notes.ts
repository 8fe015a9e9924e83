import type { ServiceName } from '../catalogue';
import type { EventName } from './examples';

export type Addressee = 'the referral’s recipient' | 'the referral’s sender' | 'the provincial secretariat' | 'the keys’ owner';

export interface EventNote {
  /** What it says, one sentence. */
  readonly says: string;
  /** Whose inbox gets a copy; absent: nobody's. */
  readonly audience?: Addressee;
  /** Services whose reactions or directory act on it; `timeline` reads every log and is not named. */
  readonly consumers?: readonly ServiceName[];
}

const directory: readonly ServiceName[] = ['registry', 'intake', 'referral', 'victim-services', 'timeline'];
const toRecipient = { audience: 'the referral’s recipient' } as const;
const toSender = { audience: 'the referral’s sender' } as const;
const heardByRecipient = { ...toRecipient, consumers: ['referral'] } as const;
const heardBySender = { ...toSender, consumers: ['referral'] } as const;

/** What a reader of the catalogue wants to know of each event beside its schema. */
export const notes: Record<EventName, EventNote> = {
  AgencyRegistered: { says: 'An agency joined, under a key that never changes.', consumers: directory },
  AgencyProvisioned: { says: 'The agency’s store, topics and keys are ready; its public keys.', consumers: directory },
  TaskForceFormed: { says: 'A kab/kota has a task force.', consumers: directory },
  TaskForceAbsenceRecorded: { says: 'A kab/kota has none: referrals to it go to the province.', consumers: directory },
  SlaPolicyChanged: {
    says: 'Limits and thresholds hold from an instant on, with the norm they come from.',
    consumers: directory,
  },
  AgencyRecordRegistered: { says: 'An agency registered its own record of a person; opens a case, or inherits a referral’s.' },
  KeysAwaited: { says: 'Another agency’s log announced keys that are to arrive by the topic of grants.' },
  KeysReceived: { says: 'Keys granted by another agency were taken into the vault.', audience: 'the keys’ owner' },
  KeysRequested: {
    says: 'Granted keys have not arrived; their owner is asked again.',
    audience: 'the keys’ owner',
    consumers: ['intake'],
  },
  ReferralSent: { says: 'One victim was referred for one service to one agency, with its limits.', ...heardByRecipient },
  ReferralWithdrawn: { says: 'The sender took an undecided referral back.', ...heardByRecipient },
  ReferralRerouted: { says: 'Another referral supersedes this one, under the same application clock.' },
  ReferralExpired: { says: 'Nobody decided by the deadline; `time` is the deadline.', ...heardByRecipient },
  ReferralExpiryRevoked: { says: 'An acceptance made before the expiry arrived after it, and stands.', ...heardByRecipient },
  ReferralOverdue: { says: 'Nobody acknowledged in time.', ...toRecipient },
  ReferralEscalated: { says: 'The secretariat was told that a limit passed.', audience: 'the provincial secretariat' },
  ReferralTerminatedBySender: { says: 'The sender ended a referral.', ...heardByRecipient },
  ReferralAnswerNoted: { says: 'The sender’s half took note of an act of the recipient (technical).' },
  ReferralReceived: { says: 'The recipient’s half begins: the sending as it came in (technical).' },
  ReferralAcknowledged: { says: 'The recipient has seen the referral; stops the acknowledgement clock.', ...heardBySender },
  ReferralAccepted: {
    says: 'The recipient takes the case; opens its duty to register a record, or names one.',
    ...heardBySender,
  },
  ReferralRejected: { says: 'The recipient declines, with a reason.', ...heardBySender },
  ReferralWithdrawalConfirmed: { says: 'The recipient has seen the withdrawal.', ...heardBySender },
  ReferralServiceStarted: { says: 'The recipient’s service for it began.', ...heardBySender },
  ReferralCompleted: { says: 'The recipient’s service for it was completed.', ...heardBySender },
  ReferralTerminatedByRecipient: { says: 'The recipient ended a referral after accepting it.', ...heardBySender },
  ReferralNoticeNoted: { says: 'The recipient’s half took note of an act of the sender (technical).' },
  KeysGranted: {
    says: 'Keys to classes of one person’s data were granted; the wrapped keys travel in `grants.<key>`.',
    ...toRecipient,
    consumers: ['intake'],
  },
  ServiceApplicationFiled: { says: 'The statutory clock of a service started (UU 21/2007 art. 52).' },
  ServiceApplicationSatisfied: {
    says: 'A service started somewhere in the chain of referrals: the clock stops at the earliest start.',
  },
  ServiceApplicationBreached: { says: 'No service had started by the statutory limit.' },
  ServiceStarted: {
    says: 'An agency began the service a referral asked for.',
    ...toSender,
    consumers: ['referral', 'victim-services'],
  },
  ServiceCompleted: { says: 'The service ended, with its outcome.', ...toSender, consumers: ['referral'] },
  CommandRefused: { says: 'A command was refused: the rule’s name only, under the command’s id.' },
};
