import { z } from 'zod';
import {
  Article,
  ClosureReason,
  Coded,
  ComplaintChannel,
  ContactRule,
  CorrectionReason,
  Narrative,
  StaffId,
  VoidReason,
} from '../codes/casework';
import { DecisionMakingOrg } from '../codes/htcds';
import { type EventOf } from '../event';
import { AgencyKey, CalendarDate, Instant, Ref, SubjectId, Uuid } from '../ids';
import { DataClass, sealed } from '../sealed';
import { Assertions, type Field, SomeAssertions } from './assertions';
import { imported } from './imported';
import { remote } from './remote';

const changed = { subject: SubjectId, assertions: SomeAssertions };
/** Stored for ever: fields are added, never renamed or removed. Stream `record-<uuid>`: one agency's record of one person. */
export const recordEvents = {
  /**
   * The agency works on a victim whose record has not reached the platform yet: its number, and whom and which case it will be about.
   * Nothing of the person is known until AgencyRecordRegistered follows in the same stream.
   */
  AgencyRecordAnnounced: z.strictObject({ ref: Ref, subject: SubjectId, viaReferral: Uuid.optional() }),
  AgencyRecordRegistered: z.strictObject({
    ref: Ref,
    subject: SubjectId,
    /** The referral whose acceptance this record answers. */
    viaReferral: Uuid.optional(),
    caseRef: Ref.optional(),
    evidenceHash: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .optional(),
    channel: ComplaintChannel.optional(),
    imported,
    /** Records of the own agency that were shown as likely the same person, and judged to be of another. */
    notSameAs: z.array(Uuid).max(20).optional(),
    assertions: Assertions,
  }),
  FieldsAsserted: z.strictObject(changed),
  FieldsCorrected: z.strictObject({
    ...changed,
    /** Per field the version, in this stream, of the event whose value it replaces; 0 for a field not stated before. */
    replaces: z.partialRecord(z.enum(Object.keys(Assertions.shape) as [Field, ...Field[]]), z.int().min(0)),
    reason: CorrectionReason,
    correctionRequest: Uuid.optional(),
  }),
  /** HTCDS vic_TraffickingStatus and vic_TraffickingStatusDecisionMakingOrg; the status stands among the assertions. */
  VictimStatusDetermined: z.strictObject({
    ...changed,
    decidedBy: DecisionMakingOrg,
    indicators: z.array(Coded).max(40).optional(),
  }),
  AgencyRecordVoided: z.strictObject({ reason: VoidReason }),
  /** HTCDS cas_Status and cas_ReasonForCaseClosure. */
  AgencyCaseClosed: z.strictObject({ reason: ClosureReason }),
  AgencyCaseReopened: z.strictObject({ reason: z.enum(['NewNeed', 'ClosedInError', 'Other']) }),
  WorkerAssigned: z.strictObject({ worker: StaffId, handedOverBy: StaffId.optional() }),
  SafeContactRuleSet: z.strictObject({
    subject: SubjectId,
    danger: z.boolean(),
    rule: ContactRule,
    note: sealed('narrative', Narrative).optional(),
  }),
  LegalHoldPlaced: z.strictObject({ article: Article, until: CalendarDate.optional() }),
  LegalHoldLifted: z.strictObject({ article: Article }),
  /** The owner destroyed its keys of these classes; every grantee is asked to do the same. */
  SubjectErased: z.strictObject({
    subject: SubjectId,
    classes: z.array(DataClass).min(1),
    because: z.enum(['Request', 'Retention']),
    /** The request answered, or the retention rule's source text. */
    request: Uuid.optional(),
    rule: z.string().max(500).optional(),
    grantees: z.array(AgencyKey),
  }),
  ErasureConfirmationNoted: z.strictObject({ by: AgencyKey, subject: SubjectId, ...remote }),
};

/** Stream `heldupdate-<uuid>`: an update of a record that is not known yet; kept, shown as waiting, applied when the record is. */
export const heldUpdateEvents = {
  UpdateHeld: z.strictObject({
    record: Ref,
    ...changed,
    kind: z.enum(['Assert', 'Correct', 'Determine']),
    recordedAt: Instant,
    decidedBy: DecisionMakingOrg.optional(),
    reason: CorrectionReason.optional(),
  }),
  UpdateApplied: z.strictObject({ record: Uuid }),
  UpdateDiscarded: z.strictObject({ reason: z.enum(['EnteredInError', 'NoSuchRecord']) }),
};

/** Stream `worker-<uuid>`: who stands in for a member of staff who is away. */
export const workerEvents = {
  WorkerAbsent: z.strictObject({ worker: StaffId, from: CalendarDate, until: CalendarDate, deputy: StaffId }),
  WorkerReturned: z.strictObject({ worker: StaffId }),
};

export type RecordEvent = EventOf<typeof recordEvents>;
export type HeldUpdateEvent = EventOf<typeof heldUpdateEvents>;
export type WorkerEvent = EventOf<typeof workerEvents>;
