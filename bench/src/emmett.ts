import { dumbo } from '@event-driven-io/dumbo';
import { getPostgreSQLEventStore, type PostgresEventStore, readMessagesBatch } from '@event-driven-io/emmett-postgresql';
import { HybridClock, wallClock } from '@satualur/event-store/clock';
import { Pool } from 'pg';
import { Ledger, type Place } from './ledger';
import type { Rig } from './rig';
import { newCause, stamped } from './sample';
import { Streams } from './streams';

export const EMMETT = 'emmett-postgresql 0.42.0';

interface Written {
  readonly type: 'ReferralAcknowledged';
  readonly data: Record<string, unknown>;
}

const READ_AT_ONCE = 100;

/** The leading TypeScript event store: appends with an expected version, and replays its log with its own reader. */
export class EmmettAppends {
  readonly ledger = new Ledger();
  private readonly streams = new Streams('referralin');
  private readonly event: Written;

  private constructor(
    private readonly store: PostgresEventStore,
    private readonly pool: Pool,
    private readonly url: string,
  ) {
    const { bytes } = stamped(new HybridClock(wallClock), newCause(), this.streams.fresh(), 1);
    this.event = { type: 'ReferralAcknowledged', data: JSON.parse(bytes.toString('utf8')) as Record<string, unknown> };
  }

  /** In a database of its own. */
  static async open(rig: Rig, connections: number): Promise<EmmettAppends> {
    const url = Object.assign(new URL(rig.adminUrl), { pathname: await emptyDatabase(rig) }).href;
    const pool = new Pool({ connectionString: url, max: connections, options: '-c jit=off' });
    pool.on('error', () => undefined);
    const store = getPostgreSQLEventStore(url, { connectionOptions: { pool } });
    await store.schema.migrate();
    return new EmmettAppends(store, pool, url);
  }

  async append(worker: number, events: number): Promise<number> {
    const { stream, version } = this.streams.next(worker, events);
    const expected = version === 1 ? 'STREAM_DOES_NOT_EXIST' : BigInt(version - 1);
    const batch = Array.from({ length: events }, () => this.event);
    await this.store.appendToStream(stream, batch, { expectedStreamVersion: expected as bigint });
    this.ledger.acknowledge(stream, version + events - 1, events);
    return events;
  }

  counts() {
    return this.ledger.check(this.read());
  }

  async close(): Promise<void> {
    await this.store.close();
    await this.pool.end();
  }

  /** As its consumers read: in batches, from the position of the last message on. */
  private async *read(): AsyncIterable<Place> {
    const reader = dumbo({ connectionString: this.url });
    try {
      for (let after = 0n; ;) {
        const { messages, currentGlobalPosition } = await readMessagesBatch<Written>(reader.execute, {
          after,
          batchSize: READ_AT_ONCE,
        });
        for (const { metadata } of messages) yield { stream: metadata.streamName, version: Number(metadata.streamPosition) };
        if (messages.length === 0) return;
        after = currentGlobalPosition;
      }
    } finally {
      await reader.close();
    }
  }
}

async function emptyDatabase({ adminUrl }: Rig): Promise<string> {
  const name = `emmett_${process.hrtime.bigint()}`;
  const admin = new Pool({ connectionString: adminUrl, max: 1 });
  await admin.query(`CREATE DATABASE ${name}`);
  await admin.end();
  return name;
}
