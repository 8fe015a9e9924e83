import { HybridClock, wallClock } from '@satualur/event-store/clock';
import { storePool } from '@satualur/event-store/pool';
import { PostgresAppender } from '@satualur/event-store/postgres-appender';
import { notifying } from '@satualur/event-store/postgres-store';
import type { StoreDatabase } from '@satualur/event-store/testing';
import type { Batch, Row } from '@satualur/event-store/appender';
import { type Place, Ledger } from './ledger';
import { newCause, stamped } from './sample';
import { logOf } from './filled';
import { placesOf, sealAll } from './replay';
import { Streams } from './streams';
import type { StreamId } from '@satualur/contracts/ids';

/** Seals what is left and reads the log from its first event to its end. */
export async function* readLog(database: StoreDatabase): AsyncIterable<Place> {
  const log = logOf(database);
  try {
    await sealAll(log);
    yield* placesOf(log);
  } finally {
    await log.close();
  }
}

/** Appends events with all duties: stamped, serialised, checked by the store, the sequencer woken, in one call. */
export class OurAppends {
  readonly ledger = new Ledger();
  private readonly clock = new HybridClock(wallClock);
  private readonly pool;
  private readonly appender: PostgresAppender;
  private readonly streams = new Streams('referralin');

  constructor(
    readonly database: StoreDatabase,
    connections: number,
  ) {
    this.pool = storePool({ connectionString: database.url('referral'), max: connections });
    this.appender = new PostgresAppender(this.pool, notifying(this.pool));
  }

  /** @param checks another stream that must stand at its version */
  async append(
    worker: number,
    events: number,
    checks?: { readonly stream: StreamId; readonly version: number },
  ): Promise<number> {
    const cause = newCause();
    const { stream, version } = this.streams.next(worker, events);
    const rows: Row[] = [];
    for (let ordinal = 0; ordinal < events; ordinal++)
      rows.push({ stream, version: version + ordinal, ordinal, ...stamped(this.clock, cause, stream, version + ordinal) });
    const batch: Batch = { command: cause.command, rows, checks: checks ? [checks] : [], claims: [], dues: [], alongside: [] };
    const outcome = await this.appender.append(batch);
    if (outcome.kind !== 'committed') throw new Error(`an append of a benchmark ended as ${outcome.kind}`);
    this.ledger.acknowledge(stream, version + events - 1, events);
    return events;
  }

  counts() {
    return this.ledger.check(readLog(this.database));
  }

  close(): Promise<void> {
    return this.pool.end();
  }
}
