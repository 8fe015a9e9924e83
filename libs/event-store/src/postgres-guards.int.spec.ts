import { randomUUID } from 'node:crypto';
import { hlcOf, hlcToBigint } from '@satualur/contracts/hlc';
import { streamOf } from '@satualur/contracts/ids';
import { Client, type Pool } from 'pg';
import { storePool } from './pool';
import { createStoreObjects, grantStore, migrateStore, taskForceRoles } from './schema';
import { freshStore, type StoreDatabase } from './testing';

jest.setTimeout(30_000);

const reading = (ms: number) => hlcToBigint(hlcOf(ms));
const newStream = (category: string) => streamOf(category, randomUUID());

let database: StoreDatabase;
const pools = new Map<string, Pool>();
type Role = Parameters<StoreDatabase['url']>[0];
const as = (role: Role, text: string, values: unknown[] = []) => {
  if (!pools.has(role)) pools.set(role, storePool({ connectionString: database.url(role), max: 1 }));
  return pools.get(role)!.query(text, values);
};
interface RawRow {
  readonly stream: string;
  readonly version?: number;
  readonly ordinal?: number;
  readonly hlc?: string;
}
const insert = (role: Role, { stream, version = 1, ordinal = 0, hlc = reading(Date.now()) }: RawRow) =>
  as(role, `INSERT INTO store.event (stream, version, ordinal, hlc, bytes) VALUES ($1, $2, $3, $4, '{}')`, [
    stream,
    version,
    ordinal,
    hlc,
  ]);
const refused = (policy: string) =>
  expect.objectContaining({ code: '42501', message: expect.stringContaining(policy) as string });
const DENIED = { code: '42501' };

beforeAll(async () => {
  database = await freshStore(process.env['TEST_DATABASE_URL']!);
});
afterAll(async () => {
  await Promise.all([...pools.values()].map((pool) => pool.end()));
  await database.drop();
});

describe('an event, a sealed place and a checkpoint', () => {
  beforeAll(async () => {
    await insert('referral', { stream: newStream('batch').replace('batch', 'referralout') });
    await as('log', `INSERT INTO store.sealed VALUES (1, 1, sha256(''), '')`);
    await as('log', `INSERT INTO store.checkpoint (size, root, watermark, settled, note) VALUES (1, sha256(''), 1, 1, '')`);
  });

  const changes = ['event', 'sealed', 'checkpoint'].flatMap((table) => [
    `DELETE FROM store.${table}`,
    `TRUNCATE store.${table}`,
    `UPDATE store.${table} SET ${{ event: 'version', sealed: 'seq', checkpoint: 'size' }[table]!} = 2`,
  ]);

  it.each(changes)('refuse %s to the services and the sequencer, by right', async (change) => {
    for (const role of ['intake', 'referral', 'victim-services', 'log'] as const) {
      await expect(as(role, change)).rejects.toMatchObject(DENIED);
    }
  });

  it.each(changes)('refuse %s to the owner and the superuser, by trigger', async (change) => {
    for (const role of ['migrator', 'superuser'] as const)
      await expect(as(role, change)).rejects.toMatchObject({ code: 'SA009' });
    await expect(as('superuser', `SET session_replication_role = replica; ${change}`)).rejects.toMatchObject({ code: 'SA009' });
    await as('superuser', 'SET session_replication_role = origin');
  });
});

describe('a service', () => {
  it.each([
    ['intake', 'record', 'referralout'],
    ['referral', 'referralin', 'record'],
    ['victim-services', 'episode', 'keys'],
  ] as const)('%s appends to %s, not to %s', async (service, own, foreign) => {
    await insert(service, { stream: newStream(own) });
    await expect(insert(service, { stream: newStream(foreign) })).rejects.toEqual(refused(`"${'event'}"`));
  });

  it('may store a refusal, whichever service it is', async () => {
    for (const service of ['intake', 'referral', 'victim-services'] as const)
      await insert(service, { stream: newStream('refused') });
  });

  it('cannot choose a position, seal, sign or move a mark', async () => {
    const explicit = `INSERT INTO store.event (position, stream, version, hlc, bytes) VALUES (99, '${newStream('record')}', 1, 1, '{}')`;
    await expect(as('intake', explicit)).rejects.toMatchObject(DENIED);
    await expect(as('intake', `INSERT INTO store.sealed VALUES (2, 2, sha256(''), '')`)).rejects.toMatchObject(DENIED);
    await expect(as('intake', 'UPDATE store.mark SET hlc = 0')).rejects.toMatchObject(DENIED);
    await expect(as('intake', 'DELETE FROM store.relay')).rejects.toMatchObject(DENIED);
  });

  it('sees and moves its own timers only, and frees its own claims only', async () => {
    const [own, foreign] = [newStream('record'), newStream('referralout')];
    await as('intake', 'INSERT INTO store.due VALUES ($1, now())', [own]);
    await expect(as('intake', 'INSERT INTO store.due VALUES ($1, now())', [foreign])).rejects.toMatchObject(DENIED);
    expect((await as('referral', 'SELECT FROM store.due')).rowCount).toBe(0);
    await as('intake', `INSERT INTO store.claim VALUES ('ref', 'R-1', $1)`, [own]);
    expect((await as('referral', 'DELETE FROM store.claim')).rowCount).toBe(0);
    expect((await as('intake', 'DELETE FROM store.claim')).rowCount).toBe(1);
  });
});

