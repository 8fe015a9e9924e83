import { AgencyKey } from '@satualur/contracts/ids';
import { AccessDenied, type Caller, type Relation, type Role, ROLES } from './access';
import { type Action, ACTIONS, can, relationToTaskForce, requireAccess } from './table';

const RELATIONS: readonly Relation[] = ['own', 'participant', 'none'];
const callerOf = (...roles: Role[]): Caller => ({ staff: 'staff-1', agency: AgencyKey.parse('pol-contoh'), roles });

/**
 * Written by hand, apart from the table. One line per action; columns are the relations own, participant, none; each cell names the
 * roles let in by their letter: c caseworker, s supervisor, t secretariat, r reviewer, a auditor, k clerk.
 */
const expected: Record<Action, string> = {
  'record.register': 'csk - -',
  'record.read': 'csk - -',
  'record.change': 'csk - -',
  'record.close': 'cs - -',
  'record.assign': 'cs - -',
  'record.hold': 's - -',
  'record.export': 's - -',
  'record.search': 'csk - -',
  'consent.write': 'csk - -',
  'stop.confirm': 'csk - -',
  'case.write': 'csk - -',
  'case.read': 'cs - -',
  'screening.write': 'cs - -',
  'legal-basis.write': 'cs - -',
  'request.receive': 'csk - -',
  'request.answer': 's - -',
  'breach.write': 's - -',
  'worker.absence': 's - -',
  'intake.list': 'csk - -',
  'referral.send': 'cs - -',
  'referral.answer': 'cs - -',
  'referral.withdraw': 'cs - -',
  'referral.terminate': 's - -',
  'referral.read': 'csk cs -',
  'referral.draft': 'csk - -',
  'referral.list': 'csk - -',
  'notice.read': 'cstk - -',
  'application.file': 'cs - -',
  'application.read': 'csk - -',
  'service.start': 'cs - -',
  'service.complete': 'cs - -',
  'service.record': 'cs - -',
  'service.read': 'cs - -',
  'plan.write': 'cs - -',
  'plan.approve': 's - -',
  'shelter.manage': 's - -',
  'shelter.read': 'csk - -',
  'services.list': 'csk - -',
  'return.write': 'cs - -',
  'process.write': 'cs - -',
  'restitution.write': 'cs - -',
  'restitution.read': 'csk - -',
  'timeline.read': 'cs cs -',
  'timeline.read-any': 'tra ra ra',
  'directory.read': 'cstrak cstrak cstrak',
  'agency.register': 't - -',
  'agency.change': 't - -',
  'lists.publish': 't - -',
  'staff.change': 't - -',
  'policy.change': 't - -',
  'task-force.form': 't - -',
  'parked.read': 'st - -',
  'parked.redrive': 'st - -',
  'demo.clock': 't t t',
};
const letters: Record<Role, string> = {
  caseworker: 'c',
  supervisor: 's',
  secretariat: 't',
  reviewer: 'r',
  auditor: 'a',
  clerk: 'k',
};

const matrix = ACTIONS.flatMap((action) =>
  RELATIONS.flatMap((relation, column) =>
    ROLES.map((role) => ({ action, relation, role, allowed: expected[action].split(' ')[column]!.includes(letters[role]) })),
  ),
);

describe('who may do what', () => {
  it('has a line for every action', () => expect([...ACTIONS].sort()).toEqual(Object.keys(expected).sort()));

  it.each(matrix)('$role, $relation: $action is $allowed', ({ action, relation, role, allowed }) =>
    expect(can(callerOf(role), action, relation)).toBe(allowed),
  );

  it('refuses a caller without a role everything', () => {
    const open = ACTIONS.flatMap((action) => RELATIONS.filter((relation) => can(callerOf(), action, relation)));
    expect(open).toEqual([]);
  });

  it('lets a caller of several roles do what any of them may', () => {
    expect(can(callerOf('clerk', 'supervisor'), 'referral.terminate', 'own')).toBe(true);
    expect(can(callerOf('clerk', 'auditor'), 'referral.terminate', 'own')).toBe(false);
  });
});

describe('a refusal', () => {
  const refusal = (action: Action, relation: Relation): unknown => {
    try {
      requireAccess(callerOf(), action, relation);
    } catch (error) {
      return error;
    }
    return undefined;
  };

  it.each(ACTIONS.filter((action) => action.endsWith('.read') && action !== 'directory.read'))(
    'hides from strangers what %s would read',
    (action) => expect(refusal(action, 'none')).toMatchObject({ hidden: true }),
  );

  it('hides from strangers also what a command would change', () =>
    expect(refusal('referral.withdraw', 'none')).toMatchObject({ hidden: true }));

  it.each(['own', 'participant'] as const)('is open to an agency that knows of the thing (%s)', (relation) =>
    expect(ACTIONS.map((action) => refusal(action, relation))).toEqual(
      ACTIONS.map(() => expect.objectContaining({ hidden: false })),
    ),
  );

  it.each(['agency.register', 'policy.change', 'task-force.form'] as const)('does not hide that %s exists', (action) =>
    expect(refusal(action, 'none')).toMatchObject({ hidden: false }),
  );

  it('is an AccessDenied, and an allowed act is no error', () => {
    expect(refusal('record.read', 'own')).toBeInstanceOf(AccessDenied);
    expect(() => requireAccess(callerOf('clerk'), 'record.read', 'own')).not.toThrow();
  });
});

describe('the task force’s own matters', () => {
  const [secretariat, other] = [AgencyKey.parse('sekretariat-contoh'), AgencyKey.parse('sekretariat-lain')];
  const staff = { ...callerOf('secretariat'), agency: secretariat };

  it('are open to the secretariat role of the provincial secretariat alone', () => {
    expect(relationToTaskForce(staff, secretariat)).toBe('own');
    expect(relationToTaskForce(staff, other)).toBe('none');
    expect(relationToTaskForce(staff, undefined)).toBe('none');
    expect(can(staff, 'timeline.read-any', relationToTaskForce(staff, other))).toBe(false);
  });
});
