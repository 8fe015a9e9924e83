import { z } from 'zod';
import {
  Article,
  Coded,
  CodeScheme,
  ComplaintChannel,
  ConsentGiver,
  ClosureReason,
  ContactRule,
  CorrectionReason,
  EvidenceRef,
  Narrative,
  RiskLevel,
  StaffId,
  SubjectRequestKind,
  TraffickingAct,
  TraffickingMeans,
  VoidReason,
} from '../codes/casework';
import { DecisionMakingOrg, MaritalStatus, TraffickingStatus, TypeOfExploitation } from '../codes/htcds';
import { ServiceCategory } from '../codes/services';
import { type EventOf, LegalBasis } from '../event';
import { Hlc } from '../hlc';
import { AgencyKey, AreaCode, CalendarDate, Instant, Ref, SubjectId, Uuid } from '../ids';
import { DataClass, sealed } from '../sealed';

export const Method = z.enum(['Document', 'OfficialRegistry', 'SelfDeclared', 'ThirdParty', 'MedicalEstimate', 'Observed']);

const stated = { method: Method, evidence: EvidenceRef.optional() };
/** A value an agency asserts, how it came to know it, by what paper, and since when it holds where that is not since ever. */
const asserted = <S extends z.ZodType>(value: S) => z.strictObject({ value, ...stated, validFrom: CalendarDate.optional() });
/** The same for a value from a code list; the store always names the scheme, a caller may leave it out. */
const coded = <S extends z.ZodType>(value: S) =>
  z.strictObject({ value, scheme: CodeScheme.optional(), ...stated, validFrom: CalendarDate.optional() });

/** People's own words: no control characters, at most 200 characters; never coerced or trimmed. */
export const PersonName = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]*$/u);
const Identifier = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[^\p{Cc}]*$/u);

/** One agency's values for one person; an absent field asserts nothing. Identity is sealed, plain codes are not (architecture 9). */
export const Assertions = z.strictObject({
  role: asserted(z.enum(['victim', 'perpetrator'])),
  name: asserted(sealed('identity', PersonName)),
  sex: coded(z.enum(['F', 'M'])).optional(),
  birthDate: asserted(sealed('identity', CalendarDate)).optional(),
  ageEstimate: asserted(sealed('identity', z.int().min(0).max(130))).optional(),
  originKabkota: asserted(AreaCode).optional(),
  exploitation: coded(z.array(TypeOfExploitation).max(11)).optional(),
  traffickingStatus: coded(TraffickingStatus).optional(),
  /** As claimed, never coerced; whether its form is lawful stands beside it. */
  nik: z.strictObject({ value: sealed('identity', Identifier), wellFormed: z.boolean().optional(), ...stated }).optional(),
  passport: asserted(sealed('identity', Identifier)).optional(),
  seamanBook: asserted(sealed('identity', Identifier)).optional(),
  lpNumber: asserted(sealed('identity', Identifier)).optional(),
  phone: asserted(sealed('identity', Identifier)).optional(),
  maritalStatus: coded(MaritalStatus).optional(),
});
export type Assertions = z.infer<typeof Assertions>;

/** Some values of a record that exists. */
export const SomeAssertions = Assertions.partial();
export type SomeAssertions = z.infer<typeof SomeAssertions>;
export type Field = keyof Assertions;

const changed = { subject: SubjectId, assertions: SomeAssertions };
/** An event of another log as it was noted here. */
const remote = { at: Instant, hlc: Hlc };

