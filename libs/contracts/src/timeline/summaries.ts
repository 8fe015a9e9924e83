import type { z } from 'zod';
import type { ConsentGiver, PersonRole } from '../codes/casework';
import type { TraffickingStatus } from '../codes/htcds';
import type { ServiceCategory } from '../codes/services';
import type { LegalBasis } from '../event';
import type { AgencyKey, Instant, Ref, Uuid } from '../ids';
import type { ReferralState } from '../referral/life-cycle';
import type { DataClass } from '../sealed';

export interface RecordSummary {
  readonly record: Uuid;
  readonly ref: Ref;
  readonly agency: string;
  readonly viaReferral: Uuid | null;
  readonly caseRef: Ref | null;
  readonly registered: Instant;
  /** In force: the latest recorded (FORMAT 1.6). */
  readonly role: PersonRole;
  readonly status: z.infer<typeof TraffickingStatus> | null;
  readonly voided: Instant | null;
  /** When the owner closed its case; null again when it was reopened. */
  readonly caseClosed: Instant | null;
}

/** One referral: both halves together (architecture 7). */
export interface ReferralSummary {
  readonly referral: Uuid;
  readonly ref: Ref;
  readonly from: AgencyKey;
  readonly to: AgencyKey;
  readonly record: Uuid;
  readonly service: ServiceCategory;
  readonly legalBasis: LegalBasis;
  readonly application: Uuid | null;
  readonly supersedes: Uuid | null;
  readonly supersededBy: Uuid | null;
  /** FORMAT 7. */
  readonly state: ReferralState;
  readonly overdue: boolean;
  readonly escalated: boolean;
  readonly sent: Instant;
  readonly acknowledgeBy: Instant;
  readonly deadline: Instant;
  readonly acknowledged: Instant | null;
  readonly decided: Instant | null;
  readonly serviceStarted: Instant | null;
  readonly closed: Instant | null;
  readonly reason: string | null;
  readonly emergency: boolean;
  /** The sender's number of the batch whose line this is. */
  readonly batch: Ref | null;
  /** Asked for, where routing sent it elsewhere. */
  readonly routed: { readonly requested: string; readonly reason: string } | null;
  /** The recipient is off the platform. */
  readonly external: boolean;
  /** An answer of the recipient was recorded by the sender's clerk. */
  readonly proxied: boolean;
}

/** One 7-day clock (UU 21/2007 art. 52). */
export interface ApplicationSummary {
  readonly application: Uuid;
  readonly ref: Ref;
  readonly agency: string;
  readonly service: ServiceCategory;
  readonly requested: Instant;
  readonly due: Instant;
  readonly outcome: 'running' | 'met' | 'breached' | 'withdrawn';
  readonly serviceStarted: Instant | null;
  readonly provider: AgencyKey | null;
  /** From the request to the start of the service, 24 h each, one decimal, half up; null before it starts. */
  readonly days: number | null;
}

/** A withdrawal as it stands with one recipient. */
export interface WithdrawalSummary {
  readonly recipient: AgencyKey;
  readonly withdrawn: Instant;
  readonly confirmBy: Instant;
  readonly state: 'requested' | 'confirmed' | 'overdue';
  readonly confirmed: Instant | null;
  /** Not confirmed in time; stays when it is confirmed late. */
  readonly overdue: boolean;
}

export interface GrantSummary {
  readonly granted: Instant;
  readonly recipients: readonly AgencyKey[];
  readonly purposes: readonly string[];
  readonly classes: readonly DataClass[];
  readonly givenBy: z.infer<typeof ConsentGiver>;
  readonly expires: Instant | null;
}

/** All consents about the person of one record. */
export interface ConsentSummary {
  readonly record: Uuid;
  readonly agency: string;
  readonly grants: readonly GrantSummary[];
  readonly withdrawals: readonly WithdrawalSummary[];
  /** The guardian who consented is a suspect in the same case. */
  readonly guardianConflict: boolean;
}

/** One claim as a ledger in whole rupiah; null: that step has not been taken. */
export interface RestitutionSummary {
  readonly claim: Uuid;
  readonly record: Uuid;
  readonly ref: Ref | null;
  readonly agency: string;
  readonly explained: Instant | null;
  readonly claimed: number | null;
  readonly assessed: number | null;
  readonly demanded: number | null;
  readonly awarded: number | null;
  readonly deposited: number;
  readonly paid: number;
  /** Awarded less paid; below nought where more was paid. */
  readonly outstanding: number;
  /** Date in WITA; payment is late after its end. */
  readonly dueOn: string | null;
  readonly overdue: boolean;
  /** Months imposed instead of what was not paid. */
  readonly substituteDetention: number | null;
}

/** Proceedings from the police report to the final verdict. */
export interface ProcessSummary {
  readonly process: Uuid;
  readonly ref: Ref;
  readonly record: Uuid;
  readonly agency: string;
  readonly stage: 'Reported' | 'Investigation' | 'FileComplete' | 'InCourt' | 'Verdict' | 'Final' | 'Stopped';
  readonly filedOn: string;
  /** Articles as charged last. */
  readonly charges: readonly string[];
  readonly verdict: 'Convicted' | 'Acquitted' | 'Released' | null;
  readonly finalOn: string | null;
  readonly stopped: string | null;
}
