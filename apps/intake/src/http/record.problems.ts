import type { AgencyRecordRule } from '../domain/agency-record';

export const recordProblems: Record<AgencyRecordRule | 'timer-not-fired', 403 | 409 | 422> = {
  'record-already-registered': 409,
  'referral-not-accepted': 409,
  'timer-not-fired': 409,
};
