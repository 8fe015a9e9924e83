import { Pool } from 'pg';
import type { Stack } from '@satualur/local-stack/stack';

type Row = Readonly<Record<string, unknown>>;

/** What stands in PostgreSQL, read past the services as superuser. */
export class Stores {
  private readonly pools = new Map<string, Pool>();

  constructor(private readonly postgres: Stack['postgres']) {}

  async query<R = Row>(database: string, sql: string, values: readonly unknown[] = []): Promise<readonly R[]> {
    const { rows } = await this.pool(database).query({ text: sql, values: [...values] });
    return rows as R[];
  }

  /** Databases of the cell: agencies, their vaults, registry, timeline. */
  async databases(): Promise<readonly string[]> {
    const found = await this.query<{ datname: string }>(
      'postgres',
      "SELECT datname FROM pg_database WHERE datname ~ '^(agency|vault)_|^(registry|timeline)$' ORDER BY datname",
    );
    return found.map(({ datname }) => datname);
  }

  /** Databases with an event store, by the name of their log. */
  async stores(): Promise<ReadonlyMap<string, string>> {
    const databases = (await this.databases()).filter((name) => name.startsWith('agency_') || name === 'registry');
    return new Map(databases.map((name) => [name.replace(/^agency_/, ''), name]));
  }

  /** Per log, its events in the order they were sealed: `<seq> <leaf hex> <event id>`; those not sealed stand last. */
  async events(): Promise<Readonly<Record<string, readonly string[]>>> {
    const sql = `SELECT coalesce(seq::text, 'open') || ' ' || coalesce(encode(leaf, 'hex'), '') || ' ' || (convert_from(bytes, 'UTF8')::jsonb ->> 'id') AS line
      FROM store.event LEFT JOIN store.sealed USING (position) ORDER BY seq NULLS LAST, position`;
    const logs = [...(await this.stores())].map(async ([log, database]) => {
      const rows = await this.query<{ line: string }>(database, sql);
      return [log, rows.map(({ line }) => line)] as const;
    });
    return Object.fromEntries(await Promise.all(logs));
  }

  /** How many events of each type each agency's log holds, by `<log> <type>`. */
  async kinds(): Promise<Readonly<Record<string, number>>> {
    const sql = "SELECT convert_from(bytes, 'UTF8')::jsonb ->> 'type' AS type, count(*)::int AS n FROM store.event GROUP BY 1";
    const logs = [...(await this.stores())].filter(([log]) => log !== 'registry');
    const counted = logs.map(async ([log, database]) => {
      const rows = await this.query<{ type: string; n: number }>(database, sql);
      return rows.map(({ type, n }) => [`${log} ${type}`, n] as const);
    });
    return Object.fromEntries((await Promise.all(counted)).flat());
  }

  /** How many events there are in all stores together. */
  async count(): Promise<number> {
    const counts = [...(await this.stores()).values()].map((database) =>
      this.query<{ n: number }>(database, 'SELECT count(*)::int AS n FROM store.event'),
    );
    return (await Promise.all(counts)).reduce((sum, [row]) => sum + row!.n, 0);
  }

  async close(): Promise<void> {
    await Promise.all([...this.pools.values()].map((pool) => pool.end()));
  }

  private pool(database: string): Pool {
    const known = this.pools.get(database);
    if (known) return known;
    const { host, port, superuser: user, password } = this.postgres;
    const pool = new Pool({ host, port, user, password, database, max: 1, allowExitOnIdle: true });
    pool.on('error', () => undefined);
    this.pools.set(database, pool);
    return pool;
  }
}
