import type { AgencyRule } from '../domain/agency';
import type { SlaPolicyRule } from '../domain/sla-policy';
import type { TaskForceRule } from '../domain/task-force';

export const registryProblems: Record<AgencyRule | SlaPolicyRule | TaskForceRule | 'timer-not-fired', 403 | 409 | 422> = {
  'agency-already-registered': 409,
  'agency-off-platform': 409,
  'agency-unknown': 409,
  'key-not-of-code': 422,
  'key-reserved': 422,
  'valid-from-taken': 409,
  'task-force-already-formed': 409,
  'absence-already-recorded': 409,
  'timer-not-fired': 409,
};
