import { z } from 'zod';
import {
  AfterCareResult,
  DiscontinueReason,
  EpisodeOutcome,
  EvidenceRef,
  LossKind,
  Narrative,
  ProcessStop,
  Rupiah,
} from '../codes/casework';
import { ServiceCategory } from '../codes/services';
import type { EventOf } from '../event';
import { CalendarDate, AgencyKey, AreaCode, Instant, Ref, SubjectId, Uuid } from '../ids';
import { sealed } from '../sealed';
import { plainLine } from '../text';

/** Stream `application-<uuid>`: the clock of UU 21/2007 art. 52, in an emergency also that of art. 53, kept by the agency that filed it. */
export const applicationEvents = {
  ServiceApplicationFiled: z.strictObject({
    ref: Ref,
    record: Uuid,
    service: ServiceCategory,
    requestedAt: Instant,
    /** The limit, by the policy's own rule of a day's end. */
    dueAt: Instant,
    emergency: z.literal(true).optional(),
    /** Of an emergency: until when first aid is given (art. 53). */
    firstAidBy: Instant.optional(),
    /** Who asked, where it was not the person: family, companion, Indonesian mission abroad (UU 21/2007 art. 52). */
    applicant: z.enum(['Victim', 'Family', 'Companion', 'Police', 'SocialWorker', 'Mission', 'Other']).optional(),
  }),
  ServiceApplicationSatisfied: z.strictObject({ referral: Uuid, episode: Uuid, startedAt: Instant, provider: AgencyKey }),
  ServiceApplicationBreached: z.strictObject({ dueAt: Instant }),
  /** By whom, where that is known; by the provider of the service where its start was the first aid. */
  FirstAidGiven: z.strictObject({ givenAt: Instant, provider: AgencyKey.optional() }),
  FirstAidOverdue: z.strictObject({ dueAt: Instant }),
  /** No service will start: the last referral of the chain ended within the limit for a reason that is the person's (FORMAT 7). */
  ServiceApplicationWithdrawn: z.strictObject({
    referral: Uuid.optional(),
    reason: z.enum(['ConsentWithdrawn', 'VictimDeclined', 'NotAVictim', 'MovedAway', 'Deceased']),
  }),
  /** Referred again after all: the same clock runs on. */
  ServiceApplicationResumed: z.strictObject({ referral: Uuid }),
};
export type ApplicationEvent = EventOf<typeof applicationEvents>;

const proxy = { proxied: z.literal(true).optional(), evidence: EvidenceRef.optional() };
const ofReferral = { referral: Uuid, referredBy: AgencyKey };

/** Stream `episode-<uuid>`, at the agency that gives the service, or at the one that records it for a provider off the platform. */
export const episodeEvents = {
  ServiceStarted: z.strictObject({
    referral: Uuid,
    service: ServiceCategory,
    application: Uuid.optional(),
    /** The agency that referred, and that holds the application. */
    referredBy: AgencyKey,
    /** Who gives it, where another agency records it. */
    provider: AgencyKey.optional(),
    ...proxy,
  }),
  ServiceSessionRecorded: z.strictObject({
    ...ofReferral,
    heldAt: Instant,
    minutes: z.int().min(1).max(1440).optional(),
    subject: SubjectId.optional(),
    notes: sealed('narrative', Narrative).optional(),
  }),
  ServicePaused: z.strictObject({ ...ofReferral, reason: z.enum(['Illness', 'Absence', 'Capacity', 'Other']) }),
  ServiceResumed: z.strictObject(ofReferral),
  /** HTCDS spl_ActualEndDate is the event's time. */
  ServiceCompleted: z.strictObject({ ...ofReferral, outcome: EpisodeOutcome, ...proxy }),
  ServiceDiscontinued: z.strictObject({ ...ofReferral, reason: DiscontinueReason, ...proxy }),
};
export type EpisodeEvent = EventOf<typeof episodeEvents>;

const planned = z.strictObject({
  service: ServiceCategory,
  /** HTCDS spl_PlannedStartDate, spl_PlannedEndDate. */
  from: CalendarDate.optional(),
  until: CalendarDate.optional(),
});

/** Stream `plan-<uuid>`: HTCDS spl_*. */
export const planEvents = {
  SupportPlanDrafted: z.strictObject({
    ref: Ref,
    record: Uuid,
    subject: SubjectId,
    services: z.array(planned).min(1).max(20),
    goals: sealed('narrative', Narrative).optional(),
    /** HTCDS spl_ActionPlan. */
    actions: sealed('narrative', Narrative).optional(),
  }),
  SupportPlanApproved: z.strictObject({ record: Uuid, withVictim: z.boolean() }),
  SupportPlanReviewed: z.strictObject({
    record: Uuid,
    result: z.enum(['Continue', 'Change', 'End']),
    services: z.array(planned).max(20).optional(),
  }),
};
export type PlanEvent = EventOf<typeof planEvents>;

