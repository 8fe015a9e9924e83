import { z } from 'zod';
import { ContactRule, EpisodeOutcome, EvidenceRef } from '../codes/casework';
import { RejectReason, ServiceCategory, TerminateReason, WithdrawReason } from '../codes/services';
import { type EventOf, LegalBasis } from '../event';
import { Hlc } from '../hlc';
import { AgencyKey, CalendarDate, Instant, Ref, StreamId, SubjectId, Uuid } from '../ids';
import { PersonName } from '../intake/events';
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

/** How the person of the sender's record may be reached, without its note: shown before any number. */
export const SafeContact = z.strictObject({ danger: z.boolean(), rule: ContactRule });
export type SafeContact = z.infer<typeof SafeContact>;

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
  /** Who asked the sender for this same service and still waits for it, and who asked them; the nearest last. */
  askedBy: z.array(AgencyKey).min(1).max(50).optional(),
  acknowledgeBy: Instant,
  /** A lease: the recipient refuses to accept after it (architecture 7). */
  deadline: Instant,
  /** When the sender declares expiry: deadline plus the policy's grace. */
  expireAt: Instant,
  /** The limit of its application's clock, where that was still to come: by then the service has started. */
  serviceBy: Instant.optional(),
  secretariat: AgencyKey.optional(),
  /** Life or limb: acknowledged within the policy's emergency hours. */
  emergency: z.literal(true).optional(),
  /** The agency's own number of the batch whose line this is. */
  batch: Ref.optional(),
  /** The recipient is off the platform: the sender's clerk records its answers, with evidence. */
  proxied: z.literal(true).optional(),
  /** Asked for, where routing sent it elsewhere. */
  routed: z.strictObject({ requested: z.string().max(64), reason: z.literal('NoTaskForce') }).optional(),
  /** As the sender knew it at the sending; absent where nobody had said. */
  contact: SafeContact.optional(),
  person: ReferredPerson,
};

/** On an answer that the sender's clerk recorded for a recipient off the platform. */
const proxy = { proxied: z.literal(true).optional(), evidence: EvidenceRef.optional() };

/** What a draft holds: any part may still be missing but the record. */
const draft = {
  ref: Ref.optional(),
  record: Uuid,
  /** An agency's code, or `GT-<kabkota>` for a task force. */
  to: z.string().min(1).max(64).optional(),
  service: ServiceCategory.optional(),
  legalBasis: LegalBasis.optional(),
  application: Uuid.optional(),
  supersedes: Uuid.optional(),
  emergency: z.literal(true).optional(),
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
/** What a completed service came to. */
const completion = { outcome: EpisodeOutcome.optional() };
/** Why it was not taken, and who might take it. */
const rejection = {
  reason: RejectReason,
  suggested: AgencyKey.optional(),
  /** Only in what was written before the words were sealed. */
  text: z.string().max(200).optional(),
  /** The words that go with the reason Other, under the keys that went with the referral: both halves hold them. */
  explanation: sealed('identity', z.string().max(200)).optional(),
};
/** Where a box stands first: it is opened with that stream and version. */
const place = { stream: StreamId, version: z.int().positive() };

/** The sender's half: stream `referralout-<uuid>`. Stored for ever: fields are added, never renamed or removed. */
export const referralOutEvents = {
  ReferralDrafted: z.strictObject(draft),
  ReferralEdited: z.strictObject(draft),
  ReferralDraftDiscarded: z.strictObject({}),
  /** Asked for a task force that does not exist: the provincial secretariat takes it. */
  ReferralRouted: z.strictObject({ requested: z.string().max(64), actual: AgencyKey, reason: z.literal('NoTaskForce') }),
  ReferralSent: z.strictObject(sent),
  ReferralWithdrawn: z.strictObject({ reason: WithdrawReason }),
  ReferralRerouted: z.strictObject({ by: Uuid, to: AgencyKey }),
  ReferralExpired: z.strictObject({ reason: z.literal('NoResponse'), deadline: Instant }),
  ReferralExpiryRevoked: z.strictObject({ acceptance: z.strictObject(remote) }),
  ReferralOverdue: z.strictObject({ acknowledgeBy: Instant }),
  /** Its application's limit passed, and no service for it had started. */
  ReferralServiceOverdue: z.strictObject({ serviceBy: Instant }),
  /** The sender's record says otherwise by now how the person may be reached. */
  ReferralContactChanged: SafeContact,
  ReferralEscalated: z.strictObject({ because: z.enum(['Overdue', 'Expired', 'ServiceOverdue']), secretariat: AgencyKey }),
  ReferralTerminatedBySender: z.strictObject({ reason: TerminateReason }),
  ReferralAnswerNoted: z.strictObject({
    answer: Answer,
    ...remote,
    ...completion,
    /** Whose explanation was sealed here, where the clerk of the same agency recorded it. */
    subject: SubjectId.optional(),
    rejected: z.strictObject({ ...rejection, sealedAs: z.strictObject(place).optional() }).optional(),
  }),
};
export type ReferralOutEvent = EventOf<typeof referralOutEvents>;

/** The recipient's half: stream `referralin-<uuid>`, the same uuid. */
export const referralInEvents = {
  /** The boxes of `person` stay as the sender sealed them: opened with `sentAs` and the granted keys. */
  ReferralReceived: z.strictObject({
    ...sent,
    sentAs: z.strictObject({ stream: StreamId, version: z.int().positive(), at: Instant }),
  }),
  ReferralAcknowledged: z.strictObject(proxy),
  ReferralAccepted: z.strictObject({ recipientRecord: Uuid.optional(), ...proxy }),
  /** `keysOf`: the owner of the subject's keys under which the explanation is sealed. */
  ReferralRejected: z.strictObject({ ...rejection, subject: SubjectId.optional(), keysOf: AgencyKey.optional(), ...proxy }),
  ReferralWithdrawalConfirmed: z.strictObject({}),
  ReferralServiceStarted: z.strictObject({ episode: Uuid, ...remote, ...proxy }),
  ReferralCompleted: z.strictObject({ episode: Uuid, ...completion, ...remote, ...proxy }),
  ReferralTerminatedByRecipient: z.strictObject({ reason: TerminateReason, ...proxy }),
  ReferralNoticeNoted: z.strictObject({ notice: Notice, ...remote }),
  ReferralContactNoted: SafeContact.extend(remote),
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
  /** Consent was withdrawn or the subject erased: no key is handed out under this grant any more. */
  KeysRevoked: z.strictObject({
    grant: Uuid,
    to: AgencyKey,
    subject: SubjectId,
    classes: z.array(DataClass).min(1),
    because: z.enum(['ConsentWithdrawn', 'SubjectErased']),
  }),
};
export type GrantEvent = EventOf<typeof grantEvents>;

/** Stream `batch-<uuid>`: several referrals sent at once, one decision a line. */
export const batchEvents = { ReferralBatchSent: z.strictObject({ ref: Ref, referrals: z.array(Uuid).min(1).max(200) }) };
export type BatchEvent = EventOf<typeof batchEvents>;

export const referralEvents = { ...referralOutEvents, ...referralInEvents, ...grantEvents, ...batchEvents };
