import { randomUUID } from 'node:crypto';
import { AgencyKey } from '@satualur/contracts/ids';
import { Client } from 'pg';
import type { Caller, Relation, Role } from './access';
import { projectorScope, readerScope, rlsPolicies, type Statement, type TableName, visibleCases } from './visible-cases';

const suffix = randomUUID().slice(0, 8);
const database = `access_${suffix}`;
const role = `access_${suffix}`;
const PASSWORD = 'an invented password';
const admin = new URL(process.env['TEST_DATABASE_URL'] ?? 'postgresql://needs-the-local-stack.invalid/');

const participants: TableName = { schema: 'case"s', name: 'participant' };
const cases: TableName = { schema: 'case"s', name: 'case' };
const CASES = '"case""s"."case"';
const PARTICIPANTS = '"case""s"."participant"';

const [one, two, three, stranger] = ['pol-satu', 'lsm-dua', 'uptd-tiga', 'dinsos-asing'].map((key) => AgencyKey.parse(key)) as [
  AgencyKey,
  AgencyKey,
  AgencyKey,
  AgencyKey,
];
const takesPart: Record<string, readonly AgencyKey[]> = {
  [randomUUID()]: [one, two],
  [randomUUID()]: [two],
  [randomUUID()]: [two, three],
};
const casesOf = (agency: AgencyKey) => Object.keys(takesPart).filter((id) => takesPart[id]!.includes(agency));
const everyCase = Object.keys(takesPart);

const callerOf = (agency: AgencyKey, ...roles: Role[]): Caller => ({ staff: 'staff-1', agency, roles });
const readers: {
  readonly who: string;
  readonly caller: Caller;
  readonly toTaskForce: Relation;
  readonly sees: readonly string[];
}[] = [
  { who: 'a caseworker', caller: callerOf(one, 'caseworker'), toTaskForce: 'none', sees: casesOf(one) },
  { who: 'a supervisor of many cases', caller: callerOf(two, 'supervisor'), toTaskForce: 'none', sees: casesOf(two) },
  { who: 'a stranger', caller: callerOf(stranger, 'caseworker', 'supervisor'), toTaskForce: 'none', sees: [] },
  { who: 'a clerk', caller: callerOf(two, 'clerk'), toTaskForce: 'none', sees: [] },
  { who: 'somebody without a role', caller: callerOf(two), toTaskForce: 'none', sees: [] },
  { who: 'the provincial secretariat', caller: callerOf(stranger, 'secretariat'), toTaskForce: 'own', sees: everyCase },
  { who: 'another secretariat', caller: callerOf(stranger, 'secretariat'), toTaskForce: 'none', sees: [] },
  { who: 'an auditor', caller: callerOf(stranger, 'auditor'), toTaskForce: 'none', sees: everyCase },
  { who: 'a reviewer', caller: callerOf(stranger, 'reviewer'), toTaskForce: 'none', sees: everyCase },
];

const connect = async (options: object): Promise<Client> => {
  const client = new Client({ host: admin.hostname, port: Number(admin.port), ...options });
  await client.connect();
  return client;
};
const superuser = { user: decodeURIComponent(admin.username), password: decodeURIComponent(admin.password) };

let root: Client;
/** The service's own role, which also owns the tables. */
let service: Client;

const run = (statement: Statement) => service.query(statement.text, [...statement.values]);
async function inScope<T>(scope: Statement | undefined, work: () => Promise<T>): Promise<T> {
  await service.query('BEGIN');
  try {
    if (scope) await run(scope);
    return await work();
  } finally {
    await service.query('ROLLBACK');
  }
}
const idsIn = async (table: string, where: Statement = { text: 'true', values: [] }): Promise<string[]> => {
  const { rows } = await service.query<{ caseid: string }>(`SELECT DISTINCT caseid FROM ${table} WHERE ${where.text}`, [
    ...where.values,
  ]);
  return rows.map((row) => row.caseid).sort();
};

