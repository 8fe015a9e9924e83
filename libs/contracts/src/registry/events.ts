import { z } from 'zod';
import { CodeScheme, StaffId } from '../codes/casework';
import { DecisionMakingOrg, OrgType } from '../codes/htcds';
import { ServiceCategory } from '../codes/services';
import type { EventOf } from '../event';
import { CalendarDate, AgencyKey, AreaCode, Instant } from '../ids';
import { DataClass } from '../sealed';
import { AfterCare, DayEnds, Limit, LimitName } from './limits';

const PublicKeys = z.strictObject({
  /** Ed25519, raw 32 bytes, base64url: signs checkpoints and inbox records. */
  log: z.string(),
  /** P-256 JWK (public part) for ECDH-ES: keys are granted to it. */
  grants: z.strictObject({ kty: z.literal('EC'), crv: z.literal('P-256'), x: z.string(), y: z.string() }),
});

/** Clocks and thresholds as dated policy; hours are elapsed time, days end as `statutoryDayEnds` says (FORMAT 2 and 7). */
export const SlaPolicy = z.strictObject({
  acknowledgeHours: z.number().positive().max(8760),
  decideHours: z.number().positive().max(8760),
  stopConfirmHours: z.number().positive().max(8760),
  statutoryDays: z.int().positive().max(366),
  statutoryDayEnds: DayEnds,
  restitutionDays: z.int().positive().max(3660),
  publicThreshold: z.int().positive().max(1000),
  /** Added to the deadline before the sender declares expiry (architecture 7). */
  expiryGraceHours: z.number().min(0).max(720),
  /** Within which an emergency referral is acknowledged; default 1. */
  emergencyHours: z.number().positive().max(72).optional(),
  /** Limits with their own unit and norm, also instead of a figure above; the registry fills in those that are left out. */
  limits: z.partialRecord(LimitName, Limit).optional(),
  afterCare: AfterCare.optional(),
});
export type SlaPolicy = z.infer<typeof SlaPolicy>;

/** Stream `agency-<uuid>`. Stored for ever: fields are added, never renamed or removed. */
export const agencyEvents = {
  AgencyRegistered: z.strictObject({
    key: AgencyKey,
    code: z.string().min(1).max(64),
    name: z.string().min(1).max(200),
    orgType: OrgType,
    decisionMakingOrg: DecisionMakingOrg,
    area: AreaCode,
    onPlatform: z.boolean(),
  }),
  AgencyProvisioned: z.strictObject({ key: AgencyKey, publicKeys: PublicKeys }),
  /** The agency keeps its key, store and statistics; from `validFrom` it bears this code and name. */
  AgencyRenamed: z.strictObject({
    key: AgencyKey,
    code: z.string().min(1).max(64),
    name: z.string().min(1).max(200),
    formerCode: z.string().min(1).max(64),
    validFrom: Instant,
  }),
  /** From `leftAt` it writes nothing and may be sent nothing; its records stay counted. */
  AgencyLeft: z.strictObject({ key: AgencyKey, leftAt: Instant }),
  /** What it offers; an agency that lists nothing takes any service. */
  AgencyServicesListed: z.strictObject({ key: AgencyKey, services: z.array(ServiceCategory).max(9) }),
};

/** Stream `taskforce-<uuid>`. */
export const taskForceEvents = {
  TaskForceFormed: z.strictObject({ kabkota: AreaCode }),
  TaskForceAbsenceRecorded: z.strictObject({ kabkota: AreaCode }),
  TaskForceDissolved: z.strictObject({ kabkota: AreaCode }),
};

/** Stream `policy-<uuid>`. */
export const policyEvents = {
  SlaPolicyChanged: z.strictObject({
    validFrom: Instant,
    policy: SlaPolicy,
    /** Text of the norm or decision the figures come from. */
    source: z.string().min(1).max(500),
    provincialSecretariat: AgencyKey.optional(),
  }),
};

/** HTCDS writes its industries with an underscore. */
const ListedCode = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/);

/** Stream `codes-<uuid>`: lists and maps, each version with the date it holds from. */
export const codeEvents = {
  CodeListPublished: z.strictObject({
    list: z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/),
    scheme: CodeScheme,
    version: z.string().min(1).max(40),
    validFrom: Instant,
    codes: z
      .array(z.strictObject({ code: ListedCode, label: z.strictObject({ id: z.string().max(200), en: z.string().max(200) }) }))
      .min(1)
      .max(500),
    source: z.string().min(1).max(500),
  }),
  ConceptMapPublished: z.strictObject({
    map: z.string().regex(/^[a-z][a-z0-9-]{0,63}$/),
    from: z.strictObject({ scheme: CodeScheme, list: z.string().max(64) }),
    to: z.strictObject({ scheme: CodeScheme, list: z.string().max(64) }),
    validFrom: Instant,
    entries: z
      .array(
        z.strictObject({
          code: ListedCode,
          to: ListedCode.nullable(),
          relation: z.enum(['Equivalent', 'Broader', 'Narrower', 'Related', 'None']),
        }),
      )
      .min(1)
      .max(1000),
    source: z.string().min(1).max(500),
  }),
};

/** Stream `holidays-<uuid>`: one year. */
export const holidayEvents = {
  HolidaysPublished: z.strictObject({
    year: z.int().min(1900).max(2999),
    days: z.array(z.strictObject({ on: CalendarDate, name: z.string().min(1).max(120) })).max(100),
    source: z.string().min(1).max(500),
  }),
};

/** Stream `retention-<uuid>`: one class of data. */
export const retentionEvents = {
  /** How long a class is kept after the case closed, and by what rule. */
  RetentionPolicyChanged: z.strictObject({
    dataClass: DataClass,
    years: z.int().min(1).max(100),
    validFrom: Instant,
    source: z.string().min(1).max(500),
  }),
};

/** Stream `staff-<uuid>`: one member of staff, by pseudonym. */
export const staffEvents = {
  StaffEnrolled: z.strictObject({ agency: AgencyKey, staff: StaffId, roles: z.array(z.string().max(40)).min(1).max(10) }),
  StaffLeft: z.strictObject({ agency: AgencyKey, staff: StaffId }),
};

export const registryEvents = {
  ...agencyEvents,
  ...taskForceEvents,
  ...policyEvents,
  ...codeEvents,
  ...holidayEvents,
  ...retentionEvents,
  ...staffEvents,
};
export type RegistryEvent = EventOf<typeof registryEvents>;
