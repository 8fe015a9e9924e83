import { CHECKABLE_CATEGORIES } from '@satualur/contracts/catalogue';
import { type Hlc, HLC_ZERO, hlcFromBigint, hlcToBigint } from '@satualur/contracts/hlc';
import { categoryOf, type StreamId, type Uuid } from '@satualur/contracts/ids';
import type { Pool, PoolClient } from 'pg';
import type { Appender, Batch, KnownCommand, Outcome, Row } from './appender';
import { storedEvent } from './envelope';
import { pooled } from './pool';
import { outcomeOf } from './postgres-outcome';
import { AlongsideLost, type StoredEvent } from './store';

type Queryable = Pick<PoolClient, 'query'>;
interface Statement {
  readonly name: string;
  readonly text: string;
  readonly values: unknown[];
}

/** What one process wrote to a store: events committed for certain, and calls that may have changed anything. */
export interface Progress {
  readonly events: number;
  readonly calls: number;
}

const bodyOf = ({ command }: Batch) => (command.bodyHash === undefined ? null : Buffer.from(command.bodyHash, 'hex'));
const column = <K extends keyof Row>(rows: readonly Row[], name: K): Row[K][] => rows.map((row) => row[name]);
const columns = (rows: readonly Row[]) => [
  column(rows, 'stream'),
  column(rows, 'version'),
  column(rows, 'ordinal'),
  rows.map((row) => hlcToBigint(row.hlc)),
];

/** Rows that travel as parameters of their own, each count under a statement name of its own; more travel as arrays. */
const FEW = 16;

const placeholders = (from: number, count: number): string[] => Array.from({ length: count }, (_, place) => `$${from + place}`);

/** The command stands on the first row only. */
function insertText(rows: number): string {
  const first = `(${placeholders(1, 7).join(', ')})`;
  const others = Array.from({ length: rows - 1 }, (_, row) => `(${placeholders(8 + row * 5, 5).join(', ')}, NULL, NULL)`);
  return `INSERT INTO store.event (stream, version, ordinal, hlc, bytes, command, body) VALUES ${[first, ...others].join(', ')}`;
}
const FEW_TEXTS: readonly string[] = Array.from({ length: FEW }, (_, index) => insertText(index + 1));

const valuesOf = ({ stream, version, ordinal, hlc, bytes }: Row): unknown[] => [
  stream,
  version,
  ordinal,
  hlcToBigint(hlc),
  bytes,
];

function insertFew(batch: Batch): Statement {
  const [first, ...others] = batch.rows;
  const values = [...valuesOf(first!), batch.command.id, bodyOf(batch), ...others.flatMap(valuesOf)];
  return { name: `store.insert-${batch.rows.length}`, text: FEW_TEXTS[batch.rows.length - 1]!, values };
}

const insertMany = (batch: Batch): Statement => ({
  name: 'store.insert-many',
  text: `INSERT INTO store.event (stream, version, ordinal, hlc, command, body, bytes)
    SELECT n.stream, n.version, n.ordinal, n.hlc, CASE WHEN n.place = 1 THEN $5::uuid END, CASE WHEN n.place = 1 THEN $6::bytea END, n.bytes
    FROM unnest($1::text[], $2::int[], $3::smallint[], $4::bigint[], $7::bytea[]) WITH ORDINALITY
      AS n(stream, version, ordinal, hlc, bytes, place) ORDER BY n.place`,
  values: [...columns(batch.rows), batch.command.id, bodyOf(batch), column(batch.rows, 'bytes')],
});

const checkable = (stream: StreamId) => CHECKABLE_CATEGORIES.has(categoryOf(stream));

const byStream = (a: { readonly stream: StreamId }, b: { readonly stream: StreamId }): number => (a.stream < b.stream ? -1 : 1);

