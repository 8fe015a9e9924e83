import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { UsageError } from './options';

const Record_ = z.object({
  recordId: z.string(),
  scenario: z.string().optional(),
  agency: z.string(),
  recordedAt: z.string(),
  receivedAt: z.string().optional(),
  viaReferral: z.string().nullable().optional(),
  caseRef: z.string().optional(),
  evidenceHash: z.string().optional(),
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
  requestedAt: z.string(),
  sentAt: z.string(),
  acknowledgedAt: z.string().nullable(),
  decision: z.enum(['Accepted', 'Rejected', 'Withdrawn', 'Expired']),
  decidedAt: z.string(),
  serviceStartedAt: z.string().nullable(),
  closedAt: z.string().nullable(),
  closedAs: z.string().nullable(),
  reason: z.string().nullable(),
  recipientRecord: z.string().optional(),
  supersedes: z.string().optional(),
  statusAtA: z.string().nullable().optional(),
  statusAtB: z.string().nullable().optional(),
});
const Refused = z.object({
  at: z.string(),
  agency: z.string(),
  command: z.string(),
  referralId: z.string().optional(),
  because: z.string(),
});

/** The parts of an acceptance pack that are played now (FORMAT 2). */
const Pack = z.object({
  formatVersion: z.literal(1),
  pack: z.string().optional(),
  period: z.object({ from: z.string(), to: z.string() }),
  asOf: z.object({ A: z.string(), B: z.string() }),
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
    }),
  ),
  taskForces: z.array(z.object({ kabkota: z.string(), exists: z.boolean() })),
  records: z.array(Record_),
  referrals: z.array(Referral),
  refusedCommands: z.array(Refused),
});
export type Pack = z.infer<typeof Pack>;
export type PackRecord = z.infer<typeof Record_>;
export type PackReferral = z.infer<typeof Referral>;

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
  return select(parsed.data, only, file);
}

function select(pack: Pack, only: readonly string[], file: string): Pack {
  const wanted = ({ scenario }: { scenario?: string | undefined }) => scenario !== undefined && only.includes(scenario);
  const missing = only.filter((name) => !pack.records.some(({ scenario }) => scenario === name));
  if (missing.length > 0) throw new UsageError(`${file} has no scenario ${missing.join(', ')}`);
  const referrals = pack.referrals.filter(wanted);
  const played = new Set(referrals.map(({ referralId }) => referralId));
  return {
    ...pack,
    records: pack.records.filter(wanted),
    referrals,
    refusedCommands: pack.refusedCommands.filter(({ referralId }) => referralId !== undefined && played.has(referralId)),
  };
}
