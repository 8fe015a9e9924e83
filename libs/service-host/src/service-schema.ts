import { markTable } from '@satualur/messaging/marks';
import { parkedTable } from '@satualur/messaging/postgres-parking';
import { Client } from 'pg';
import { DataSource, type MigrationInterface, type QueryRunner } from 'typeorm';
import type { Mode } from './config';

export interface SchemaConnection {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  /** Role that owns the tables. */
  readonly user: string;
  readonly password: string;
}

export interface ServiceSchema {
  readonly schema: string;
  /** Role of the running service: reads, inserts and updates, nothing else. */
  readonly service: string;
  readonly mode: Mode;
}

/** A step of a service's schema; its class name ends in the 13 digits of its date, which order the steps (TypeORM). */
export type Migration = new () => MigrationInterface;

/** A store made in demo mode opened in another mode, or the other way round (architecture 11). */
export class WrongMode extends Error {
  constructor(schema: string, made: string) {
    super(`the store of "${schema}" was made in ${made} mode: start with the same MODE, or with other data`);
    this.name = 'WrongMode';
  }
}

/** The first step of every service: where its readers are, what they parked, and the mode the store was made in. */
const readerTables = (schema: string): Migration =>
  class ReaderTables1764028800000 implements MigrationInterface {
    name = 'ReaderTables1764028800000';

    async up(runner: QueryRunner): Promise<void> {
      await runner.query(`CREATE TABLE "${schema}".made_in (mode text PRIMARY KEY); ${markTable(schema)} ${parkedTable(schema)}`);
    }

    async down(runner: QueryRunner): Promise<void> {
      await runner.query(`DROP TABLE "${schema}".parked, "${schema}".mark, "${schema}".made_in`);
    }
  };

const rights = ({ schema, service }: ServiceSchema): string => `
GRANT USAGE ON SCHEMA "${schema}" TO "${service}";
GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA "${schema}" TO "${service}";
REVOKE INSERT, UPDATE ON "${schema}".made_in, "${schema}".migration FROM "${service}";`;

const optionsOf = ({ user, ...connection }: SchemaConnection, schema: string, migrations: readonly Migration[]) => ({
  type: 'postgres' as const,
  ...connection,
  username: user,
  schema,
  migrations: [...migrations],
  migrationsTableName: 'migration',
  installExtensions: false,
  extra: { max: 1 },
});

/** Brings a service's own schema up to date, one process at a time; idempotent. Throws WrongMode. */
export async function migrateServiceSchema(
  connection: SchemaConnection,
  service: ServiceSchema,
  migrations: readonly Migration[] = [],
): Promise<void> {
  const steps = [readerTables(service.schema), ...migrations];
  if (await isCurrent(connection, service, steps.length)) return;
  const source = new DataSource(optionsOf(connection, service.schema, steps));
  await source.initialize();
  try {
    await source.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [`migrate ${service.schema}`]);
    await source.query(`CREATE SCHEMA IF NOT EXISTS "${service.schema}"`);
    await source.runMigrations({ transaction: 'each' });
    await source.query(rights(service));
    await mustBeOfMode(source, service);
  } finally {
    await source.destroy();
  }
}

/** Whether all steps are taken, asked without loading the whole of TypeORM's schema builder for each agency at each start. */
async function isCurrent(connection: SchemaConnection, { schema, mode }: ServiceSchema, steps: number): Promise<boolean> {
  const client = new Client(connection);
  await client.connect();
  try {
    const { rows } = await client.query<{ steps: number; mode: string }>(
      `SELECT (SELECT count(*)::int FROM "${schema}".migration) AS steps, (SELECT mode FROM "${schema}".made_in) AS mode`,
    );
    return rows[0]?.steps === steps && rows[0].mode === storedMode(mode);
  } catch (error) {
    if ((error as { code?: string }).code === UNDEFINED_TABLE) return false;
    throw error;
  } finally {
    await client.end();
  }
}

const UNDEFINED_TABLE = '42P01';
const storedMode = (mode: Mode): 'demo' | 'real' => (mode === 'demo' ? 'demo' : 'real');

async function mustBeOfMode(source: DataSource, { schema, mode }: ServiceSchema): Promise<void> {
  const own = storedMode(mode);
  await source.query(`INSERT INTO "${schema}".made_in SELECT $1 WHERE NOT EXISTS (SELECT FROM "${schema}".made_in)`, [own]);
  const [made] = (await source.query(`SELECT mode FROM "${schema}".made_in`)) as { mode: string }[];
  if (made?.mode !== own) throw new WrongMode(schema, made?.mode ?? 'unknown');
}