describe('an append', () => {
  it('at or below the mark is refused', async () => {
    await as('log', 'UPDATE store.mark SET hlc = $1', [reading(1_000)]);
    await expect(insert('intake', { stream: newStream('record'), hlc: reading(1_000) })).rejects.toEqual(refused('"above_mark"'));
    await insert('intake', { stream: newStream('record'), hlc: hlcToBigint(hlcOf(1_000, 1)) });
  });

  it('must follow its stream, with a higher reading', async () => {
    const stream = newStream('record');
    await insert('intake', { stream, hlc: reading(5_000) });
    await expect(insert('intake', { stream, version: 3, hlc: reading(6_000) })).rejects.toEqual(refused('"follows"'));
    await expect(insert('intake', { stream, version: 2, hlc: reading(5_000) })).rejects.toEqual(refused('"follows"'));
    await insert('intake', { stream, version: 2, hlc: reading(6_000) });
    await expect(insert('intake', { stream, version: 2, hlc: reading(7_000) })).rejects.toMatchObject({
      constraint: 'event_stream_version',
    });
  });

  it.each([
    ['a version below 1', { version: 0, ordinal: -1 }],
    ['a negative ordinal', { version: 1, ordinal: -1 }],
    ['an ordinal that its version cannot have', { version: 2, ordinal: 2 }],
  ])('of %s is refused', async (_, shape) => {
    await expect(insert('intake', { stream: newStream('record'), ...shape })).rejects.toMatchObject(DENIED);
  });

  it.each([
    ['empty', ''],
    ['too long', 'x'.repeat(65_536)],
  ])('of bytes that are %s is refused', async (_, bytes) => {
    const text = 'INSERT INTO store.event (stream, version, hlc, bytes) VALUES ($1, 1, $2, $3)';
    const values = [newStream('record'), reading(Date.now()), Buffer.from(bytes)];
    await expect(as('intake', text, values)).rejects.toEqual(refused('"formed"'));
  });

  it('takes its transaction id before its position, so a position drawn later is never of an older transaction', async () => {
    const { rows } = await as(
      'superuser',
      `SELECT pg_get_expr(adbin, adrelid) AS expression FROM pg_attrdef
      WHERE adrelid = 'store.event'::regclass AND adnum = 1`,
    );
    expect((rows[0] as { expression: string }).expression).toMatch(
      /CASE\s+WHEN \(pg_current_xact_id\(\) IS NOT NULL\) THEN nextval/,
    );
  });
});

/** A backend outlives its client's farewell for a moment; a template must have none. */
async function unused(name: string): Promise<void> {
  while ((await as('superuser', 'SELECT FROM pg_stat_activity WHERE datname = $1', [name])).rowCount !== 0);
}

describe('migrating', () => {
  it('again changes nothing and locks nothing that an append needs', async () => {
    const client = new Client({ connectionString: database.url('migrator') });
    await client.connect();
    await client.query('BEGIN');
    await client.query('LOCK TABLE store.event IN ROW EXCLUSIVE MODE');
    const other = new Client({ connectionString: database.url('migrator') });
    await other.connect();
    await other.query(`SET lock_timeout = '2s'`);
    await migrateStore(other, database.roles);
    await client.query('COMMIT');
    await Promise.all([client.end(), other.end()]);
  });

  it('can be done in a template, owned by its maker, and the roles of an agency added after', async () => {
    const copy = `copy_${database.key}`;
    const template = `template_${database.key}`;
    await as('superuser', `CREATE DATABASE "${template}"`);
    const at = (name: string) =>
      new Client({ connectionString: database.url('superuser').replace(`agency_${database.key}`, name) });
    const made = at(template);
    await made.connect();
    await createStoreObjects(made);
    await made.end();
    await unused(template);
    await as('superuser', `CREATE DATABASE "${copy}" TEMPLATE "${template}"`);
    const client = at(copy);
    await client.connect();
    await grantStore(client, database.roles);
    await grantStore(client, database.roles);
    const { rows } = await client.query(`SELECT tableowner, count(*)::int FROM pg_tables WHERE schemaname = 'store' GROUP BY 1`);
    expect(rows).toEqual([{ tableowner: database.roles.migrator, count: 9 }]);
    await client.query(`SET ROLE "${database.roles.services.intake}"`);
    await client.query(`INSERT INTO store.event (stream, version, hlc, bytes) VALUES ($1, 1, 1, '{}')`, [newStream('record')]);
    await client.end();
    for (const name of [copy, template]) await as('superuser', `DROP DATABASE "${name}" WITH (FORCE)`);
  });

  it('gives a task-force service a store of one service', async () => {
    const registry = await freshStore(process.env['TEST_DATABASE_URL']!, (key) => {
      const roles = taskForceRoles('registry');
      return { migrator: `${key}_${roles.migrator}`, log: `${key}_${roles.log}`, services: { registry: `${key}_registry` } };
    });
    const client = new Client({ connectionString: registry.url('registry') });
    await client.connect();
    const write = (stream: string) =>
      client.query(`INSERT INTO store.event (stream, version, hlc, bytes) VALUES ($1, 1, 1, '{}')`, [stream]);
    await write(newStream('agency'));
    await expect(write(newStream('record'))).rejects.toMatchObject(DENIED);
    await client.end();
    await registry.drop();
  });
});
