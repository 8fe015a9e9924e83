import { type Hlc, HLC_ZERO, hlcFromBigint } from '@satualur/contracts/hlc';
import type { StreamId, Uuid } from '@satualur/contracts/ids';
import type { Pool, PoolClient } from 'pg';
import { FEW, joinedCall, joinedInsert, needsFunction, type Statement, statementFor } from './append-statements';
import type { Appender, Batch, KnownCommand, Outcome } from './appender';
import { storedEvent } from './envelope';
import { JoinedAppends } from './joined-appends';
import { JoinedLoads } from './joined-loads';
import { pooled } from './pool';
import { outcomeOf } from './postgres-outcome';
import { AlongsideLost, type StoredEvent } from './store';

type Queryable = Pick<PoolClient, 'query'>;

/** What one process wrote to a store: events committed for certain, and calls that may have changed anything. */
export interface Progress {
  readonly events: number;
  readonly calls: number;
}

const HIGHEST = `SELECT greatest((SELECT hlc FROM store.mark), max(hlc)) AS hlc
  FROM (SELECT hlc FROM store.event ORDER BY position DESC LIMIT 1000) recent`;
const BY_COMMAND = `SELECT first.body, e.bytes FROM store.event first
  JOIN store.event e ON e.stream = first.stream AND e.version >= first.version AND e.ordinal = e.version - first.version
  WHERE first.command = $1 ORDER BY e.version`;

/** Appends by a plain INSERT under row policies, or by one call of `store.append` where a lock, claim or timer is asked for. */
export class PostgresAppender implements Appender {
  private readonly loads: JoinedLoads;
  private readonly written = { events: 0, calls: 0 };
  private readonly inserts = this.joined(joinedInsert);
  private readonly calls = this.joined(joinedCall);

  constructor(
    private readonly pool: Pool,
    /** Called after each commit that wrote events. */
    private readonly onCommitted: () => void,
  ) {
    this.loads = new JoinedLoads(pool);
  }

  /** See PostgresEventStore.progress. */
  get progress(): Progress {
    return { ...this.written };
  }

  async highest(): Promise<Hlc> {
    const { rows } = await this.pool.query<{ hlc: string | null }>(HIGHEST);
    return rows[0]?.hlc ? hlcFromBigint(rows[0].hlc) : HLC_ZERO;
  }

  async load(stream: StreamId): Promise<readonly StoredEvent[]> {
    return (await this.loads.load(stream)).map(storedEvent);
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
      const outcome = await this.placed(batch);
      if (outcome.kind === 'committed') this.written.events += batch.rows.length;
      return outcome;
    } finally {
      this.written.calls++;
    }
  }

  private placed(batch: Batch): Promise<Outcome> {
    if (batch.alongside.length > 0) return this.told(batch, this.withAlongside(batch));
    if (needsFunction(batch)) return this.calls.append(batch);
    return batch.rows.length === 0 || batch.rows.length > FEW ? this.alone(batch) : this.inserts.append(batch);
  }

  private alone(batch: Batch): Promise<Outcome> {
    const statement = statementFor(batch);
    return this.told(batch, statement ? pooled(this.pool, statement) : Promise.resolve());
  }

  private async told(batch: Batch, writing: Promise<unknown>): Promise<Outcome> {
    try {
      await writing;
    } catch (error) {
      return outcomeOf(error, batch, this.pool);
    }
    if (batch.rows.length > 0) this.onCommitted();
    return { kind: 'committed' };
  }

  private joined(statement: (batches: readonly Batch[]) => Statement): JoinedAppends {
    return new JoinedAppends({
      together: async (batches) => {
        await pooled(this.pool, statement(batches));
        if (batches.some(({ rows }) => rows.length > 0)) this.onCommitted();
      },
      alone: (batch) => this.alone(batch),
      refused: (error, batch) => outcomeOf(error, batch, this.pool),
    });
  }

  private async withAlongside(batch: Batch): Promise<void> {
    const client = await this.pool.connect();
    let broken: Error | undefined;
    try {
      await client.query('BEGIN');
      await runAll(client, statementFor(batch), batch);
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
