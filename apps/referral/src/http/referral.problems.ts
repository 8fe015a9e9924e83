import type { ReferralInRule } from '../domain/referral-in';
import type { ReferralOutRule } from '../domain/referral-out';
import type { Unrouted } from '@satualur/contracts/registry/routing';
import type { HereRule } from '../here';

type Rule =
  | ReferralInRule
  | ReferralOutRule
  | Unrouted
  | HereRule
  | 'draft-incomplete'
  | 'evidence-required'
  | 'notice-unknown'
  | 'timer-not-fired';

export const referralProblems: Record<Rule, 403 | 404 | 409 | 422> = {
  'agency-left': 409,
  'already-drafted': 409,
  'already-sent': 409,
  'application-differs': 422,
  'application-not-needed': 422,
  'application-required': 422,
  'consent-expired': 409,
  'consent-missing': 422,
  'consent-withdrawn': 409,
  'draft-incomplete': 422,
  'duplicate-open': 409,
  'evidence-required': 422,
  'guardian-conflict': 409,
  'illegal-transition': 409,
  'legal-basis-missing': 409,
  'legal-basis-not-in-force': 409,
  'legal-basis-too-narrow': 409,
  'not-reroutable': 409,
  'not-the-recipient': 403,
  'not-the-sender': 403,
  'notice-unknown': 404,
  'provincial-secretariat-unknown': 409,
  'reason-text-not-wanted': 422,
  'reason-text-required': 422,
  'recipient-answers-itself': 409,
  'recipient-inactive': 409,
  'recipient-is-self': 422,
  'recipient-off-platform': 409,
  'recipient-unknown': 422,
  'record-erased': 409,
  'record-not-a-victim': 422,
  'record-unknown': 422,
  'record-voided': 409,
  'referral-cyclic': 409,
  'referral-expired': 409,
  'referral-unknown': 404,
  'reroute-differs': 422,
  'service-not-offered': 409,
  'suggested-is-self': 422,
  'task-force-without-secretariat': 409,
  'timer-not-fired': 409,
};
