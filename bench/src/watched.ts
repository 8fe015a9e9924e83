import { type StreamId, streamOf } from '@satualur/contracts/ids';
import { HybridClock, wallClock } from '@satualur/event-store/clock';
import { PostgresEventStore } from '@satualur/event-store/postgres-store';
import { PostgresLogStore } from '@satualur/event-store/sequencer';
import type { StoreDatabase } from '@satualur/event-store/testing';
import { LogLoop, type LogRelay } from '@satualur/service-host/log-loop';
import { Client } from 'pg';
import { paced } from './paced';
import { newSigner } from './rig';
import { newCause, sampleEvent } from './sample';
import { sealedAt } from './sealed-at';
import { listening } from './seen';
import { ids } from './streams';

/** Takes whatever is sealed, at once. */
const nowhere = (log: PostgresLogStore): LogRelay => ({
  drain: async (more) => {
    let seq = 0;
    while (await more({ seq, addressed: {} })) ({ seq } = await log.head());
    return seq;
  },
  publishMark: () => Promise.resolve(),
});

/** One agency's store with its loop as the product runs it, but for the broker: how long an event takes to be sealed. */
export class Watched {
  private readonly loop: LogLoop;
  private readonly store: PostgresEventStore;
  private readonly client: Client;

  constructor(database: StoreDatabase) {
    const clock = new HybridClock(wallClock);
    const connection = { connectionString: database.url('log') };
    const log = new PostgresLogStore({ connection, log: database.key, clock, signer: newSigner() });
    this.loop = new LogLoop(database.key, log, nowhere(log), (error) => console.error(error));
    const pool = { connectionString: database.url('referral') };
    this.store = new PostgresEventStore({ pool, source: `/agencies/${database.key}/referral`, clock });
    this.client = listening(new Client({ connectionString: database.url('superuser') }));
  }

  async start(): Promise<void> {
    await this.client.connect();
    this.loop.start();
  }

  /** Milliseconds from the call of an append until its event is sealed, of events appended at `rate` for `ms`. */
  async delays(rate: number, ms: number): Promise<number[]> {
    const asked = new Map<StreamId, number>();
    await paced(rate, ms, async () => {
      const stream = streamOf('referralin', ids.next());
      asked.set(stream, performance.now());
      await this.store.transact(newCause(), (unit) => unit.record(stream, [sampleEvent()]));
    });
    const places = await sealedAt(this.client, [...asked.keys()]);
    return places.map(({ at, stream }) => at - asked.get(stream)!);
  }

  async stop(): Promise<void> {
    await this.loop.stop();
    await Promise.all([this.store.close(), this.client.end()]);
  }
}
