import { randomBytes } from 'node:crypto';
import { Client, Pool } from 'pg';

export interface ScratchDatabase {
  readonly pool: Pool;
  drop(): Promise<void>;
}

/** A database of a test's own on the server at `url` (a superuser's). */
export async function scratchDatabase(url: string): Promise<ScratchDatabase> {
  const name = `scratch_${randomBytes(6).toString('hex')}`;
  const admin = async (statement: string) => {
    const client = new Client({ connectionString: url });
    await client.connect();
    await client.query(statement).finally(() => client.end());
  };
  await admin(`CREATE DATABASE ${name}`);
  const address = new URL(url);
  address.pathname = name;
  const pool = new Pool({ connectionString: address.href, max: 8 });
  pool.on('error', () => undefined);
  return {
    pool,
    drop: async () => {
      await pool.end();
      await admin(`DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}
