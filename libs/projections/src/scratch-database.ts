import { randomBytes } from 'node:crypto';
import { Client, Pool } from 'pg';

export interface ScratchDatabase {
  /** As the database's owner, an ordinary role as services have one: row policies hold for it. */
  readonly pool: Pool;
  drop(): Promise<void>;
}

/** A database of a test's own on the server at `url` (a superuser's). */
export async function scratchDatabase(url: string): Promise<ScratchDatabase> {
  const name = `scratch_${randomBytes(6).toString('hex')}`;
  const password = randomBytes(16).toString('hex');
  const admin = async (...statements: string[]) => {
    const client = new Client({ connectionString: url });
    await client.connect();
    try {
      for (const statement of statements) await client.query(statement);
    } finally {
      await client.end();
    }
  };
  await admin(`CREATE ROLE ${name} LOGIN PASSWORD '${password}'`, `CREATE DATABASE ${name} OWNER ${name}`);
  const address = Object.assign(new URL(url), { pathname: name, username: name, password });
  const pool = new Pool({ connectionString: address.href, max: 8, pipeline: true });
  pool.on('error', () => undefined);
  return {
    pool,
    drop: async () => {
      await pool.end();
      await admin(`DROP DATABASE ${name} WITH (FORCE)`, `DROP ROLE ${name}`);
    },
  };
}
