import type { Unrouted } from '@satualur/contracts/registry/routing';
import type { OtherPersonRule } from '../acts/records';
import type { AreaRule } from '../areas';
import type { AboutRule } from '../domain/about';
import type { AgencyRecordRule } from '../domain/agency-record';
import type { BirthRule } from '../domain/birth';
import type { BreachRule } from '../domain/breach';
import type { CaseEventRule } from '../domain/case-event';
import type { ConsentRule } from '../domain/consent';
import type { HeldUpdateRule } from '../domain/held-update';
import type { KeyGrantRule } from '../domain/key-grant';
import type { LegalBasisRule } from '../domain/legal-basis';
import type { ScreeningRule } from '../domain/screening';
import type { StopRule } from '../domain/stop';
import type { SubjectRequestRule } from '../domain/subject-request';
import type { WorkerRule } from '../domain/worker';

type Rule =
  | AboutRule
  | AgencyRecordRule
  | AreaRule
  | BirthRule
  | BreachRule
  | CaseEventRule
  | ConsentRule
  | HeldUpdateRule
  | KeyGrantRule
  | LegalBasisRule
  | OtherPersonRule
  | ScreeningRule
  | StopRule
  | SubjectRequestRule
  | WorkerRule
  | Unrouted
  | 'timer-not-fired';

export const recordProblems: Record<Rule, 403 | 404 | 409 | 422> = {
  'absence-ends-before-it-begins': 422,
  'area-unknown': 422,
  'basis-ends-before-it-begins': 422,
  'born-in-the-future': 422,
  'breach-already-detected': 409,
  'breach-notified': 409,
  'breach-unknown': 404,
  'case-closed': 409,
  'case-event-unknown': 404,
  'case-not-closed': 409,
  'consent-expiry-past': 422,
  'consent-in-force': 409,
  'consent-not-given': 409,
  'deputy-is-worker': 422,
  'detected-in-the-future': 422,
  'grant-not-announced': 409,
  'guardian-not-needed': 422,
  'hold-not-placed': 409,
  'hold-placed': 409,
  'legal-hold': 409,
  'not-the-owner': 409,
  'not-the-recipient': 403,
  'nothing-stated': 422,
  'other-person-unknown': 422,
  'provincial-secretariat-unknown': 409,
  'received-in-the-future': 422,
  'recipient-unknown': 422,
  'record-already-announced': 409,
  'record-already-registered': 409,
  'record-known': 409,
  'record-unknown': 404,
  'record-voided': 409,
  'referral-not-accepted': 409,
  'request-already-received': 409,
  'request-answered': 409,
  'request-unknown': 404,
  'screening-already-started': 409,
  'screening-completed': 409,
  'screening-unknown': 404,
  'status-not-stated': 422,
  'stop-already-confirmed': 409,
  'stop-unknown': 404,
  'subject-erased': 409,
  'task-force-without-secretariat': 409,
  'timer-not-fired': 409,
  'update-not-waiting': 409,
  'update-unknown': 404,
  'victim-count-missing': 422,
  'worker-in-charge': 409,
  'worker-not-absent': 409,
  'worker-unknown': 422,
};
