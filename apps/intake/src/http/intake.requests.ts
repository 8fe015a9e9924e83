import {
  Article,
  Coded,
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
} from '@satualur/contracts/codes/casework';
import { DecisionMakingOrg, TypeOfExploitation } from '@satualur/contracts/codes/htcds';
import { ServiceCategory } from '@satualur/contracts/codes/services';
import { LegalBasis } from '@satualur/contracts/event';
import { GivenRef } from '@satualur/contracts/identity/nik';
import { CalendarDate, Instant, Uuid } from '@satualur/contracts/ids';
import { Assertions, caseEventEvents, Purpose, SomeAssertions } from '@satualur/contracts/intake/events';
import { ExportPurpose } from '@satualur/contracts/platform/events';
import { DataClass, plainForm } from '@satualur/contracts/sealed';
import { plainLine } from '@satualur/contracts/text';
import { pageQuery } from '@satualur/service-host/page';
import { z } from 'zod';

/** When the agency recorded it; default now. */
const stated = { recordedAt: Instant.optional() };
/** Recorded long ago, taken over from an older register now: starts no timer. */
const imported = z.literal(true).optional();
const Number64 = plainLine(64);
const AgencyCode = z.string().min(1).max(64);

type Stated = Readonly<Record<string, { readonly value: unknown } | undefined>>;
const repeatsCode = (value: unknown): boolean => Array.isArray(value) && new Set(value).size < value.length;
/** Plain values; a list of codes names each once. */
const stating = <S extends z.ZodObject>(schema: S): z.ZodType<z.infer<S>> =>
  plainForm(schema).check(({ value, issues }) => {
    const repeating = Object.entries(value as Stated).filter(([, stated]) => repeatsCode(stated?.value));
    for (const [field] of repeating)
      issues.push({ code: 'custom', input: value, path: [field, 'value'], message: 'repeated', params: { fault: 'repeated' } });
  });

export const Register = z.object({
  ref: GivenRef,
  ...stated,
  viaReferral: Uuid.optional(),
  caseRef: GivenRef.optional(),
  evidenceHash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  channel: ComplaintChannel.optional(),
  imported,
  notSameAs: z.array(Uuid).max(20).optional(),
  assertions: stating(Assertions),
});
export const Announce = z.object({ ref: GivenRef, viaReferral: Uuid.optional() });
export const Export = z.object({ purpose: ExportPurpose });
export const Likely = z.object({ assertions: stating(SomeAssertions) });

const values = { assertions: stating(SomeAssertions), ...stated };
export const Assert = z.object(values);
export const Correct = z.object({ ...values, reason: CorrectionReason.default('NotStated'), correctionRequest: Uuid.optional() });
export const Determine = z.object({
  ...values,
  decidedBy: DecisionMakingOrg.optional(),
  indicators: z.array(Coded).max(40).optional(),
});
const HeldKind = z.enum(['Assert', 'Correct', 'Determine']);
export const HoldUpdate = z.object({
  record: GivenRef,
  kind: HeldKind,
  ...values,
  decidedBy: DecisionMakingOrg.optional(),
  reason: CorrectionReason.optional(),
});
export const DiscardUpdate = z.object({ reason: z.enum(['EnteredInError', 'NoSuchRecord']) });

export const Void = z.object({ ...stated, reason: VoidReason.default('RegisteredInError') });
export const Close = z.object({ ...stated, reason: ClosureReason });
export const Reopen = z.object({ ...stated, reason: z.enum(['NewNeed', 'ClosedInError', 'Other']) });
export const Assign = z.object({ worker: StaffId });
export const SetContactRule = z.object({ danger: z.boolean(), rule: ContactRule, note: Narrative.optional() });
export const PlaceHold = z.object({ article: Article, until: CalendarDate.optional() });
export const Nothing = z.object({});

export const RegisterCaseEvent = z.object({
  ref: GivenRef,
  ...stated,
  victimCount: z.int().min(0).max(100_000).optional(),
  lpNumber: Number64.optional(),
  imported,
});
const { subject: _subject, account, ...historic } = caseEventEvents.HistoricTraffickingEventRecorded.shape;
export const Historic = z.object({ ...historic, ...stated, account: plainForm(account) });

export const StartScreening = z.object({ record: Uuid, ref: GivenRef.optional(), imported, ...stated });
/** An element left out was not asked; an empty list was denied. */
export const CompleteScreening = z.object({
  acts: z.array(TraffickingAct).max(6).optional(),
  means: z.array(TraffickingMeans).max(10).optional(),
  purposes: z.array(TypeOfExploitation).max(11).optional(),
  ...stated,
  child: z.boolean(),
  risk: RiskLevel,
  emergency: z.boolean(),
  notes: Narrative.optional(),
});
export const RecordLegalBasis = z.object({
  basis: LegalBasis,
  purposes: z.array(ServiceCategory).min(1).max(9),
  classes: z.array(DataClass).min(1),
  article: Article.optional(),
  since: Instant.optional(),
  until: Instant.optional(),
  ...stated,
});

const named = {
  recipients: z.array(AgencyCode).min(1).max(50),
  purposes: z.array(Purpose).min(1).max(20),
  givenBy: ConsentGiver,
  imported,
  ...stated,
};
export const GrantConsent = z.object({
  ...named,
  classes: z.array(DataClass).default([]),
  guardianNik: Number64.optional(),
  language: z
    .string()
    .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)
    .optional(),
  expiresAt: Instant.optional(),
});
export const RefuseConsent = z.object(named);
export const WithdrawConsent = z.object({ recipients: named.recipients, imported, ...stated });
export const ConfirmStop = z.object({ ...stated, evidence: EvidenceRef.optional() });

export const ReceiveRequest = z.object({ ref: GivenRef, record: Uuid, kind: SubjectRequestKind, receivedAt: Instant.optional() });
export const Refuse = z.object({ article: Article });
export const DetectBreach = z.object({
  ref: GivenRef,
  detectedAt: Instant,
  classes: z.array(DataClass).min(1),
  records: z.array(Uuid).max(1000),
});
export const NotifyBreach = z.object({ to: z.array(z.enum(['Subject', 'Authority', 'Public'])).min(1) });
export const Absence = z.object({ worker: StaffId, from: CalendarDate, until: CalendarDate, deputy: StaffId });
export const Return = z.object({ worker: StaffId });

/** By one way at a time; what is looked for stands in the body, never in a URL. */
export const Search = z.union([
  z.strictObject({ name: z.string().min(1).max(200) }),
  z.strictObject({ number: Number64 }),
  z.strictObject({ phone: Number64 }),
]);
export const QueueQuery = z.object({
  ...pageQuery,
  state: z.enum(['Open', 'Overdue', 'Done']).optional(),
  kind: z.enum([...ServiceCategory.options, ...SubjectRequestKind.options, ...HeldKind.options, 'Proxied']).optional(),
  record: Uuid.optional(),
  /** Code of the agency on the other side. */
  with: AgencyCode.optional(),
});
export const CaseloadQuery = z.object({
  ...pageQuery,
  worker: StaffId.optional(),
  state: z.enum(['Open', 'Closed', 'Voided', 'Erased']).optional(),
});
