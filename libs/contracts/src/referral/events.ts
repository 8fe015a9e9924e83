import { z } from 'zod';
import { RejectReason, ServiceCategory, TerminateReason, WithdrawReason } from '../codes/services';
import { type EventOf, LegalBasis } from '../event';
import { Hlc } from '../hlc';
import { AgencyKey, Instant, Ref, StreamId, SubjectId, Uuid } from '../ids';
import { CalendarDate, PersonName } from '../intake/events';
import { DataClass, sealed } from '../sealed';

/** Who the referral is about, for its recipient: sealed under the sender's keys for the sending event. */
export const ReferredPerson = z.strictObject({
  name: sealed('identity', PersonName),
  birthDate: sealed('identity', CalendarDate).optional(),
  ageEstimate: sealed('identity', z.int().min(0).max(130)).optional(),
  nik: sealed('identity', z.string()).optional(),
  phone: sealed('identity', z.string()).optional(),
  sex: z.enum(['F', 'M']).optional(),
});
export type ReferredPerson = z.infer<typeof ReferredPerson>;

const sent = {
  ref: Ref,
  from: AgencyKey,
  to: AgencyKey,
  /** The sender's record, stream `record-<uuid>` in its own store. */
  record: Uuid,
  subject: SubjectId,
  service: ServiceCategory,
  legalBasis: LegalBasis,
  /** The application whose 7-day clock this referral serves; inherited by a reroute. */
  application: Uuid.optional(),
  supersedes: Uuid.optional(),
  acknowledgeBy: Instant,
  /** A lease: the recipient refuses to accept after it (architecture 7). */
  deadline: Instant,
  /** When the sender declares expiry: deadline plus the policy's grace. */
  expireAt: Instant,
  secretariat: AgencyKey.optional(),
  person: ReferredPerson,
};

/** An answer of the recipient as the sender noted it. */
export const Answer = z.enum([
  'Acknowledged',
  'Accepted',
  'Rejected',
  'WithdrawalConfirmed',
  'ServiceStarted',
  'Completed',
  'Terminated',
]);
export type Answer = z.infer<typeof Answer>;
/** An act of the sender as the recipient noted it. */
export const Notice = z.enum(['Withdrawn', 'Expired', 'ExpiryRevoked', 'Terminated']);
export type Notice = z.infer<typeof Notice>;
const remote = { at: Instant, hlc: Hlc };

/** The sender's half: stream `referralout-<uuid>`. Stored for ever: fields are added, never renamed or removed. */
export const referralOutEvents = {
  ReferralSent: z.strictObject(sent),
  ReferralWithdrawn: z.strictObject({ reason: WithdrawReason }),
  ReferralRerouted: z.strictObject({ by: Uuid, to: AgencyKey }),
  ReferralExpired: z.strictObject({ reason: z.literal('NoResponse'), deadline: Instant }),
  ReferralExpiryRevoked: z.strictObject({ acceptance: z.strictObject(remote) }),
  ReferralOverdue: z.strictObject({ acknowledgeBy: Instant }),
  ReferralEscalated: z.strictObject({ because: z.enum(['Overdue', 'Expired']), secretariat: AgencyKey }),
  ReferralTerminatedBySender: z.strictObject({ reason: TerminateReason }),
  ReferralAnswerNoted: z.strictObject({ answer: Answer, ...remote }),
};
export type ReferralOutEvent = EventOf<typeof referralOutEvents>;

/** The recipient's half: stream `referralin-<uuid>`, the same uuid. */
export const referralInEvents = {
  /** The boxes of `person` stay as the sender sealed them: opened with `sentAs` and the granted keys. */
  ReferralReceived: z.strictObject({
    ...sent,
    sentAs: z.strictObject({ stream: StreamId, version: z.int().positive(), at: Instant }),
  }),
  ReferralAcknowledged: z.strictObject({}),
  ReferralAccepted: z.strictObject({ recipientRecord: Uuid.optional() }),
  ReferralRejected: z.strictObject({ reason: RejectReason, suggested: AgencyKey.optional() }),
  ReferralWithdrawalConfirmed: z.strictObject({}),
  ReferralServiceStarted: z.strictObject({ episode: Uuid, ...remote }),
  ReferralCompleted: z.strictObject({ episode: Uuid, ...remote }),
  ReferralTerminatedByRecipient: z.strictObject({ reason: TerminateReason }),
  ReferralNoticeNoted: z.strictObject({ notice: Notice, ...remote }),
};
export type ReferralInEvent = EventOf<typeof referralInEvents>;

/** Stream `grant-<uuid>`: that keys were granted; the keys themselves travel in `grants.<key>` (architecture 9). */
export const grantEvents = {
  KeysGranted: z.strictObject({
    grant: Uuid,
    to: AgencyKey,
    subject: SubjectId,
    classes: z.array(DataClass).min(1),
    referral: Uuid,
  }),
};
export type GrantEvent = EventOf<typeof grantEvents>;

export const referralEvents = { ...referralOutEvents, ...referralInEvents, ...grantEvents };
