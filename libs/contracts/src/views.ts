import { z } from 'zod';
import { Article, ComplaintChannel, ContactRule, EpisodeOutcome, Narrative, StaffId } from './codes/casework';
import { RejectReason, ServiceCategory } from './codes/services';
import { LegalBasis } from './event';
import { CalendarDate, AgencyKey, AreaCode, CaseId, Instant, Ref, Uuid } from './ids';
import { Assertions } from './intake/events';
import { ReferredPerson, SafeContact } from './referral/events';
import { ReferralState } from './referral/life-cycle';
import { Closed, openedForm } from './sealed';

/** `GET /records/{id}`, for its owner. The case timeline's view is `timeline/views`. */
export const RecordView = z.object({
  id: Uuid,
  caseid: CaseId,
  ref: Ref,
  recordedAt: Instant,
  /** Recorded later than the platform learnt of it: the agency's clock is ahead (FORMAT 1.7). */
  clockAhead: z.literal(true).optional(),
  state: z.enum(['Open', 'Closed', 'Voided', 'Erased']),
  /** How the person may be reached: shown before any number; null when nobody has said. */
  contact: z.object({ danger: z.boolean(), rule: ContactRule, note: z.union([Narrative, Closed]).optional() }).nullable(),
  /** Pseudonym of the worker in charge. */
  worker: StaffId.optional(),
  hold: z.object({ article: Article, until: CalendarDate.optional() }).optional(),
  channel: ComplaintChannel.optional(),
  imported: z.literal(true).optional(),
  notSameAs: z.array(Uuid).optional(),
  viaReferral: Uuid.optional(),
  caseRef: Ref.optional(),
  evidenceHash: z.string().optional(),
  assertions: openedForm(Assertions),
  version: z.int().positive(),
});
export type RecordView = z.infer<typeof RecordView>;

/** What may be done to a referral; a view lists those open to its reader now. */
export const ReferralAct = z.enum([
  ...['edit', 'discard', 'send', 'withdraw', 'terminate', 'reroute'],
  ...['acknowledge', 'accept', 'reject', 'confirm-withdrawal'],
] as const);
export type ReferralAct = z.infer<typeof ReferralAct>;

/** `GET /referrals/{id}`: one's own half. */
export const ReferralView = z.object({
  id: Uuid,
  half: z.enum(['sender', 'recipient']),
  state: ReferralState,
  sentAt: Instant,
  ref: Ref,
  from: AgencyKey,
  to: AgencyKey,
  /** The sender's own record; for the sender only. */
  record: Uuid.optional(),
  service: ServiceCategory,
  legalBasis: LegalBasis,
  application: Uuid.optional(),
  supersedes: Uuid.optional(),
  /** Who asked the sender for this same service and still waits for it, and who asked them. */
  askedBy: z.array(AgencyKey).optional(),
  acknowledgeBy: Instant,
  deadline: Instant,
  expireAt: Instant,
  /** The limit of its application's clock, where that was still to come: by then the service has started. */
  serviceBy: Instant.optional(),
  secretariat: AgencyKey.optional(),
  emergency: z.literal(true).optional(),
  batch: Ref.optional(),
  /** The recipient is off the platform: the sender's clerk records its answers. */
  proxied: z.literal(true).optional(),
  /** Asked for, where routing sent it elsewhere. */
  routed: z.object({ requested: z.string(), reason: z.literal('NoTaskForce') }).optional(),
  /** Why the recipient did not take it, and whom it suggests. */
  rejected: z
    .object({ reason: RejectReason, suggested: AgencyKey.optional(), text: z.union([z.string(), Closed]).optional() })
    .optional(),
  /** What its completed service came to. */
  outcome: EpisodeOutcome.optional(),
  /**
   * How the person may be reached: shown before any number; absent when nobody has said. For the sender as its record says now, for the
   * recipient as it was told last.
   */
  contact: SafeContact.optional(),
  person: openedForm(ReferredPerson),
  can: z.array(ReferralAct),
});
export type ReferralView = z.infer<typeof ReferralView>;

/** `GET /referrals/{id}` of one not sent yet; any part may still be missing but the record. */
export const DraftView = z.object({
  id: Uuid,
  half: z.literal('sender'),
  state: z.enum(['Draft', 'Discarded']),
  record: Uuid,
  ref: Ref.optional(),
  to: z.string().optional(),
  service: ServiceCategory.optional(),
  legalBasis: LegalBasis.optional(),
  application: Uuid.optional(),
  supersedes: Uuid.optional(),
  emergency: z.literal(true).optional(),
  can: z.array(ReferralAct),
});
export type DraftView = z.infer<typeof DraftView>;

/** `GET /applications/{id}`. */
export const ApplicationView = z.object({
  id: Uuid,
  ref: Ref,
  record: Uuid,
  service: ServiceCategory,
  requestedAt: Instant,
  dueAt: Instant,
  /** The earliest start of service known. */
  startedAt: Instant.nullable(),
  outcome: z.enum(['running', 'met', 'breached', 'withdrawn']),
  /** Of an emergency: the clock of first aid (UU 21/2007 art. 53). */
  firstAid: z
    .object({ dueAt: Instant, givenAt: Instant.nullable(), outcome: z.enum(['running', 'met', 'breached', 'withdrawn']) })
    .optional(),
});
export type ApplicationView = z.infer<typeof ApplicationView>;

/** `GET /agencies`. */
export const DirectoryView = z.object({
  agencies: z.array(
    z.object({
      key: AgencyKey,
      code: z.string(),
      name: z.string(),
      area: AreaCode,
      onPlatform: z.boolean(),
      /** It can be written to: its store, topics and keys are there. */
      ready: z.boolean(),
      formerCodes: z.array(z.object({ code: z.string(), until: Instant })),
      leftAt: Instant.optional(),
      services: z.array(ServiceCategory).optional(),
    }),
  ),
});
export type DirectoryView = z.infer<typeof DirectoryView>;
