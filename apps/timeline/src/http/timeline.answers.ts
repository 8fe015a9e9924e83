import { ConsentGiver, PersonRole } from '@satualur/contracts/codes/casework';
import { TraffickingStatus } from '@satualur/contracts/codes/htcds';
import { ServiceCategory } from '@satualur/contracts/codes/services';
import { LegalBasis } from '@satualur/contracts/event';
import { Hlc } from '@satualur/contracts/hlc';
import { Actor, AgencyKey, CaseId, Instant, Ref, StreamId, Uuid } from '@satualur/contracts/ids';
import { ReferralState } from '@satualur/contracts/referral/life-cycle';
import { DataClass } from '@satualur/contracts/sealed';
import { z } from 'zod';

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
export const Digest = z.object({ digest: Sha256 });
export const Rebuilt = z.object({ live: Sha256, rebuilt: Sha256 });

const Line = z.object({
  caseid: CaseId,
  participants: z.array(z.string()),
  refs: z.array(z.object({ kind: z.enum(['record', 'referral', 'application']), ref: Ref, agency: z.string() })),
});
export const Cases = z.object({ cases: z.array(Line) });

const At = Instant.nullable();
const Entry = z.object({
  id: Uuid,
  known: Instant,
  hlc: Hlc,
  recorded: Instant,
  clockAhead: z.literal(true).optional(),
  happened: At,
  by: z.string(),
  seq: z.int().positive(),
  stream: StreamId,
  type: z.string(),
  actor: Actor,
  readable: z.boolean(),
  facts: z.record(z.string(), z.unknown()),
  technical: z.boolean(),
  masked: z.boolean(),
  final: z.boolean(),
  waitsFor: z.array(z.string()),
  cause: z.object({ id: Uuid, state: z.enum(['present', 'missing', 'lost']) }).nullable(),
  sentence: z.string(),
});

const RecordLine = z.object({
  record: Uuid,
  ref: Ref,
  agency: z.string(),
  viaReferral: Uuid.nullable(),
  caseRef: Ref.nullable(),
  registered: Instant,
  role: PersonRole,
  status: TraffickingStatus.nullable(),
  voided: At,
  caseClosed: At,
});

const ReferralLine = z.object({
  referral: Uuid,
  ref: Ref,
  from: AgencyKey,
  to: AgencyKey,
  record: Uuid,
  service: ServiceCategory,
  legalBasis: LegalBasis,
  application: Uuid.nullable(),
  supersedes: Uuid.nullable(),
  supersededBy: Uuid.nullable(),
  state: ReferralState,
  overdue: z.boolean(),
  escalated: z.boolean(),
  sent: Instant,
  acknowledgeBy: Instant,
  deadline: Instant,
  ...{ acknowledged: At, decided: At, serviceStarted: At, closed: At },
  reason: z.string().nullable(),
  emergency: z.boolean(),
  batch: Ref.nullable(),
  routed: z.object({ requested: z.string(), reason: z.string() }).nullable(),
  external: z.boolean(),
  proxied: z.boolean(),
});

const ApplicationLine = z.object({
  application: Uuid,
  ref: Ref,
  agency: z.string(),
  service: ServiceCategory,
  requested: Instant,
  due: Instant,
  outcome: z.enum(['running', 'met', 'breached', 'withdrawn']),
  serviceStarted: At,
  provider: AgencyKey.nullable(),
  days: z.number().nullable(),
});

const Grant = z.object({
  granted: Instant,
  recipients: z.array(AgencyKey),
  purposes: z.array(z.string()),
  classes: z.array(DataClass),
  givenBy: ConsentGiver,
  expires: At,
});
const Withdrawal = z.object({
  recipient: AgencyKey,
  withdrawn: Instant,
  confirmBy: Instant,
  state: z.enum(['requested', 'confirmed', 'overdue']),
  confirmed: At,
  overdue: z.boolean(),
});
const ConsentLine = z.object({
  record: Uuid,
  agency: z.string(),
  grants: z.array(Grant),
  withdrawals: z.array(Withdrawal),
  guardianConflict: z.boolean(),
});

const Rupiah = z.int();
const RestitutionLine = z.object({
  claim: Uuid,
  record: Uuid,
  ref: Ref.nullable(),
  agency: z.string(),
  explained: At,
  ...{ claimed: Rupiah.nullable(), assessed: Rupiah.nullable(), demanded: Rupiah.nullable(), awarded: Rupiah.nullable() },
  ...{ deposited: Rupiah, paid: Rupiah, outstanding: Rupiah },
  dueOn: z.string().nullable(),
  overdue: z.boolean(),
  substituteDetention: z.number().nullable(),
});

const ProcessLine = z.object({
  process: Uuid,
  ref: Ref,
  record: Uuid,
  agency: z.string(),
  stage: z.enum(['Reported', 'Investigation', 'FileComplete', 'InCourt', 'Verdict', 'Final', 'Stopped']),
  filedOn: z.string(),
  charges: z.array(z.string()),
  verdict: z.enum(['Convicted', 'Acquitted', 'Released']).nullable(),
  finalOn: z.string().nullable(),
  stopped: z.string().nullable(),
});

/** One case, every agency, in one language. */
export const Timeline = z.object({
  caseid: CaseId,
  language: z.enum(['id', 'en']),
  asOf: At,
  participants: z.array(z.object({ key: z.string(), code: z.string(), name: z.string() })),
  final: z.boolean(),
  waitsFor: z.array(z.string()),
  complete: z.boolean(),
  entries: z.array(Entry),
  records: z.array(RecordLine),
  referrals: z.array(ReferralLine),
  applications: z.array(ApplicationLine),
  consents: z.array(ConsentLine),
  restitution: z.array(RestitutionLine),
  processes: z.array(ProcessLine),
});
