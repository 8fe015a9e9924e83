import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { hlcOf, hlcToBigint } from '@satualur/contracts/hlc';
import { type Actor, instantOf, streamOf, type Uuid } from '@satualur/contracts/ids';
import { serviceStarted } from '@satualur/contracts/victim-services/examples';
import { HybridClock, wallClock } from '@satualur/event-store/clock';
import { PostgresEventStore } from '@satualur/event-store/postgres-store';
import { PostgresLogStore } from '@satualur/event-store/sequencer';
import { freshStore, type StoreDatabase } from '@satualur/event-store/testing';
import { LogLoop, type LogRelay } from '@satualur/service-host/log-loop';
import { Client } from 'pg';

jest.setTimeout(120_000);

const EVERY_MS = 20;
/** The bar on a quiet machine; on a busy one no more than the machine itself adds. A waiter would show some 2,500 ms. */
const toleratedMs = (usual: number): number => Math.max(5, usual);
const PATIENCE_MS = 15_000;
const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const signer = { publicKey: publicKey.export({ format: 'jwk' }).x!, sign: (text: Uint8Array) => sign(null, text, privateKey) };

/** One agency's store with its loop as `apps/intake` runs it; the relay's place is taken by a note of when each event was sealed. */
class Watched {
  private readonly sealedAt = new Map<string, number>();
  private readonly log: PostgresLogStore;
  private readonly loop: LogLoop;
  private readonly store: PostgresEventStore;
  checkpoints = 0;

  constructor(database: StoreDatabase) {
    const clock = new HybridClock(wallClock);
    const options = { log: database.key, clock, signer };
    this.log = new PostgresLogStore({ connection: { connectionString: database.url('log') }, ...options });
    let next = 1;
    const drain: LogRelay['drain'] = async (more) => {
      while (await more({ seq: next - 1, addressed: {} })) {
        const events = await this.log.readSealed(next, 1_000_000);
        for (const { stream } of events) this.sealedAt.set(stream, performance.now());
        next += events.length;
      }
      return next - 1;
    };
    const publishMark = () => Promise.resolve(void this.checkpoints++);
    this.loop = new LogLoop(database.key, this.log, { drain, publishMark }, (error) => console.error(error));
    const pool = { connectionString: database.url('victim-services') };
    this.store = new PostgresEventStore({ pool, source: `/agencies/${database.key}/victim-services`, clock });
    this.loop.start();
  }

  async append(): Promise<{ readonly stream: string; readonly at: number }> {
    const stream = streamOf('episode', randomUUID());
    const cause = { actor: 'staff-7/caseworker' as Actor, at: instantOf(Date.now()), command: { id: randomUUID() as Uuid } };
    await this.store.transact(cause, (unit) => unit.record(stream, [serviceStarted()]));
    return { stream, at: performance.now() };
  }

  isSealed(stream: string): boolean {
    return this.sealedAt.has(stream);
  }

  /** Milliseconds from append to sealed, of events appended for so long. */
  async delays(forMs: number): Promise<number[]> {
    const appended: { readonly stream: string; readonly at: number }[] = [];
    for (const end = performance.now() + forMs; performance.now() < end; await wait(EVERY_MS)) appended.push(await this.append());
    await becomes(() => appended.every(({ stream }) => this.isSealed(stream)));
    return appended.map(({ stream, at }) => this.sealedAt.get(stream)! - at);
  }

  async close(): Promise<void> {
    await this.loop.stop();
    await this.store.close();
  }
}

async function becomes(holds: () => boolean): Promise<void> {
  for (const end = performance.now() + PATIENCE_MS; !holds(); await wait(5))
    if (performance.now() > end) throw new Error('what was appended is not sealed');
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

/** A transaction that has written an event and stays open. */
async function openWrite(database: StoreDatabase): Promise<{ readonly stream: string; commit(): Promise<void> }> {
  const client = new Client({ connectionString: database.url('referral') });
  await client.connect();
  const stream = streamOf('referralin', randomUUID());
  await client.query('BEGIN');
  const text = `INSERT INTO store.event (stream, version, hlc, bytes) VALUES ($1, 1, $2, convert_to($1, 'UTF8'))`;
  await client.query(text, [stream, hlcToBigint(hlcOf(Date.now() + 1))]);
  return { stream, commit: () => client.query('COMMIT').then(() => client.end()) };
}

describe('a writing transaction left open for 5 s', () => {
  let own: StoreDatabase;
  let other: StoreDatabase;
  let watched: Watched;
  beforeEach(async () => {
    [own, other] = [await freshStore(process.env['TEST_DATABASE_URL']!), await freshStore(process.env['TEST_DATABASE_URL']!)];
    watched = new Watched(own);
    await watched.delays(500);
  });
  afterEach(async () => {
    await watched.close();
    await Promise.all([own.drop(), other.drop()]);
  });

  /** Before, while it is open, and after: what differs is not the machine's mood. */
  async function compare(where: StoreDatabase) {
    const before = await watched.delays(2_500);
    const open = await openWrite(where);
    const checkpoints = watched.checkpoints;
    const during = await watched.delays(5_000);
    const marked = watched.checkpoints - checkpoints;
    expect(watched.isSealed(open.stream)).toBe(false);
    await open.commit();
    const after = await watched.delays(2_500);
    const usual = median([...before, ...after]);
    return { usual, added: median(during) - usual, longest: Math.max(...during), marked, open };
  }

  it('in another database delays nobody, and no checkpoint', async () => {
    const { usual, added, marked } = await compare(other);
    expect(added).toBeLessThanOrEqual(toleratedMs(usual));
    expect(marked).toBeGreaterThanOrEqual(2);
  });

  it('in the same store delays nobody else; its own event is sealed when it commits', async () => {
    const { usual, added, longest, marked, open } = await compare(own);
    expect(added).toBeLessThanOrEqual(toleratedMs(usual));
    expect(longest).toBeLessThan(4_000);
    expect(marked).toBeLessThanOrEqual(1);
    await becomes(() => watched.isSealed(open.stream));
  });
});
