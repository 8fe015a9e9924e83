import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { UsageError } from './options';
import { brokenReference } from './pack-references';

/** FORMAT 1: an instant with its offset, or a date, which stands for 00:00 WITA of that day. */
const INSTANT = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/;
const Instant = z
  .string()
  .refine(
    (text) => INSTANT.test(text) && !Number.isNaN(Date.parse(text)),
    'must be an instant (2026-01-05T09:30:00+08:00) or a date',
  );

const Record_ = z.object({
  recordId: z.string(),
  scenario: z.string().optional(),
  agency: z.string(),
  recordedAt: Instant,
  receivedAt: Instant.optional(),
  viaReferral: z.string().nullable().optional(),
  caseRef: z.string().optional(),
  evidenceHash: z.string().optional(),
  voidedAt: Instant.optional(),
  assertions: z.record(z.string(), z.unknown()),
});
const Referral = z.object({
  referralId: z.string(),
  scenario: z.string().optional(),
  fromAgency: z.string(),
  fromRecord: z.string(),
  toAgency: z.string(),
  external: z.boolean(),
  serviceCategory: z.string(),
  serviceApplicationId: z.string().nullable(),
  legalBasis: z.string(),
  requestedAt: Instant,
  sentAt: Instant,
  acknowledgedAt: Instant.nullable(),
  decision: z.enum(['Accepted', 'Rejected', 'Withdrawn', 'Expired']),
  decidedAt: Instant,
  serviceStartedAt: Instant.nullable(),
  closedAt: Instant.nullable(),
  closedAs: z.string().nullable(),
  reason: z.string().nullable(),
  recipientRecord: z.string().optional(),
  supersedes: z.string().optional(),
  requestedTarget: z.string().optional(),
  routingReason: z.string().optional(),
  proxiedBy: z.string().optional(),
  evidenceRef: z.string().optional(),
  batchId: z.string().optional(),
  statusAtA: z.string().nullable().optional(),
  statusAtB: z.string().nullable().optional(),
});
const Update = z.object({
  recordId: z.string(),
  at: Instant,
  receivedAt: Instant.optional(),
  kind: z.enum(['StatusDetermined', 'FieldsCorrected', 'FieldsAsserted']),
  assertions: z.record(z.string(), z.unknown()),
});
const CaseEvent = z.object({ caseRef: z.string(), agency: z.string(), recordedAt: Instant, victimCount: z.number() });
const Grant = z.object({
  recordId: z.string(),
  grantedAt: Instant,
  givenBy: z.string(),
  guardianNik: z.string().optional(),
  recipients: z.array(z.string()),
  purposes: z.array(z.string()),
});
const Withdrawal = z.object({
  recordId: z.string(),
  withdrawnAt: Instant,
  recipient: z.string(),
  recipientConfirmedStopAt: Instant.nullable(),
});
const Restitution = z.object({
  recordId: z.string(),
  claimed: z.number(),
  claimedAt: Instant,
  awarded: z.number().nullable(),
  awardedAt: Instant.nullable(),
  finalVerdictNotifiedAt: Instant.nullable(),
  dueAt: z.string().nullable().optional(),
  payments: z.array(z.object({ at: Instant, amount: z.number() })),
});
const Refused = z.object({
  at: Instant,
  agency: z.string(),
  command: z.string(),
  anchorRecord: z.string().optional(),
  referralId: z.string().optional(),
  fromRecord: z.string().optional(),
  toAgency: z.string().optional(),
  serviceCategory: z.string().optional(),
  legalBasis: z.string().optional(),
  because: z.string(),
});
/** Figures that the pack's own answers give for one instant. */
const Figures = z.record(z.string(), z.unknown());

