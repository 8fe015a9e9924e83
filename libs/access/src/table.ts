import type { AgencyKey } from '@satualur/contracts/ids';
import { AccessDenied, type Caller, type Relation, type Role } from './access';

/** Roles that may act, by how their agency stands to the thing. What is not listed is refused. */
interface Row {
  readonly own?: readonly Role[];
  readonly participant?: readonly Role[];
  readonly none?: readonly Role[];
  /** To an agency that takes no part, a refusal looks as if the thing did not exist. */
  readonly hides?: true;
}

const casework: readonly Role[] = ['caseworker', 'supervisor'];
const desk: readonly Role[] = [...casework, 'clerk'];
const everybody: readonly Role[] = [...desk, 'secretariat', 'reviewer', 'auditor'];
const oversight: readonly Role[] = ['reviewer', 'auditor'];

export type Action =
  | 'record.register'
  | 'record.read'
  | 'record.change'
  | 'record.close'
  | 'record.assign'
  | 'record.hold'
  | 'record.export'
  | 'record.search'
  | 'consent.write'
  | 'stop.confirm'
  | 'case.write'
  | 'case.read'
  | 'screening.write'
  | 'legal-basis.write'
  | 'request.receive'
  | 'request.answer'
  | 'breach.write'
  | 'worker.absence'
  | 'intake.list'
  | 'referral.send'
  | 'referral.answer'
  | 'referral.withdraw'
  | 'referral.terminate'
  | 'referral.read'
  | 'referral.draft'
  | 'referral.list'
  | 'notice.read'
  | 'application.file'
  | 'application.read'
  | 'service.start'
  | 'service.complete'
  | 'service.record'
  | 'service.read'
  | 'plan.write'
  | 'plan.approve'
  | 'shelter.manage'
  | 'shelter.read'
  | 'services.list'
  | 'return.write'
  | 'process.write'
  | 'restitution.write'
  | 'restitution.read'
  | 'timeline.read'
  | 'timeline.read-any'
  | 'directory.read'
  | 'agency.register'
  | 'agency.change'
  | 'lists.publish'
  | 'staff.change'
  | 'policy.change'
  | 'task-force.form'
  | 'parked.read'
  | 'parked.redrive'
  | 'demo.clock';

/**
 * Who may do what (architecture 10). `own`: the thing stands in the caller's agency's store; of the task force's own matters
 * (agencies, policies, task forces, any timeline), the caller's agency is the provincial secretariat: see `relationToTaskForce`.
 * `participant`: the caller's agency takes part in the case or is the referral's other side.
 */
export const table = {
  'record.register': { own: desk, hides: true },
  'record.read': { own: desk, hides: true },
  'record.change': { own: desk, hides: true },
  'record.close': { own: casework, hides: true },
  'record.assign': { own: casework, hides: true },
  'record.hold': { own: ['supervisor'], hides: true },
  'record.export': { own: ['supervisor'], hides: true },
  'record.search': { own: desk, hides: true },
  'consent.write': { own: desk, hides: true },
  'stop.confirm': { own: desk, hides: true },
  'case.write': { own: desk, hides: true },
  'case.read': { own: casework, hides: true },
  'screening.write': { own: casework, hides: true },
  'legal-basis.write': { own: casework, hides: true },
  'request.receive': { own: desk, hides: true },
  'request.answer': { own: ['supervisor'], hides: true },
  'breach.write': { own: ['supervisor'], hides: true },
  'worker.absence': { own: ['supervisor'], hides: true },
  'intake.list': { own: desk, hides: true },
  'referral.send': { own: casework, hides: true },
  'referral.answer': { own: casework, hides: true },
  'referral.withdraw': { own: casework, hides: true },
  'referral.terminate': { own: ['supervisor'], hides: true },
  'referral.read': { own: desk, participant: casework, hides: true },
  'referral.draft': { own: desk, hides: true },
  'referral.list': { own: desk, hides: true },
  'notice.read': { own: [...desk, 'secretariat'], hides: true },
  'application.file': { own: casework, hides: true },
  'application.read': { own: desk, hides: true },
  'service.start': { own: casework, hides: true },
  'service.complete': { own: casework, hides: true },
  'service.record': { own: casework, hides: true },
  'service.read': { own: casework, hides: true },
  'plan.write': { own: casework, hides: true },
  'plan.approve': { own: ['supervisor'], hides: true },
  'shelter.manage': { own: ['supervisor'], hides: true },
  'shelter.read': { own: desk, hides: true },
  'services.list': { own: desk, hides: true },
  'return.write': { own: casework, hides: true },
  'process.write': { own: casework, hides: true },
  'restitution.write': { own: casework, hides: true },
  'restitution.read': { own: desk, hides: true },
  'timeline.read': { own: casework, participant: casework, hides: true },
  'timeline.read-any': { own: [...oversight, 'secretariat'], participant: oversight, none: oversight, hides: true },
  'directory.read': { own: everybody, participant: everybody, none: everybody },
  'agency.register': { own: ['secretariat'] },
  'agency.change': { own: ['secretariat'] },
  'lists.publish': { own: ['secretariat'] },
  'staff.change': { own: ['secretariat'] },
  'policy.change': { own: ['secretariat'] },
  'task-force.form': { own: ['secretariat'] },
  'parked.read': { own: ['supervisor', 'secretariat'], hides: true },
  'parked.redrive': { own: ['supervisor', 'secretariat'], hides: true },
  'demo.clock': { own: ['secretariat'], participant: ['secretariat'], none: ['secretariat'] },
} as const satisfies Record<Action, Row>;

export const ACTIONS = Object.keys(table) as Action[];

/** How the caller's agency stands to the task force's own matters. */
export const relationToTaskForce = (caller: Caller, provincialSecretariat: AgencyKey | undefined): Relation =>
  caller.agency === provincialSecretariat ? 'own' : 'none';

const allowedRole = (caller: Caller, action: Action, relation: Relation): Role | undefined => {
  const allowed: readonly Role[] = (table[action] as Row)[relation] ?? [];
  return caller.roles.find((role) => allowed.includes(role));
};

export const can = (caller: Caller, action: Action, relation: Relation): boolean =>
  allowedRole(caller, action, relation) !== undefined;

/** The role in which the caller acts. Throws AccessDenied, `hidden` where the refusal must look as if the thing did not exist. */
export function requireAccess(caller: Caller, action: Action, relation: Relation): Role {
  const role = allowedRole(caller, action, relation);
  if (role === undefined) throw new AccessDenied(relation === 'none' && (table[action] as Row).hides === true);
  return role;
}
