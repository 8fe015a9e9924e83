import type { AgencyRecordRule } from '../domain/agency-record';
import type { KeyGrantRule } from '../domain/key-grant';

export const recordProblems: Record<AgencyRecordRule | KeyGrantRule | 'timer-not-fired', 403 | 409 | 422> = {
  'record-already-registered': 409,
  'referral-not-accepted': 409,
  'grant-not-announced': 409,
  'not-the-owner': 409,
  'timer-not-fired': 409,
};