/** Stored for ever: fields are added, never renamed or removed. Stream `record-<uuid>`: one agency's record of one person. */
export const recordEvents = {
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
    /** Taken over from an older register: recorded long ago, known now; starts no timer. */
    imported: z.literal(true).optional(),
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

/** Stream `screening-<uuid>`: act, means and purpose, UU 21/2007 art. 1(1). */
export const screeningEvents = {
  ScreeningStarted: z.strictObject({ record: Uuid, ref: Ref.optional() }),
  ScreeningCompleted: z.strictObject({
    record: Uuid,
    subject: SubjectId,
    acts: z.array(TraffickingAct).max(6),
    means: z.array(TraffickingMeans).max(10),
    purposes: z.array(TypeOfExploitation).max(11),
    child: z.boolean(),
    risk: RiskLevel,
    emergency: z.boolean(),
    /** What the answers come to: all three elements, or act and purpose for a child. */
    finding: z.enum(['ElementsMet', 'ElementsNotMet', 'Unclear']),
    notes: sealed('narrative', Narrative).optional(),
  }),
};

/** Stream `caseevent-<uuid>`: what happened to several people at once, as this agency knows it. */
export const caseEventEvents = {
  CaseEventRegistered: z.strictObject({
    /** The case's number between agencies (FORMAT `caseRef`). */
    ref: Ref,
    subject: SubjectId,
    victimCount: z.int().min(0).max(100_000).optional(),
    lpNumber: sealed('identity', Identifier).optional(),
  }),
  CaseEventRevised: z.strictObject({ victimCount: z.int().min(0).max(100_000) }),
  /** HTCDS hte_*. */
  HistoricTraffickingEventRecorded: z.strictObject({
    record: Uuid.optional(),
    from: CalendarDate.optional(),
    until: CalendarDate.optional(),
    origin: AreaCode.optional(),
    destination: AreaCode.optional(),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/)
      .optional(),
    exploitation: z.array(TypeOfExploitation).max(11),
    subject: SubjectId,
    account: sealed('narrative', Narrative).optional(),
  }),
  /** What it says of nobody in particular: these classes are erased in every record that the agency holds of the case. */
  CaseEventErased: z.strictObject({ subject: SubjectId, classes: z.array(DataClass).min(1) }),
};

/** Stream `legalbasis-<uuid>`: UU 27/2022 art. 20. */
export const legalBasisEvents = {
  LegalBasisRecorded: z.strictObject({
    record: Uuid,
    basis: LegalBasis,
    purposes: z.array(ServiceCategory).min(1).max(9),
    classes: z.array(DataClass).min(1),
    article: Article.optional(),
  }),
};

const consented = { recipients: z.array(AgencyKey).min(1).max(50), purposes: z.array(ServiceCategory).min(1).max(9) };

/** Stream `consent-<uuid of the record>`: every consent about one person, per recipient, purpose and class. HTCDS con_Consent. */
export const consentEvents = {
  ConsentGranted: z.strictObject({
    record: Uuid,
    subject: SubjectId,
    ...consented,
    /** Besides these, identity and the class of each service are always meant. */
    classes: z.array(DataClass),
    givenBy: ConsentGiver,
    guardianNik: sealed('identity', Identifier).optional(),
    /** BCP 47. */
    language: z
      .string()
      .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)
      .optional(),
    expiresAt: Instant.optional(),
  }),
  ConsentRefused: z.strictObject({ record: Uuid, ...consented, givenBy: ConsentGiver }),
  ConsentExpired: z.strictObject({ record: Uuid, ...consented, expiresAt: Instant }),
  /** One act; each recipient that was granted anything is asked to stop, under a stop id of its own. */
  ConsentWithdrawn: z.strictObject({
    record: Uuid,
    subject: SubjectId,
    stops: z.array(z.strictObject({ recipient: AgencyKey, stop: Uuid })).min(1),
    confirmBy: Instant,
  }),
  StopConfirmationNoted: z.strictObject({ recipient: AgencyKey, stop: Uuid, ...remote }),
  StopOverdue: z.strictObject({ recipient: AgencyKey, stop: Uuid, confirmBy: Instant }),
  /** The guardian who consented is a suspect in the same case (domain 5.5, 12): nothing more is sent on that consent. */
  GuardianConflictNoted: z.strictObject({
    record: Uuid,
    caseRef: Ref,
    perpetratorRecord: Uuid.optional(),
    /** Versions, in this stream, of the grants that the guardian gave; absent: every grant of a guardian. */
    grants: z.array(z.int().positive()).min(1).optional(),
  }),
};

