import { randomUUID } from 'node:crypto';
import { Client, escapeIdentifier } from 'pg';
import type { Stack } from './stack';

/** The stack of this test run, as `test/global-setup.mjs` started it. `prepareCell` takes it: all tests share one cell. */
export type TestStack = Omit<Stack, 'stop'>;

/**
 * What the integration tests run against.
 * @throws Error outside the jest project `int`
 */
export function testStack(): TestStack {
  const text = process.env['TEST_STACK'];
  if (!text) throw new Error('no stack: run this with `jest --selectProjects int`');
  return JSON.parse(text) as TestStack;
}

/** A database that only one test file uses. */
export interface TestDatabase {
  readonly name: string;
  /** As superuser. */
  readonly url: string;
  readonly connection: {
    readonly host: string;
    readonly port: number;
    readonly user: string;
    readonly password: string;
    readonly database: string;
  };
  drop(): Promise<void>;
}

/** A database made once a run, from which others are copied. `name` says what is in it: equal names, equal contents. */
export interface Template {
  readonly name: string;
  /** Fills the empty database; must close its connections. */
  readonly migrate: (database: Omit<TestDatabase, 'drop'>) => Promise<void>;
}

function reach(name: string): Omit<TestDatabase, 'drop'> {
  const { host, port, superuser, password } = testStack().postgres;
  const url = `postgresql://${encodeURIComponent(superuser)}:${encodeURIComponent(password)}@${host}:${port}/${encodeURIComponent(name)}`;
  return { name, url, connection: { host, port, user: superuser, password, database: name } };
}

async function onServer<T>(work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client(reach('postgres').connection);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Test files run side by side: the first makes the template under another name, the others wait. */
async function makeTemplate(client: Client, template: Template, name: string): Promise<void> {
  await client.query('select pg_advisory_lock(hashtext($1))', [name]);
  const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
  if (!rowCount) {
    const unfinished = `making_${randomUUID()}`;
    await client.query(`create database ${escapeIdentifier(unfinished)}`);
    await template.migrate(reach(unfinished));
    await client.query(`alter database ${escapeIdentifier(unfinished)} rename to ${escapeIdentifier(name)}`);
  }
  await client.query('select pg_advisory_unlock(hashtext($1))', [name]);
}

/** A fresh database for one test file, empty or copied from a migrated template. Drop it in `afterAll`. */
export async function testDatabase(template?: Template): Promise<TestDatabase> {
  const name = `test_${randomUUID()}`;
  await onServer(async (client) => {
    const source = template ? `template_${template.name}` : 'template0';
    if (template) await makeTemplate(client, template, source);
    await client.query(`create database ${escapeIdentifier(name)} template ${escapeIdentifier(source)}`);
  });
  const drop = () =>
    onServer(async (client) => void (await client.query(`drop database if exists ${escapeIdentifier(name)} with (force)`)));
  return { ...reach(name), drop };
}
