import { categoriesOfService, type ServiceName } from '@satualur/contracts/catalogue';
import type { Cause } from '@satualur/contracts/event';
import { type Instant, instantOf, type StreamId } from '@satualur/contracts/ids';
import { Pool, type PoolConfig } from 'pg';
import { coalesced } from './coalesced';
import { storePool } from './pool';
import { PostgresAppender, type Progress } from './postgres-appender';
import { WAKE_CHANNEL } from './schema';
import type { Committed, DueTimer, EventStore, StoredEvent, Unit } from './store';
import { WritePath, type WriterOptions } from './write-path';

export interface PostgresStoreOptions extends WriterOptions {
  /** A pool of the caller's (not closed here), or the settings of one of the store's own. */
  readonly pool: Pool | PoolConfig;
  /** Called after each commit. Default: one coalesced NOTIFY, outside the append. */
  readonly onCommitted?: () => void;
  /** Told of connections that broke while idle. */
  readonly onPoolError?: (error: Error) => void;
}

interface DueRow {
  readonly stream: StreamId;
  readonly at: Date;
}
const DUE = `SELECT stream, at FROM store.due WHERE split_part(stream, '-', 1) = ANY ($1)`;

/** The event store of one agency (or task-force service) on PostgreSQL, under the database role of one service. */
export class PostgresEventStore implements EventStore {
  private readonly pool: Pool;
  private readonly ownsPool: boolean;
  private readonly appender: PostgresAppender;
  private readonly writer: WritePath;
  private readonly categories: readonly string[];

  constructor(options: PostgresStoreOptions) {
    this.ownsPool = !(options.pool instanceof Pool);
    this.pool = options.pool instanceof Pool ? options.pool : storePool(options.pool, options.onPoolError);
    this.appender = new PostgresAppender(this.pool, options.onCommitted ?? notifying(this.pool));
    this.writer = new WritePath(this.appender, options);
    this.categories = categoriesOfService(options.source.split('/').at(-1) as ServiceName);
  }

  /** What was written through this object since it was made; costs nothing. */
  get progress(): Progress {
    return this.appender.progress;
  }

  transact(cause: Cause, work: (unit: Unit) => Promise<void>): Promise<Committed> {
    return this.writer.transact(cause, work);
  }

  read(stream: StreamId): Promise<readonly StoredEvent[]> {
    return this.appender.load(stream);
  }

  async dueTimers(by: Instant, limit: number): Promise<readonly DueTimer[]> {
    const text = `${DUE} AND at <= $2 ORDER BY at, stream LIMIT $3`;
    const { rows } = await this.pool.query<DueRow>(text, [this.categories, by, limit]);
    return rows.map(timerOf);
  }

  async nextDue(): Promise<DueTimer | undefined> {
    const { rows } = await this.pool.query<DueRow>(`${DUE} ORDER BY at, stream LIMIT 1`, [this.categories]);
    return rows.map(timerOf)[0];
  }

  async holder(kind: string, key: string): Promise<StreamId | undefined> {
    const text = 'SELECT stream FROM store.claim WHERE kind = $1 AND key = $2';
    const { rows } = await this.pool.query<{ stream: StreamId }>(text, [kind, key]);
    return rows[0]?.stream;
  }

  async close(): Promise<void> {
    if (this.ownsPool) await this.pool.end();
  }
}

const timerOf = ({ stream, at }: DueRow): DueTimer => ({ stream, at: instantOf(at.getTime()) });

const NOTIFY = {
  name: 'store.notify',
  text: `SELECT set_config('synchronous_commit', 'off', true), pg_notify('${WAKE_CHANNEL}', '')`,
};

/** Commits that come closer together than this share one NOTIFY: who seals goes on by itself as long as it finds something. */
const NOTIFY_GAP_MS = 5;

/**
 * A NOTIFY that is lost is made up for by polling. Its commit holds a lock that every other NOTIFY of the server waits for, so that
 * commit is not waited for on disk.
 */
export const notifying = (pool: Pool): (() => void) =>
  coalesced(() => (pool.ending ? Promise.resolve() : pool.query(NOTIFY)), NOTIFY_GAP_MS);
