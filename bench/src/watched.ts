import { type StreamId, streamOf } from '@satualur/contracts/ids';
import { HybridClock, wallClock } from '@satualur/event-store/clock';
import { PostgresEventStore } from '@satualur/event-store/postgres-store';
import { PostgresLogStore } from '@satualur/event-store/sequencer';
import type { StoreDatabase } from '@satualur/event-store/testing';
import { LogLoop, type LogRelay } from '@satualur/service-host/log-loop';
import { Client } from 'pg';
import { Poll, paced } from './paced';
import { newSigner } from './rig';
import { newCause, sampleEvent } from './sample';
import { placesOf } from './places';
import { HIGHEST_SEALED, listening, numberOf, Seen } from './seen';
import { ids } from './streams';

const POLL_MS = 2;

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
  private readonly sealed: Seen;
  private poll: Poll | undefined;

  constructor(database: StoreDatabase) {
    const clock = new HybridClock(wallClock);
    const connection = { connectionString: database.url('log') };
    const log = new PostgresLogStore({ connection, log: database.key, clock, signer: newSigner() });
    this.loop = new LogLoop(database.key, log, nowhere(log), (error) => console.error(error));
    const pool = { connectionString: database.url('referral') };
    this.store = new PostgresEventStore({ pool, source: `/agencies/${database.key}/referral`, clock });
    this.client = listening(new Client({ connectionString: database.url('superuser') }));
    this.sealed = new Seen(numberOf(this.client, HIGHEST_SEALED));
  }

  async start(): Promise<void> {
    await this.client.connect();
    this.loop.start();
    this.poll = new Poll(() => this.sealed.ask(), POLL_MS);
  }

  /** Milliseconds from the call of an append until its event is seen sealed, of events appended at `rate` for `ms`. */
  async delays(rate: number, ms: number): Promise<number[]> {
    const asked = new Map<StreamId, number>();
    await paced(rate, ms, async () => {
      const stream = streamOf('referralin', ids.next());
      asked.set(stream, performance.now());
      await this.store.transact(newCause(), (unit) => unit.record(stream, [sampleEvent()]));
    });
    const places = await placesOf(this.client, [...asked.keys()]);
    await this.sealed.until(Math.max(...places.map(({ seq }) => seq)));
    return places.map(({ seq, stream }) => this.sealed.at(seq) - asked.get(stream)!);
  }

  async stop(): Promise<void> {
    await this.poll?.stop();
    await this.loop.stop();
    await Promise.all([this.store.close(), this.client.end()]);
  }
}
