import type { Pool } from 'pg';

export interface ServiceSchema {
  readonly schema: string;
  /** Role that owns the tables. */
  readonly migrator: string;
  /** Role of the running service. */
  readonly service: string;
  readonly mode: 'demo' | 'development' | 'production';
}

/** A store made in demo mode opened in another mode, or the other way round (architecture 11). */
export class WrongMode extends Error {
  constructor(schema: string, made: string) {
    super(`the store of "${schema}" was made in ${made} mode: start with the same MODE, or with other data`);
    this.name = 'WrongMode';
  }
}

const schemaDdl = (schema: string): string => `
CREATE SCHEMA IF NOT EXISTS "${schema}";
CREATE TABLE IF NOT EXISTS "${schema}".made_in (mode text PRIMARY KEY);`;

const rights = (schema: string, service: string): string => `
GRANT USAGE ON SCHEMA "${schema}" TO "${service}";
GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA "${schema}" TO "${service}";
REVOKE INSERT, UPDATE ON "${schema}".made_in FROM "${service}";`;

/** Creates the service's own schema with the tables of `ddl`; idempotent. Throws WrongMode. */
export async function migrateServiceSchema(
  pool: Pool,
  { schema, migrator, service, mode }: ServiceSchema,
  ddl = '',
): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`migrate ${schema} ${migrator}`]);
    await client.query(schemaDdl(schema) + ddl + rights(schema, service));
    const demo = mode === 'demo' ? 'demo' : 'real';
    await client.query(`INSERT INTO "${schema}".made_in SELECT $1 WHERE NOT EXISTS (SELECT FROM "${schema}".made_in)`, [demo]);
    const { rows } = await client.query<{ mode: string }>(`SELECT mode FROM "${schema}".made_in`);
    if (rows[0]?.mode !== demo) throw new WrongMode(schema, rows[0]?.mode ?? 'unknown');
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}