beforeAll(async () => {
  root = await connect({ ...superuser, database: 'postgres' });
  await root.query(`CREATE ROLE "${role}" LOGIN PASSWORD '${PASSWORD}'`);
  await root.query(`CREATE DATABASE "${database}" OWNER "${role}"`);
  service = await connect({ database, user: role, password: PASSWORD });
  await service.query(`CREATE SCHEMA "case""s"; CREATE TABLE ${CASES} (caseid uuid PRIMARY KEY, state text);
    CREATE TABLE ${PARTICIPANTS} (caseid uuid, agency text, PRIMARY KEY (caseid, agency))`);
  for (const policy of [...rlsPolicies(cases, participants), ...rlsPolicies(participants, participants)])
    await service.query(policy);
  await service.query('BEGIN');
  await run(projectorScope);
  for (const [id, agencies] of Object.entries(takesPart)) {
    await service.query(`INSERT INTO ${CASES} VALUES ($1, 'open')`, [id]);
    for (const agency of agencies) await service.query(`INSERT INTO ${PARTICIPANTS} VALUES ($1, $2)`, [id, agency]);
  }
  await service.query('COMMIT');
});

afterAll(async () => {
  await service?.end();
  await root.query(`DROP DATABASE IF EXISTS "${database}" WITH (FORCE)`);
  await root.query(`DROP ROLE "${role}"`);
  await root.end();
});

describe.each(readers)('$who', ({ caller, toTaskForce, sees }) => {
  const expected = [...sees].sort();

  it('sees the right cases by the row policies alone, with the application’s predicate left out', () =>
    inScope(readerScope(caller, toTaskForce), async () => {
      expect(await idsIn(CASES)).toEqual(expected);
      expect(await idsIn(PARTICIPANTS)).toEqual(expected);
    }));

  it('sees the right cases by the predicate alone, with the row policies open', () =>
    inScope(projectorScope, async () => {
      const state = { text: 'state = $1 AND ', values: ['open'] };
      const visible = visibleCases(caller, toTaskForce, participants, 2);
      const both = { text: state.text + visible.text, values: [...state.values, ...visible.values] };
      expect(await idsIn(CASES, both)).toEqual(expected);
    }));

  it('counts only what it sees', () =>
    inScope(readerScope(caller, toTaskForce), async () => {
      const { rows } = await service.query(`SELECT count(*)::int AS cases FROM ${CASES}`);
      expect(rows).toEqual([{ cases: expected.length }]);
    }));
});

describe('the cost of a few rows', () => {
  it('is that of those rows: no set of all the reader’s cases is made', () =>
    inScope(readerScope(callerOf(two, 'caseworker'), 'none'), async () => {
      const { rows } = await service.query<Record<string, string>>(`EXPLAIN SELECT * FROM ${CASES} WHERE state = 'open'`);
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
      expect(plan).toContain('SubPlan');
      expect(plan).not.toContain('hashed SubPlan');
    }));
});

describe('without a scope', () => {
  it('nothing is visible, to the tables’ owner neither', () =>
    inScope(undefined, async () => {
      expect(await idsIn(CASES)).toEqual([]);
      expect(await idsIn(PARTICIPANTS)).toEqual([]);
    }));

  it.each([projectorScope, readerScope(callerOf(two, 'caseworker'), 'none')])(
    'nothing stays visible of the transaction before',
    async (scope) => {
      await service.query('BEGIN');
      await run(scope);
      expect(await idsIn(CASES)).not.toEqual([]);
      await service.query('COMMIT');
      expect(await idsIn(CASES)).toEqual([]);
    },
  );
});

describe('a reader of some cases', () => {
  const scope = readerScope(callerOf(two, 'caseworker'), 'none');

  it('sees no more when the table of participants alone lacks its policies', () =>
    inScope(scope, async () => {
      await service.query(`ALTER TABLE ${PARTICIPANTS} DISABLE ROW LEVEL SECURITY`);
      expect(await idsIn(CASES)).toEqual([...casesOf(two)].sort());
      await run(readerScope(callerOf(one, 'caseworker'), 'none'));
      expect(await idsIn(CASES)).toEqual([...casesOf(one)].sort());
    }));

  it('cannot add a row', () =>
    inScope(scope, async () => {
      await expect(service.query(`INSERT INTO ${PARTICIPANTS} VALUES ($1, $2)`, [everyCase[0], two])).rejects.toMatchObject({
        code: '42501',
      });
    }));

  it.each([`UPDATE ${CASES} SET state = 'x'`, `DELETE FROM ${PARTICIPANTS}`])('changes no row: %s', (statement) =>
    inScope(scope, async () => expect((await service.query(statement)).rowCount).toBe(0)),
  );
});
