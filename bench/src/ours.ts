import { HybridClock, wallClock } from '@satualur/event-store/clock';
import { storePool } from '@satualur/event-store/pool';
import { PostgresAppender } from '@satualur/event-store/postgres-appender';
import { PostgresLogStore } from '@satualur/event-store/sequencer';
import type { StoreDatabase } from '@satualur/event-store/testing';
import type { Batch, Row } from '@satualur/event-store/appender';
import { type Place, Ledger } from './ledger';
import { newCause, stamped } from './sample';
import { newSigner } from './rig';
import { Streams } from './streams';
import type { StreamId } from '@satualur/contracts/ids';

const READ_BYTES = 4_000_000;

/** Seals what is left and reads the log from its first event to its end, as a relay does. */
export async function* readLog(database: StoreDatabase): AsyncIterable<Place> {
  const log = new PostgresLogStore({
    connection: { connectionString: database.url('log') },
    log: database.key,
    clock: new HybridClock(wallClock),
    signer: newSigner(),
  });
  try {
    if (!(await log.lead())) throw new Error('somebody else seals the store of a benchmark');
    while ((await log.seal()) > 0);
    for (let from = 1; ;) {
      const events = await log.readSealed(from, READ_BYTES);
      if (events.length === 0) return;
      for (const { stream, bytes } of events) yield { stream, version: versionOf(bytes) };
      from += events.length;
    }
  } finally {
    await log.close();
  }
}

const versionOf = (bytes: Buffer): number => Number((JSON.parse(bytes.toString('utf8')) as { sequence: string }).sequence);

/** Appends events with all duties: stamped, serialised, checked by the store, in one call. */
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
    this.appender = new PostgresAppender(this.pool, () => undefined);
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
