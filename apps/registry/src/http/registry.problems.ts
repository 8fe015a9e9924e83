import type { AgencyRule } from '../domain/agency';
import type { HolidayRule } from '../domain/calendar';
import type { CodeRule } from '../domain/code-list';
import type { RetentionRule } from '../domain/retention';
import type { SlaPolicyRule } from '../domain/sla-policy';
import type { StaffRule } from '../domain/staff';
import type { TaskForceRule } from '../domain/task-force';

type Rule = AgencyRule | SlaPolicyRule | TaskForceRule | CodeRule | HolidayRule | RetentionRule | StaffRule;

export const registryProblems: Record<Rule | 'timer-not-fired', 403 | 409 | 422> = {
  'agency-already-registered': 409,
  'agency-off-platform': 409,
  'agency-unknown': 409,
  'agency-left': 409,
  'same-name': 409,
  'in-the-future': 422,
  'valid-from-taken': 409,
  'version-taken': 409,
  'code-repeated': 422,
  'day-of-another-year': 422,
  'day-repeated': 422,
  'same-days': 409,
  'agency-differs': 409,
  'same-roles': 409,
  'staff-unknown': 409,
  'task-force-not-formed': 409,
  'task-force-already-formed': 409,
  'absence-already-recorded': 409,
  'timer-not-fired': 409,
};
