import { Pool } from 'pg';
import { HybridClock, wallClock } from '@satualur/event-store/clock';
import type { StoreDatabase } from '@satualur/event-store/testing';
import { Ledger, type Place } from './ledger';
import { newCause, stamped } from './sample';
import { Streams } from './streams';

export const PLAIN = 'plain insert, pg 8.23.1';

const TABLE = `CREATE SCHEMA plain;
  CREATE TABLE plain.event (position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, stream text NOT NULL, version int NOT NULL,
    bytes bytea NOT NULL, UNIQUE (stream, version));`;

const insertOf = (events: number) => ({
  name: `plain-${events}`,
  text: `INSERT INTO plain.event (stream, version, bytes) VALUES ${Array.from(
    { length: events },
    (_, row) => `($${row * 3 + 1}, $${row * 3 + 2}, $${row * 3 + 3})`,
  ).join(', ')}`,
});

/** A table with a key, a unique stream version and the same bytes, written by one prepared INSERT: what nobody goes below. */
export class PlainInserts {
  readonly ledger = new Ledger();
  private readonly streams = new Streams('referralin');
  private readonly bytes: Buffer;

  private constructor(private readonly pool: Pool) {
    this.bytes = stamped(new HybridClock(wallClock), newCause(), this.streams.fresh(), 1).bytes;
  }

  /** In the database of a store, as its superuser: no policies, no rights to check. */
  static async open(database: StoreDatabase, connections: number): Promise<PlainInserts> {
    const pool = new Pool({ connectionString: database.url('superuser'), max: connections, options: '-c jit=off' });
    pool.on('error', () => undefined);
    await pool.query(TABLE);
    return new PlainInserts(pool);
  }

  async append(worker: number, events: number): Promise<number> {
    const { stream, version } = this.streams.next(worker, events);
    const values: unknown[] = [];
    for (let row = 0; row < events; row++) values.push(stream, version + row, this.bytes);
    await this.pool.query({ ...insertOf(events), values });
    this.ledger.acknowledge(stream, version + events - 1, events);
    return events;
  }

  counts() {
    return this.ledger.check(this.read());
  }

  close(): Promise<void> {
    return this.pool.end();
  }

  private async *read(): AsyncIterable<Place> {
    for (let after = '0'; ;) {
      const { rows } = await this.pool.query<Place & { readonly position: string }>(
        'SELECT position, stream, version FROM plain.event WHERE position > $1 ORDER BY position LIMIT 5000',
        [after],
      );
      if (rows.length === 0) return;
      yield* rows;
      after = rows.at(-1)!.position;
    }
  }
}
