import { z } from 'zod';
import { DecisionMakingOrg, OrgType } from '../codes/htcds';
import type { EventOf } from '../event';
import { AgencyKey, AreaCode, Instant } from '../ids';

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
  statutoryDayEnds: z.enum(['EndOfLocalDay', 'Elapsed24h']),
  restitutionDays: z.int().positive().max(3660),
  publicThreshold: z.int().positive().max(1000),
  /** Added to the deadline before the sender declares expiry (architecture 7). */
  expiryGraceHours: z.number().min(0).max(720),
});
export type SlaPolicy = z.infer<typeof SlaPolicy>;

/** Stored for ever: fields are added, never renamed or removed. */
export const registryEvents = {
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
  TaskForceFormed: z.strictObject({ kabkota: AreaCode }),
  TaskForceAbsenceRecorded: z.strictObject({ kabkota: AreaCode }),
  SlaPolicyChanged: z.strictObject({
    validFrom: Instant,
    policy: SlaPolicy,
    /** Text of the norm or decision the figures come from. */
    source: z.string().min(1).max(500),
    provincialSecretariat: AgencyKey.optional(),
  }),
};
export type RegistryEvent = EventOf<typeof registryEvents>;