/** Stream `shelter-<uuid>`: places in one shelter. Where it lies is sealed under a subject of its own (architecture 9). */
export const shelterEvents = {
  ShelterOpened: z.strictObject({
    ref: Ref,
    subject: SubjectId,
    places: z.int().min(1).max(10_000),
    address: sealed('shelter', Narrative).optional(),
  }),
  ShelterPlacesChanged: z.strictObject({ places: z.int().min(0).max(10_000) }),
  ShelterPlaceTaken: z.strictObject({ record: Uuid, episode: Uuid.optional() }),
  ShelterPlaceFreed: z.strictObject({ record: Uuid }),
};
export type ShelterEvent = EventOf<typeof shelterEvents>;

/** Stream `return-<uuid>`: the way home and the visits after it, at 1, 3 and 6 months. */
export const returnEvents = {
  ReturnArranged: z.strictObject({
    ref: Ref,
    record: Uuid,
    subject: SubjectId,
    destination: AreaCode,
    leaves: CalendarDate,
    escort: z.enum(['None', 'Agency', 'Family', 'Police']),
    place: sealed('shelter', Narrative).optional(),
  }),
  VictimReturned: z.strictObject({ record: Uuid, arrived: CalendarDate }),
  AfterCareVisitScheduled: z.strictObject({ record: Uuid, months: z.int().min(1).max(24), dueOn: CalendarDate, dueAt: Instant }),
  AfterCareVisitRecorded: z.strictObject({
    record: Uuid,
    months: z.int().min(1).max(24),
    visitedOn: CalendarDate,
    result: AfterCareResult,
    subject: SubjectId,
    notes: sealed('narrative', Narrative).optional(),
  }),
  AfterCareVisitOverdue: z.strictObject({ record: Uuid, months: z.int().min(1).max(24), dueAt: Instant }),
};
export type ReturnEvent = EventOf<typeof returnEvents>;

/** An article of a law as charged; which text applied is told by its date. */
const Charge = z.strictObject({ article: plainLine(120), since: CalendarDate.optional() });

/** Stream `process-<uuid>`: from the police report to the final verdict. */
export const processEvents = {
  PoliceReportFiled: z.strictObject({
    ref: Ref,
    record: Uuid,
    subject: SubjectId,
    lpNumber: sealed('identity', plainLine(64)),
    filedOn: CalendarDate,
  }),
  InvestigationOpened: z.strictObject({ record: Uuid, charges: z.array(Charge).min(1).max(20) }),
  /** P-21. */
  CaseFileDeclaredComplete: z.strictObject({ record: Uuid, charges: z.array(Charge).min(1).max(20) }),
  CaseTransferredToCourt: z.strictObject({ record: Uuid, court: plainLine(120) }),
  VerdictRecorded: z.strictObject({
    record: Uuid,
    verdict: z.enum(['Convicted', 'Acquitted', 'Released']),
    charges: z.array(Charge).max(20),
    decidedOn: CalendarDate,
  }),
  VerdictBecameFinal: z.strictObject({ record: Uuid, finalOn: CalendarDate }),
  ProcessStopped: z.strictObject({ record: Uuid, reason: ProcessStop }),
};
export type ProcessEvent = EventOf<typeof processEvents>;

const claimOf = { record: Uuid };

/** Stream `restitution-<uuid>`: a ledger in whole rupiah, UU 21/2007 art. 48 to 50. */
export const restitutionEvents = {
  RestitutionRightExplained: z.strictObject(claimOf),
  RestitutionClaimed: z.strictObject({ ...claimOf, ref: Ref.optional(), amount: Rupiah, kinds: z.array(LossKind).max(4) }),
  /** By the witness and victim protection agency (LPSK). */
  RestitutionAssessed: z.strictObject({ ...claimOf, amount: Rupiah }),
  /** By the prosecutor. */
  RestitutionDemanded: z.strictObject({ ...claimOf, amount: Rupiah }),
  RestitutionAwarded: z.strictObject({ ...claimOf, amount: Rupiah }),
  /** Held by the court until the verdict is final: art. 48(5). */
  RestitutionDeposited: z.strictObject({ ...claimOf, amount: Rupiah }),
  /** The final verdict was notified; paid within the policy's days: art. 50(1). */
  RestitutionVerdictNotified: z.strictObject({ ...claimOf, notifiedAt: Instant, dueOn: CalendarDate, dueAt: Instant }),
  RestitutionPaid: z.strictObject({ ...claimOf, amount: Rupiah }),
  RestitutionOverdue: z.strictObject({ ...claimOf, dueAt: Instant, outstanding: Rupiah }),
  /** Art. 50(4). */
  SubstituteDetentionImposed: z.strictObject({ ...claimOf, months: z.int().min(1).max(12) }),
};
export type RestitutionEvent = EventOf<typeof restitutionEvents>;

export const victimServicesEvents = {
  ...applicationEvents,
  ...episodeEvents,
  ...planEvents,
  ...shelterEvents,
  ...returnEvents,
  ...processEvents,
  ...restitutionEvents,
};