const callAppend = (batch: Batch, checks = batch.checks.toSorted(byStream), dues = batch.dues.toSorted(byStream)): Statement => ({
  name: 'store.append',
  // No row and no column comes back.
  text: 'SELECT WHERE store.append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) IS NULL',
  values: [
    ...columns(batch.rows),
    batch.command.id,
    bodyOf(batch),
    column(batch.rows, 'bytes'),
    [...new Set(column(batch.rows, 'stream').filter(checkable))],
    checks.map(({ stream }) => stream),
    checks.map(({ version }) => version),
    batch.claims.map(({ kind }) => kind),
    batch.claims.map(({ key }) => key),
    batch.claims.map(({ stream }) => stream),
    dues.map(({ stream }) => stream),
    dues.map(({ at }) => at),
  ],
});

const needsFunction = ({ rows, checks, claims, dues }: Batch) =>
  checks.length + claims.length + dues.length > 0 || rows.some(({ stream }) => checkable(stream));

function statementFor(batch: Batch): Statement | undefined {
  if (needsFunction(batch)) return callAppend(batch);
  if (batch.rows.length === 0) return undefined;
  return batch.rows.length <= FEW ? insertFew(batch) : insertMany(batch);
}

const EVENTS = `SELECT bytes FROM store.event WHERE stream = $1 ORDER BY version`;
const HIGHEST = `SELECT greatest((SELECT hlc FROM store.mark), max(hlc)) AS hlc
  FROM (SELECT hlc FROM store.event ORDER BY position DESC LIMIT 1000) recent`;
const BY_COMMAND = `SELECT first.body, e.bytes FROM store.event first
  JOIN store.event e ON e.stream = first.stream AND e.version >= first.version AND e.ordinal = e.version - first.version
  WHERE first.command = $1 ORDER BY e.version`;

/** Appends by a plain INSERT under row policies, or by one call of `store.append` where a lock, claim or timer is asked for. */
export class PostgresAppender implements Appender {
  private events = 0;
  private calls = 0;

  constructor(
    private readonly pool: Pool,
    /** Called after each commit that wrote events. */
    private readonly onCommitted: () => void,
  ) {}

  /** See PostgresEventStore.progress. */
  get progress(): Progress {
    return { events: this.events, calls: this.calls };
  }

  async highest(): Promise<Hlc> {
    const { rows } = await this.pool.query<{ hlc: string | null }>(HIGHEST);
    return rows[0]?.hlc ? hlcFromBigint(rows[0].hlc) : HLC_ZERO;
  }

  async load(stream: StreamId): Promise<readonly StoredEvent[]> {
    const query = { name: 'store.events', text: EVENTS, values: [stream] };
    const { rows } = await this.pool.query<{ bytes: Buffer }>(query);
    return rows.map(({ bytes }) => storedEvent(bytes));
  }

  async byCommand(id: Uuid): Promise<KnownCommand | undefined> {
    const { rows } = await this.pool.query<{ body: Buffer | null; bytes: Buffer }>(BY_COMMAND, [id]);
    const [first] = rows;
    if (!first) return undefined;
    const events = rows.map(({ bytes }) => storedEvent(bytes));
    return first.body ? { bodyHash: first.body.toString('hex'), events } : { events };
  }

  async append(batch: Batch): Promise<Outcome> {
    try {
      const statement = statementFor(batch);
      if (batch.alongside.length > 0) await this.inTransaction((client) => runAll(client, statement, batch));
      else if (statement) await pooled(this.pool, statement);
      this.events += batch.rows.length;
      if (batch.rows.length > 0) this.onCommitted();
      return { kind: 'committed' };
    } catch (error) {
      return outcomeOf(error, batch, this.pool);
    } finally {
      this.calls++;
    }
  }

  private async inTransaction(work: (client: Queryable) => Promise<void>): Promise<void> {
    const client = await this.pool.connect();
    let broken: Error | undefined;
    try {
      await client.query('BEGIN');
      await work(client);
      await client.query('COMMIT');
    } catch (error) {
      await client.query('ROLLBACK').catch((lost: Error) => (broken = lost));
      throw error;
    } finally {
      client.release(broken);
    }
  }
}

async function runAll(client: Queryable, statement: Statement | undefined, batch: Batch): Promise<void> {
  if (statement) await client.query(statement);
  for (const { text, values, rows } of batch.alongside) {
    const { rowCount } = await client.query(text, [...values]);
    if (rows !== undefined && rowCount !== rows) throw new AlongsideLost();
  }
}
