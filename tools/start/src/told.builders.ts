import type {
  ApplicationSummary,
  ConsentSummary,
  RecordSummary,
  ReferralSummary,
  RestitutionSummary,
  WithdrawalSummary,
} from '@satualur/contracts/timeline/summaries';
import type { ToldTimeline } from '@satualur/contracts/timeline/views';
import { msOf } from './instants';

/** WITA wall time of 2026 in the services' spelling: `utc('02-03 10:00')`. */
export const utc = <T extends string>(local: string): T =>
  new Date(msOf(`2026-${local.replace(' ', 'T')}:00+08:00`)).toISOString() as T;

/** A builder whose values stand for those that are told: brands and codes are not checked. */
const builder =
  <T>(defaults: object) =>
  (over: Partial<Record<keyof T, unknown>> = {}): T =>
    ({ ...defaults, ...over }) as T;

export const recordTold = builder<RecordSummary>({
  record: 'r-1',
  ref: 'R-1',
  agency: 'pol-6371',
  registered: utc('02-01 08:00'),
});

export const referralTold = builder<ReferralSummary>({
  ...{
    referral: 'f-1',
    ref: 'F-1',
    from: 'pol-6371',
    to: 'rs-6371',
    record: 'r-1',
    service: 'LegalAid',
    legalBasis: 'PublicTask',
  },
  ...{ application: null, supersedes: null, state: 'Sent', sent: utc('02-01 10:00'), acknowledgeBy: utc('02-02 10:00') },
  ...{ acknowledged: null, decided: null, serviceStarted: null, closed: null, reason: null },
  ...{ batch: null, routed: null, external: false, proxied: false },
});

export const applicationTold = builder<ApplicationSummary>({
  ...{ ref: 'SA-1', requested: utc('02-01 09:00'), outcome: 'met', days: 1.5 },
});

export const withdrawalTold = builder<WithdrawalSummary>({
  ...{ recipient: 'rs-6371', withdrawn: utc('02-05 10:00'), confirmBy: utc('02-08 10:00') },
  ...{ state: 'requested', confirmed: null, overdue: false },
});

export const consentTold = builder<ConsentSummary>({ record: 'r-1', withdrawals: [] });

export const claimTold = builder<RestitutionSummary>({
  ...{ claim: 'c-1', record: 'r-1', claimed: 10, awarded: null, paid: 0, outstanding: 0, dueOn: null, overdue: false },
});

/** One case's timeline with what is given of it. */
export const caseTold = builder<ToldTimeline>({ records: [], referrals: [], applications: [], consents: [], restitution: [] });
