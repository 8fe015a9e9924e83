import type { AgencyService } from '@satualur/contracts/catalogue';
import type { Alongside } from '@satualur/event-store/store';
import { testDatabase, type TestDatabase } from '@satualur/local-stack/testing';
import { Pool } from 'pg';
import type { QueryRunner } from 'typeorm';
import type { ServiceRows } from './agency-side';
import type { Migration } from './service-schema';

export interface TestRows {
  /** As the service reads them. */
  readonly rows: ServiceRows;
  put(statements: readonly Alongside[]): Promise<void>;
}

/** A service's tables in a database of the test file's own, empty before each test. */
export function testRows(service: AgencyService, ...migrations: readonly Migration[]): TestRows {
  let database: TestDatabase;
  let pool: Pool;
  let tables: string;
  beforeAll(async () => {
    database = await testDatabase();
    pool = new Pool(database.connection);
    await pool.query(`CREATE SCHEMA "${service}"`);
    const runner = { query: (sql: string) => pool.query(sql) } as unknown as QueryRunner;
    for (const migration of migrations) await new migration().up(runner);
    const found = await pool.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname = $1`,
      [service],
    );
    tables = found.rows.map(({ name }) => name).join(', ');
  });
  beforeEach(() => pool.query(`TRUNCATE ${tables}`));
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });
  return {
    rows: {
      query: async <R extends object>(text: string, values: readonly unknown[] = []) =>
        (await pool.query<R>(text, [...values])).rows,
    },
    put: async (statements) => {
      for (const { text, values } of statements) await pool.query(text, [...values]);
    },
  };
}
