import type { Headers } from './broker';
import type { NewParked, Parked, ParkedState, Parking } from './parking';

/** The part of `pg` that is used; a Pool or Client fits. */
export interface Queryable {
  query(text: string, values?: unknown[]): Promise<{ readonly rows: unknown[] }>;
}

interface Row {
  readonly id: string;
  readonly topic: string;
  readonly offset: string;
  readonly reason: string;
  readonly case_key: string | null;
  readonly log: string | null;
  readonly seq: string | null;
  readonly bytes: Buffer | null;
  readonly key: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly first_seen: Date;
  readonly state: ParkedState;
}

/** DDL of the table, for a service's migrations. `schema` is quoted here. */
export const parkedTable = (schema: string): string => `
CREATE TABLE IF NOT EXISTS "${schema}".parked (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  reader text NOT NULL, topic text NOT NULL, "offset" bigint NOT NULL, reason text NOT NULL,
  case_key text, log text, seq bigint, bytes bytea, key bytea, headers jsonb NOT NULL,
  first_seen timestamptz NOT NULL DEFAULT now(), state text NOT NULL CHECK (state IN ('parked', 'held', 'redriven')),
  UNIQUE (reader, topic, "offset"));
CREATE INDEX IF NOT EXISTS parked_open ON "${schema}".parked (reader, topic, "offset") WHERE state <> 'redriven';`;

const headersToJson = (headers: Headers): string =>
  JSON.stringify(Object.fromEntries([...headers].map(([name, value]) => [name, value.toString('base64')])));

const parkedOf = (row: Row): Parked => ({
  id: row.id,
  topic: row.topic,
  offset: row.offset,
  reason: row.reason,
  state: row.state,
  firstSeen: row.first_seen,
  bytes: row.bytes,
  key: row.key,
  headers: new Map(Object.entries(row.headers).map(([name, value]) => [name, Buffer.from(value, 'base64')])),
  ...(row.case_key !== null && { caseKey: row.case_key }),
  ...(row.log !== null && { log: row.log }),
  ...(row.seq !== null && { seq: Number(row.seq) }),
});

/** The table `parked` in a service's schema, for one of its readers. */
export class PostgresParking implements Parking {
  readonly #table: string;

  constructor(
    private readonly db: Queryable,
    schema: string,
    private readonly reader: string,
  ) {
    this.#table = `"${schema}".parked`;
  }

  async park(records: readonly NewParked[]): Promise<void> {
    if (records.length === 0) return;
    const column = <T>(pick: (record: NewParked) => T): T[] => records.map(pick);
    await this.db.query(
      `INSERT INTO ${this.#table} (reader, topic, "offset", reason, state, case_key, log, seq, bytes, key, headers)
       SELECT $1, * FROM unnest($2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[], $9::bytea[], $10::bytea[], $11::jsonb[])
       ON CONFLICT (reader, topic, "offset") DO NOTHING`,
      [
        this.reader,
        column(({ topic }) => topic),
        column(({ offset }) => offset),
        column(({ reason }) => reason),
        column(({ state }) => state),
        column(({ caseKey }) => caseKey ?? null),
        column(({ log }) => log ?? null),
        column(({ seq }) => seq ?? null),
        column(({ bytes }) => bytes),
        column(({ key }) => key),
        column(({ headers }) => headersToJson(headers)),
      ],
    );
  }

  async unresolved(topic: string): Promise<readonly Parked[]> {
    return this.#rows(`topic = $2 AND state <> 'redriven' ORDER BY "offset"`, [topic]);
  }

  async list(limit: number): Promise<readonly Parked[]> {
    return this.#rows('TRUE ORDER BY id DESC LIMIT $2', [limit]);
  }

  async count(): Promise<Readonly<Record<ParkedState, number>>> {
    const sql = `SELECT state, count(*)::int AS n FROM ${this.#table} WHERE reader = $1 GROUP BY state`;
    const { rows } = await this.db.query(sql, [this.reader]);
    const counts = { parked: 0, held: 0, redriven: 0 };
    for (const { state, n } of rows as { state: ParkedState; n: number }[]) counts[state] = n;
    return counts;
  }

  async heldCases(topic: string): Promise<readonly string[]> {
    const { rows } = await this.db.query(
      `SELECT DISTINCT case_key FROM ${this.#table} WHERE reader = $1 AND topic = $2 AND state <> 'redriven' AND case_key IS NOT NULL`,
      [this.reader, topic],
    );
    return (rows as { case_key: string }[]).map(({ case_key }) => case_key);
  }

  async lastOffset(topic: string): Promise<string | undefined> {
    const sql = `SELECT max("offset")::text AS last FROM ${this.#table} WHERE reader = $1 AND topic = $2`;
    const { rows } = await this.db.query(sql, [this.reader, topic]);
    return (rows as { last: string | null }[])[0]?.last ?? undefined;
  }

  async resolve(id: string): Promise<void> {
    await this.db.query(`UPDATE ${this.#table} SET state = 'redriven' WHERE reader = $1 AND id = $2`, [this.reader, id]);
  }

  async #rows(where: string, values: readonly unknown[]): Promise<readonly Parked[]> {
    const { rows } = await this.db.query(`SELECT * FROM ${this.#table} WHERE reader = $1 AND ${where}`, [this.reader, ...values]);
    return (rows as Row[]).map(parkedOf);
  }
}
