import type { ApplicationRule } from '../domain/service-application';
import type { EpisodeRule } from '../domain/service-episode';

export const servicesProblems: Record<ApplicationRule | EpisodeRule | 'timer-not-fired', 403 | 404 | 409 | 422> = {
  'application-already-filed': 409,
  'application-unknown': 404,
  'not-the-recipient': 403,
  'record-not-a-victim': 422,
  'record-unknown': 422,
  'referral-not-accepted': 409,
  'referral-unknown': 422,
  'requested-in-the-future': 422,
  'service-already-completed': 409,
  'service-already-started': 409,
  'service-not-started': 404,
  'service-not-statutory': 422,
  'timer-not-fired': 409,
};
