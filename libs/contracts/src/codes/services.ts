import { z } from 'zod';
import type { DataClass } from '../sealed';

/** What a referral may ask for. HTCDS `spl_Type` covers Health, SocialCare and Legal; the others are local codes (FORMAT 2). */
export const ServiceCategory = z.enum([
  'HealthRehabilitation',
  'SocialRehabilitation',
  'LegalAid',
  'Repatriation',
  'Reintegration',
  'CaseManagement',
  'LawEnforcement',
  'MigrantWorkerProtection',
  'Coordination',
]);
export type ServiceCategory = z.infer<typeof ServiceCategory>;

/** Services under the 7-day clock of UU 21/2007 art. 51 and 52: they need an application. */
export const STATUTORY_SERVICES: ReadonlySet<ServiceCategory> = new Set<ServiceCategory>([
  'HealthRehabilitation',
  'SocialRehabilitation',
  'Repatriation',
  'Reintegration',
]);

/** The class of personal data that a service needs besides identity (architecture 9). */
export const classOfService: Record<ServiceCategory, DataClass> = {
  HealthRehabilitation: 'medical',
  SocialRehabilitation: 'narrative',
  LegalAid: 'legal',
  Repatriation: 'narrative',
  Reintegration: 'narrative',
  CaseManagement: 'narrative',
  LawEnforcement: 'legal',
  MigrantWorkerProtection: 'narrative',
  Coordination: 'narrative',
};

export const RejectReason = z.enum([
  'CapacityFull',
  'OutOfMandate',
  'NotEligible',
  'WrongArea',
  'Unsafe',
  'InsufficientInformation',
  'DuplicateReferral',
  'Other',
]);
export type RejectReason = z.infer<typeof RejectReason>;

export const WithdrawReason = z.enum([
  'ConsentWithdrawn',
  'NoShow',
  'VictimDeclined',
  'NotAVictim',
  'MovedAway',
  'Deceased',
  'Other',
]);
export type WithdrawReason = z.infer<typeof WithdrawReason>;

/** DuplicateReferral ends a reroute made while a lawful acceptance was on its way (architecture 7). */
export const TerminateReason = z.enum([...WithdrawReason.options, 'DuplicateReferral']);
export type TerminateReason = z.infer<typeof TerminateReason>;
