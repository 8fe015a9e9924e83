import { CASE, hlcAt, HOSPITAL, idOf, POLICE, REFERRAL, SUBJECT } from '@satualur/contracts/cast';
import type { CaseId, Ref } from '@satualur/contracts/ids';
import { assertions } from '@satualur/contracts/intake/examples';
import type { ActKind } from '@satualur/contracts/referral/life-cycle';
import type { AnnounceRecord, RegisterRecord } from './agency-record.commands';
import type { ReferralFacts } from './referral-facts';

/** The case a record would open if it inherited none. */
export const NEW_CASE = idOf(0xbe9) as CaseId;

export const registerRecord = (over: Partial<RegisterRecord> = {}): RegisterRecord => ({
  type: 'RegisterRecord',
  ref: 'R-0301' as Ref,
  subject: SUBJECT,
  newCase: NEW_CASE,
  assertions: assertions(),
  ...over,
});

export const announceRecord = (over: Partial<AnnounceRecord> = {}): AnnounceRecord => ({
  ...{ type: 'AnnounceRecord', ref: 'R-0301' as Ref, subject: SUBJECT, newCase: NEW_CASE },
  ...over,
});

/** A referral received in case CASE, and what its recipient did since, hour by hour. */
export const viaReferral = (...acts: ActKind[]): { id: typeof REFERRAL; facts: ReferralFacts } => ({
  id: REFERRAL,
  facts: {
    parties: { from: POLICE, to: HOSPITAL },
    caseid: CASE,
    acts: acts.map((kind, hour) => ({ kind, by: HOSPITAL, hlc: hlcAt(`02-03 1${hour}:00`) })),
  },
});
