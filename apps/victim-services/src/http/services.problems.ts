import type { ProcessRule } from '../domain/legal-process';
import type { RestitutionRule } from '../domain/restitution';
import type { ApplicationRule } from '../domain/service-application';
import type { EpisodeRule } from '../domain/service-episode';
import type { ShelterRule } from '../domain/shelter';
import type { StatedRule } from '../domain/stated-dates';
import type { PlanRule } from '../domain/support-plan';
import type { ReturnRule } from '../domain/victim-return';

type Rule = ApplicationRule | EpisodeRule | PlanRule | ShelterRule | ReturnRule | ProcessRule | RestitutionRule | StatedRule;

export const servicesProblems: Record<Rule | 'timer-not-fired', 403 | 404 | 409 | 422> = {
  'already-in-shelter': 409,
  'amount-not-positive': 422,
  'application-already-filed': 409,
  'application-unknown': 404,
  'award-below-paid': 409,
  'changes-missing': 422,
  'detention-too-long': 422,
  'first-aid-already-given': 409,
  'first-aid-before-the-request': 422,
  'first-aid-in-the-future': 422,
  'illegal-transition': 409,
  'more-than-outstanding': 409,
  'no-such-visit': 422,
  'not-a-proxy': 422,
  'notes-without-record': 422,
  'not-an-emergency': 409,
  'not-in-shelter': 409,
  'not-the-recipient': 403,
  'places-taken': 409,
  'plan-already-drafted': 409,
  'plan-unknown': 404,
  'process-unknown': 404,
  'proxy-needs-evidence': 422,
  'record-not-a-victim': 422,
  'record-unknown': 422,
  'record-voided': 409,
  'referral-not-accepted': 409,
  'referral-unknown': 422,
  'report-already-filed': 409,
  'requested-in-the-future': 422,
  'restitution-not-overdue': 409,
  'restitution-unknown': 404,
  'return-already-arranged': 409,
  'return-unknown': 404,
  'right-already-explained': 409,
  'service-already-completed': 409,
  'service-already-started': 409,
  'service-not-running': 409,
  'service-not-started': 404,
  'service-not-statutory': 422,
  'shelter-already-open': 409,
  'shelter-full': 409,
  'shelter-unknown': 404,
  'stated-in-the-future': 422,
  'subject-erased': 409,
  'timer-not-fired': 409,
};