const stopping = {
  owner: AgencyKey,
  consent: Uuid,
  subject: SubjectId,
  /** Off the platform: the owner's clerk records its confirmation in the owner's own store. */
  recipient: AgencyKey.optional(),
};

/** Stream `stop-<uuid>`, recipient's side: the owner's person withdrew consent; processing must stop and that be confirmed. */
export const stopEvents = {
  StopRequested: z.strictObject({ ...stopping, confirmBy: Instant, ...remote }),
  ProcessingStopConfirmed: z.strictObject({ ...stopping, evidence: EvidenceRef.optional() }),
};

/** Stream `subjectrequest-<uuid>`: UU 27/2022, answered within 3×24 hours. */
export const subjectRequestEvents = {
  SubjectRequestReceived: z.strictObject({
    ref: Ref,
    record: Uuid,
    kind: SubjectRequestKind,
    receivedAt: Instant,
    dueAt: Instant,
  }),
  SubjectRequestFulfilled: z.strictObject({ record: Uuid, kind: SubjectRequestKind }),
  SubjectRequestRefused: z.strictObject({ record: Uuid, article: Article }),
  SubjectRequestOverdue: z.strictObject({ dueAt: Instant }),
};

/** Stream `breach-<uuid>`: UU 27/2022 art. 46, told within 3×24 hours. */
export const breachEvents = {
  BreachDetected: z.strictObject({
    ref: Ref,
    detectedAt: Instant,
    notifyBy: Instant,
    classes: z.array(DataClass).min(1),
    records: z.array(Uuid).max(1000),
  }),
  BreachNotified: z.strictObject({ to: z.array(z.enum(['Subject', 'Authority', 'Public'])).min(1) }),
  BreachOverdue: z.strictObject({ notifyBy: Instant }),
};

const granted = { grant: Uuid, from: AgencyKey, subject: SubjectId, classes: z.array(DataClass).min(1) };

/** Stream `keys-<uuid>`, recipient's side of a grant. */
export const keyEvents = {
  /** The owner's log announced a grant. */
  KeysAwaited: z.strictObject(granted),
  /** A grant was taken in. */
  KeysReceived: z.strictObject(granted),
  /** A granted key has not arrived; asks its owner again. */
  KeysRequested: z.strictObject(granted),
  /** The granted keys are destroyed, because the owner withdrew or erased; the owner is told. */
  GrantedKeysDestroyed: z.strictObject({ ...granted, because: z.enum(['ConsentWithdrawn', 'SubjectErased']) }),
};

export const intakeEvents = {
  ...recordEvents,
  ...heldUpdateEvents,
  ...workerEvents,
  ...screeningEvents,
  ...caseEventEvents,
  ...legalBasisEvents,
  ...consentEvents,
  ...stopEvents,
  ...subjectRequestEvents,
  ...breachEvents,
  ...keyEvents,
};
export type RecordEvent = EventOf<typeof recordEvents>;
export type HeldUpdateEvent = EventOf<typeof heldUpdateEvents>;
export type WorkerEvent = EventOf<typeof workerEvents>;
export type ScreeningEvent = EventOf<typeof screeningEvents>;
export type CaseEventEvent = EventOf<typeof caseEventEvents>;
export type LegalBasisEvent = EventOf<typeof legalBasisEvents>;
export type ConsentEvent = EventOf<typeof consentEvents>;
export type StopEvent = EventOf<typeof stopEvents>;
export type SubjectRequestEvent = EventOf<typeof subjectRequestEvents>;
export type BreachEvent = EventOf<typeof breachEvents>;
export type KeyEvent = EventOf<typeof keyEvents>;
export type IntakeEvent = EventOf<typeof intakeEvents>;
