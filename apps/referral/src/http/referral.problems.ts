import type { ReferralInRule } from '../domain/referral-in';
import type { ReferralOutRule } from '../domain/referral-out';

export const referralProblems: Record<ReferralInRule | ReferralOutRule | 'timer-not-fired', 403 | 404 | 409 | 422> = {
  'already-sent': 409,
  'application-differs': 422,
  'application-not-needed': 422,
  'application-required': 422,
  'consent-missing': 422,
  'illegal-transition': 409,
  'not-reroutable': 409,
  'not-the-recipient': 403,
  'not-the-sender': 403,
  'recipient-inactive': 409,
  'recipient-is-self': 422,
  'recipient-unknown': 422,
  'record-not-a-victim': 422,
  'record-unknown': 422,
  'referral-expired': 409,
  'referral-unknown': 404,
  'reroute-differs': 422,
  'timer-not-fired': 409,
};