/** An acceptance pack, but for the decisions that belong to reconciliation (FORMAT 2). */
const Pack = z.object({
  formatVersion: z.literal(1),
  pack: z.string().optional(),
  period: z.object({ from: Instant, to: Instant }),
  asOf: z.object({ A: Instant, B: Instant }),
  policies: z.object({
    acknowledgeHours: z.number(),
    decideHours: z.number(),
    stopConfirmHours: z.number(),
    statutoryDays: z.number(),
    statutoryDayEnds: z.enum(['EndOfLocalDay', 'Elapsed24h']),
    restitutionDays: z.number(),
    publicThreshold: z.number(),
    provincialSecretariat: z.string(),
  }),
  agencies: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      htcdsOrgType: z.string(),
      htcdsDecisionMakingOrg: z.string(),
      area: z.string(),
      onPlatform: z.boolean(),
      formerCodes: z.array(z.object({ code: z.string(), until: Instant })).optional(),
      leftAt: Instant.optional(),
    }),
  ),
  taskForces: z.array(z.object({ kabkota: z.string(), exists: z.boolean() })),
  records: z.array(Record_),
  updates: z.array(Update).default([]),
  caseEvents: z.array(CaseEvent).default([]),
  consents: z.array(z.union([Grant, Withdrawal])).default([]),
  restitution: z.array(Restitution).default([]),
  referrals: z.array(Referral),
  refusedCommands: z.array(Refused).transform((all) => all.map((one, index) => ({ ...one, index }))),
  expected: z.object({ asOfA: Figures, asOfB: Figures }).optional(),
});
export type Pack = z.infer<typeof Pack>;
export type PackRecord = z.infer<typeof Record_>;
export type PackReferral = z.infer<typeof Referral>;
export type PackUpdate = z.infer<typeof Update>;
export type PackCaseEvent = z.infer<typeof CaseEvent>;
export type PackGrant = z.infer<typeof Grant>;
export type PackWithdrawal = z.infer<typeof Withdrawal>;
export type PackRestitution = z.infer<typeof Restitution>;
export type PackRefused = Pack['refusedCommands'][number];
export type PackAgency = Pack['agencies'][number];

/** Reads a pack and keeps the named scenarios. Throws UsageError with one line that says what to do. */
export function readPack(file: string, only: readonly string[]): Pack {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`cannot read the pack ${file}: ${(error as NodeJS.ErrnoException).code ?? 'unreadable'}`);
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new UsageError(`${file} is not JSON`);
  }
  const parsed = Pack.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new UsageError(
      `${file} is no acceptance pack of format 1: /${issue?.path.join('/') ?? ''}: ${issue?.message ?? 'invalid'}`,
    );
  }
  const broken = brokenReference(parsed.data);
  if (broken !== undefined) throw new UsageError(`${file} cannot be played: ${broken}`);
  return select(parsed.data, only, file);
}

/** The named scenarios of a pack and nothing else of it; the whole when none is named. */
function select(pack: Pack, only: readonly string[], file: string): Pack {
  if (only.length === 0) return pack;
  const wanted = ({ scenario }: { scenario?: string | undefined }) => scenario !== undefined && only.includes(scenario);
  const missing = only.filter((name) => !pack.records.some(({ scenario }) => scenario === name));
  if (missing.length > 0) throw new UsageError(`${file} has no scenario ${missing.join(', ')}`);
  const { expected: _, ...rest } = pack;
  const records = pack.records.filter(wanted);
  const referrals = pack.referrals.filter(wanted);
  const [recordIds, referralIds] = [new Set(records.map((one) => one.recordId)), new Set(referrals.map((one) => one.referralId))];
  const cases = new Set(records.map(({ caseRef }) => caseRef));
  const ofRecord = ({ recordId }: { recordId: string }) => recordIds.has(recordId);
  return {
    ...rest,
    ...{ records, referrals },
    updates: pack.updates.filter(ofRecord),
    caseEvents: pack.caseEvents.filter(({ caseRef }) => cases.has(caseRef)),
    consents: pack.consents.filter(ofRecord),
    restitution: pack.restitution.filter(ofRecord),
    refusedCommands: pack.refusedCommands.filter(({ referralId, fromRecord }) =>
      referralId === undefined ? recordIds.has(fromRecord ?? '') : referralIds.has(referralId),
    ),
  };
}
