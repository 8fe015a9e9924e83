import type { PoolClient } from 'pg';
import { escapeIdentifier, escapeLiteral } from 'pg';
import type { Projection } from './projection';
import { transaction } from './transaction';

/** Which schema readers and appliers use now. */
export interface Live {
  readonly schema: string;
  readonly version: number;
}

const REGISTER = `
  CREATE SCHEMA IF NOT EXISTS projections;
  CREATE TABLE IF NOT EXISTS projections.projection (
    name text PRIMARY KEY, version int NOT NULL, schema text NOT NULL, generation int NOT NULL DEFAULT 1);`;

const MARKS = `
  CREATE TABLE {schema}.mark (log text PRIMARY KEY, seq bigint NOT NULL, leaf bytea NOT NULL, "offset" text);
  CREATE TABLE {schema}.watermark (log text, size bigint, hlc bigint NOT NULL, PRIMARY KEY (log, size));`;

const key = "hashtextextended('projections ' || $1, 0)";

const LIVE = 'SELECT schema, version FROM projections.projection WHERE name = $1';
const withLiteral = (text: string, value: string): string => text.replaceAll('$1', () => escapeLiteral(value));

/**
 * Begins an applier's transaction and reads what is live, in one round trip. The lock is held to its end, so that a swap comes before
 * or after it.
 */
export const beginShared = (name: string): string =>
  `BEGIN; ${withLiteral(`SELECT pg_advisory_xact_lock_shared(${key})`, `apply ${name}`)}; ${withLiteral(LIVE, name)}`;
export const takeExclusive = (client: PoolClient, name: string) =>
  client.query(`SELECT pg_advisory_xact_lock(${key})`, [`apply ${name}`]);

/** Readers share a lock on the schema they read; who drops it waits for them. */
export async function lockShared<T>(client: PoolClient, schema: string, work: () => Promise<T>): Promise<T> {
  await client.query(`SELECT pg_advisory_lock_shared(${key})`, [`read ${schema}`]);
  try {
    return await work();
  } finally {
    await client.query(`SELECT pg_advisory_unlock_shared(${key})`, [`read ${schema}`]);
  }
}

/** Drops every schema of this projection but the live one, each once its last reader is done. Only for who holds the right to rebuild. */
export async function dropUnused(client: PoolClient, projection: Projection): Promise<void> {
  const { rows } = await client.query<{ schema: string }>(
    `SELECT nspname AS schema FROM pg_namespace WHERE left(nspname, length($1) + 2) = $1 || '_v'
       AND substr(nspname, length($1) + 3) ~ '^[0-9]+(_[0-9]+)?$'
       AND nspname NOT IN (SELECT schema FROM projections.projection)`,
    [projection.name],
  );
  for (const { schema } of rows) {
    await transaction(client, 'BEGIN', async () => {
      await client.query(`SELECT pg_advisory_xact_lock(${key})`, [`read ${schema}`]);
      await client.query(inSchema('DROP SCHEMA {schema} CASCADE', schema));
    });
  }
}

/** True once this connection alone may rebuild; it holds the right until it ends or lets go. */
export async function tryRebuild(client: PoolClient, name: string): Promise<boolean> {
  const { rows } = await client.query<{ got: boolean }>(`SELECT pg_try_advisory_lock(${key}) AS got`, [`rebuild ${name}`]);
  return rows[0]!.got;
}
export const endRebuild = (client: PoolClient, name: string) =>
  client.query(`SELECT pg_advisory_unlock(${key})`, [`rebuild ${name}`]);

export const schemaName = (projection: Projection, generation: number): string =>
  `${projection.name}_v${projection.version}${generation === 1 ? '' : `_${generation}`}`;

export const inSchema = (text: string, schema: string): string => text.replaceAll('{schema}', escapeIdentifier(schema));

export async function liveOf(client: PoolClient, name: string): Promise<Live | undefined> {
  const { rows } = await client.query<Live>(LIVE, [name]);
  return rows[0];
}

export async function createSchema(client: PoolClient, projection: Projection, schema: string): Promise<void> {
  await client.query(inSchema(`CREATE SCHEMA {schema}; ${MARKS} ${projection.ddl}`, schema));
}

export async function createIndexes(client: PoolClient, projection: Projection, schema: string): Promise<void> {
  if (projection.indexes) await client.query(inSchema(projection.indexes, schema));
}

/** Makes the register and, when the projection is new here, its first schema. Must run in a transaction. */
export async function register(client: PoolClient, projection: Projection): Promise<Live> {
  await client.query("SELECT pg_advisory_xact_lock(hashtextextended('projections.projection', 0))");
  await client.query(REGISTER);
  const live = await liveOf(client, projection.name);
  if (live) return live;
  const first = { schema: schemaName(projection, 1), version: projection.version };
  await createSchema(client, projection, first.schema);
  await createIndexes(client, projection, first.schema);
  await client.query('INSERT INTO projections.projection (name, version, schema) VALUES ($1, $2, $3)', [
    projection.name,
    first.version,
    first.schema,
  ]);
  return first;
}

export const copyWatermarks = (client: PoolClient, from: string, to: string) =>
  client.query(`INSERT INTO ${escapeIdentifier(to)}.watermark SELECT * FROM ${escapeIdentifier(from)}.watermark`);
