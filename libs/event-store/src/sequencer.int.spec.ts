import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { leafHash } from '@satualur/contracts/bytes';
import { type Hlc, hlcOf, hlcToBigint } from '@satualur/contracts/hlc';
import { type StreamId, streamOf } from '@satualur/contracts/ids';
import { Client } from 'pg';
import { openCheckpoint } from './checkpoint';
import { HybridClock, wallClock } from './clock';
import { consistencyProof, inclusionProof, MerkleTree, verifyConsistency, verifyInclusion } from './merkle';
import { NotLeading } from './not-leading';
import { storePool } from './pool';
import { PostgresEventStore } from './postgres-store';
import { BrokenStream, storedNodes } from './sealing';
import { PostgresLogStore, type SequencerOptions } from './sequencer';
import { AlongsideLost, type Checkpoint, Conflict, type SealedEvent } from './store';
import { acknowledged, causeOf } from './store.contract';
import { freshStore, type StoreDatabase } from './testing';

jest.setTimeout(30_000);

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const signer = {
  sign: (message: Uint8Array) => sign(null, message, privateKey),
  publicKey: publicKey.export({ format: 'jwk' }).x!,
};

let database: StoreDatabase;
let log: PostgresLogStore;
const clients: Client[] = [];
const opened: { close(): Promise<void> }[] = [];

async function connect(role: 'referral' | 'superuser'): Promise<Client> {
  const client = new Client({ connectionString: database.url(role) });
  client.on('error', () => undefined);
  await client.connect();
  clients.push(client);
  return client;
}
function sequencer(over: Partial<SequencerOptions> = {}): PostgresLogStore {
  const connection = { connectionString: database.url('log') };
  const made = new PostgresLogStore({ connection, log: 'pol-6310', clock: new HybridClock(wallClock), signer, ...over });
  opened.push(made);
  return made;
}
const newStream = (): StreamId => streamOf('referralin', randomUUID());
const insert = (client: Client, stream = newStream(), version = 1) =>
  client.query(`INSERT INTO store.event (stream, version, hlc, bytes) VALUES ($1, $2, $3, convert_to($1, 'UTF8'))`, [
    stream,
    version,
    hlcToBigint(hlcOf(Date.now())),
  ]);
const sealedStreams = async (from = log) => (await from.readSealed(1, 100_000_000)).map(({ stream }) => stream);

async function becomes(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await wait(5);
}

beforeEach(async () => {
  database = await freshStore(process.env['TEST_DATABASE_URL']!);
  log = sequencer();
  expect(await log.lead()).toBe(true);
});
afterEach(async () => {
  await Promise.all([...opened.splice(0).map((part) => part.close()), ...clients.splice(0).map((client) => client.end())]);
  await database.drop();
});

/** The watermark in force for appends, raised as soon as a mark is on its way. */
const raised = async (client: Client, above: string) =>
  (await client.query<{ hlc: string }>('SELECT hlc FROM store.mark WHERE hlc > $1', [above])).rowCount === 1;

describe('sealing', () => {
  it('leaves no gap for a rolled-back append, and settles it with the next mark', async () => {
    const writer = await connect('referral');
    const [first, second] = [newStream(), newStream()];
    await insert(writer, first);
    await writer.query('BEGIN');
    await insert(writer);
    await writer.query('ROLLBACK');
    await insert(writer, second);
    expect(await log.seal()).toBe(2);
    expect((await log.readSealed(1, 1_000)).map(({ seq, stream }) => [seq, stream])).toEqual([
      [1, first],
      [2, second],
    ]);
    await log.mark();
    const { rows } = await (await connect('superuser')).query('SELECT settled::int FROM store.checkpoint');
    expect(rows).toEqual([{ settled: 3 }]);
  });

  it('is not held up by an open append, and gives it its place when it commits', async () => {
    const [slow, quick] = [await connect('referral'), await connect('referral')];
    const [late, early, last] = [newStream(), newStream(), newStream()];
    await slow.query('BEGIN');
    await insert(slow, late);
    await insert(quick, early);
    expect(await log.seal()).toBe(1);
    await slow.query('COMMIT');
    await insert(quick, last);
    expect(await log.seal()).toBe(2);
    expect(await sealedStreams()).toEqual([early, late, last]);
  });

  it('remembers open appends over a change of leader', async () => {
    const [slow, quick] = [await connect('referral'), await connect('referral')];
    const [late, early] = [newStream(), newStream()];
    await insert(quick);
    await log.mark();
    await slow.query('BEGIN');
    await insert(slow, late);
    await insert(quick, early);
    expect(await log.seal()).toBe(1);
    await log.close();
    await slow.query('COMMIT');
    const next = sequencer();
    await becomes(() => next.lead());
    expect(await next.seal()).toBe(1);
    expect((await sealedStreams(next)).slice(1)).toEqual([early, late]);
  });

  it('goes on over passes that are full', async () => {
    await log.close();
    const small = sequencer({ limit: 3 });
    await becomes(() => small.lead());
    const writer = await connect('referral');
    for (let turn = 0; turn < 7; turn++) await insert(writer);
    expect([await small.seal(), await small.seal(), await small.seal(), await small.seal()]).toEqual([3, 3, 1, 0]);
    for (let turn = 0; turn < 7; turn++) await insert(writer);
    expect((await small.mark()).size).toBe(14);
  });

  it('stops at an event that does not follow its stream', async () => {
    const stream = newStream();
    const writer = await connect('referral');
    await insert(writer, stream);
    await (
      await connect('superuser')
    ).query(`INSERT INTO store.event (stream, version, ordinal, hlc, bytes) VALUES ($1, 3, 1, 9e17, '{}')`, [stream]);
    await expect(log.seal()).rejects.toThrow(BrokenStream);
    expect(await log.readSealed(1, 1_000)).toEqual([]);
  });

  it('shows a head only once it is committed', async () => {
    const [admin, watcher, writer] = [await connect('superuser'), await connect('superuser'), await connect('referral')];
    await insert(writer);
    await admin.query('BEGIN');
    await admin.query('LOCK TABLE store.sealed IN EXCLUSIVE MODE');
    const sealing = log.seal();
    const blocked = `SELECT FROM pg_stat_activity WHERE usename = $1 AND wait_event_type = 'Lock'`;
    await becomes(async () => (await watcher.query(blocked, [database.roles.log])).rowCount === 1);
    expect((await log.head()).seq).toBe(0);
    await admin.query('COMMIT');
    expect(await sealing).toBe(1);
    expect((await log.head()).seq).toBe(1);
  });

  it('grows the RFC 6962 tree of the stored bytes, whose proofs verify from its stored nodes', async () => {
    const writer = await connect('referral');
    const heads = [await log.head()];
    for (let turn = 0; turn < 13; turn++) {
      await insert(writer);
      if (turn % 3 === 0) await insert(writer);
      await log.seal();
      heads.push(await log.head());
    }
    const sealed = await log.readSealed(1, 1_000_000);
    const { seq: size, root } = heads.at(-1)!;
    expect(rootOf(sealed)).toEqual(root);
    const pool = storePool({ connectionString: database.url('superuser') });
    const read = storedNodes(pool);
    for (const [index, { leaf }] of sealed.entries()) {
      expect(verifyInclusion(leaf, index, size, await inclusionProof(index, size, read), root)).toBe(true);
    }
    for (const old of heads) {
      expect(verifyConsistency(old.seq, old.root, size, root, await consistencyProof(old.seq, size, read))).toBe(true);
    }
    await pool.end();
  });
});

function rootOf(sealed: readonly SealedEvent[]): Buffer {
  const tree = new MerkleTree();
  for (const { bytes } of sealed) tree.append(leafHash(bytes));
  return tree.root();
}

describe('a mark', () => {
  it('waits for the appends open when it was raised, while sealing goes on, and counts them in', async () => {
    const [slow, quick] = [await connect('referral'), await connect('referral')];
    const [late, early] = [newStream(), newStream()];
    await slow.query('BEGIN');
    await insert(slow, late);
    let made: Checkpoint | undefined;
    const marking = log.mark().then((checkpoint) => (made = checkpoint));
    await becomes(() => raised(quick, '0'));
    await insert(quick, early);
    await becomes(async () => (await log.seal()) === 0 && (await sealedStreams()).length === 1);
    expect(made).toBeUndefined();
    await slow.query('COMMIT');
    const checkpoint = await marking;
    expect((await sealedStreams()).slice(0, checkpoint.size)).toEqual([early, late]);
    expect(openCheckpoint(checkpoint.note, { origin: 'satualur/pol-6310', publicKey: signer.publicKey })).toEqual(checkpoint);
  });

  it('gives an open append no place among the dead', async () => {
    const [slow, quick] = [await connect('referral'), await connect('referral')];
    const late = newStream();
    await slow.query('BEGIN');
    await insert(slow, late);
    await insert(quick);
    await log.seal();
    const marking = log.mark();
    await becomes(() => raised(quick, '0'));
    await slow.query('COMMIT');
    expect((await marking).size).toBe(2);
    expect((await sealedStreams()).at(-1)).toBe(late);
  });

  it('does not wait for a stranger’s transaction on the same server', async () => {
    const stranger = await connect('superuser');
    await stranger.query('BEGIN');
    await stranger.query('CREATE TABLE elsewhere (x int)');
    await stranger.query('SELECT count(*) FROM store.event');
    await insert(await connect('referral'));
    expect((await log.mark()).size).toBe(1);
    await stranger.query('ROLLBACK');
  });

  it('rises with every call, also when the clock goes back', async () => {
    const first = await log.mark();
    await log.close();
    const next = sequencer({ clock: new HybridClock({ now: () => 1_000 }) });
    await becomes(() => next.lead());
    expect((await next.mark()).watermark >= first.watermark).toBe(true);
  });
});

describe('leading', () => {
  it('can be tried again after the server could not be reached', async () => {
    const role = `"${database.roles.log}"`;
    const admin = await connect('superuser');
    await log.close();
    await admin.query(`ALTER ROLE ${role} NOLOGIN`);
    await expect(log.lead()).rejects.toThrow();
    await admin.query(`ALTER ROLE ${role} LOGIN`);
    expect(await log.lead()).toBe(true);
  });

  it('ends with the connection, is told, and can be taken up again', async () => {
    await log.close();
    const lost = new Promise<Error>((resolve) => {
      log = sequencer({ onLost: resolve });
    });
    await becomes(() => log.lead());
    const [admin, writer] = [await connect('superuser'), await connect('referral')];
    await insert(writer);
    await log.seal();
    const role = database.roles.log;
    await admin.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1', [role]);
    await lost;
    await expect(log.seal()).rejects.toThrow(NotLeading);
    await becomes(() => log.lead());
    await insert(writer);
    expect(await log.seal()).toBe(1);
    expect((await log.head()).seq).toBe(2);
  });

  it('ends when somebody else has sealed, whatever the lock says: an error, not a fork', async () => {
    const [admin, writer] = [await connect('superuser'), await connect('referral')];
    await insert(writer);
    await insert(writer);
    await admin.query(
      `INSERT INTO store.sealed SELECT 1, position, sha256('\\x00'::bytea || bytes), '' FROM store.event ORDER BY position LIMIT 1`,
    );
    await expect(log.seal()).rejects.toThrow(NotLeading);
    await expect(log.seal()).rejects.toThrow(NotLeading);
    await becomes(() => log.lead());
    expect(await log.seal()).toBe(1);
    expect((await log.head()).root).toEqual(rootOf(await log.readSealed(1, 10_000)));
  });
});

describe('eight writers for some seconds, with slow and rolled-back appends', () => {
  const SECONDS = 4;
  it('lose nothing, repeat nothing, keep their streams’ order, and no event comes below a published watermark', async () => {
    const until = Date.now() + SECONDS * 1_000;
    const committed: StreamId[] = [];
    let rolledBack = 0;
    const writing = Promise.all(Array.from({ length: 8 }, (_, index) => write(index)));
    async function write(index: number): Promise<void> {
      const clock = new HybridClock({ now: () => Date.now() - index * 300 });
      const store = new PostgresEventStore({
        pool: { connectionString: database.url('referral'), max: 1 },
        source: '/agencies/pol-6310/referral',
        clock,
      });
      opened.push(store);
      const streams = [newStream(), newStream(), newStream()];
      for (let turn = 0; Date.now() < until; turn++) {
        const stream = streams[turn % 3]!;
        const fails = Math.random() < 0.05;
        const slow = { text: 'SELECT pg_sleep($1)', values: [Math.random() * 0.02], ...(fails ? { rows: 2 } : {}) };
        const appending = store.transact(causeOf(), async (unit) => {
          await unit.record(stream, [acknowledged]);
          if (fails || turn % 4 === 0) unit.alongside(slow);
        });
        await appending.then(
          () => committed.push(stream),
          (error: unknown) => {
            if (!(error instanceof AlongsideLost) && !(error instanceof Conflict)) throw error;
            rolledBack++;
          },
        );
      }
    }
    const checkpoints: Checkpoint[] = [];
    let stopped = false;
    const marking = (async () => {
      while (!stopped) checkpoints.push(await log.mark());
    })();
    const sealing = (async () => {
      while (!stopped) if ((await log.seal()) === 0) await wait(1);
    })();
    await writing;
    stopped = true;
    await Promise.all([marking, sealing]);
    checkpoints.push(await log.mark());

    const sealed = await readAll(log);
    expect(sealed).toHaveLength(committed.length);
    expect(rolledBack).toBeGreaterThan(0);
    expect(checkpoints.length).toBeGreaterThan(10);
    expect(checkpoints.at(-1)).toMatchObject({ size: committed.length, root: rootOf(sealed) });
    expect(sealed.map(({ seq }) => seq)).toEqual(sealed.map((_, index) => index + 1));
    expect(countBy(sealed.map(({ stream }) => stream))).toEqual(countBy(committed));
    expect(outOfOrder(sealed)).toEqual([]);
    expect(checkpoints.flatMap(({ size, watermark }) => sealed.slice(size).filter(({ hlc }) => hlc <= watermark))).toEqual([]);
  });
});

async function readAll(from: PostgresLogStore): Promise<SealedEvent[]> {
  const all: SealedEvent[] = [];
  for (let run = await from.readSealed(1, 1_000_000); run.length > 0; run = await from.readSealed(all.length + 1, 1_000_000))
    all.push(...run);
  return all;
}

const countBy = (streams: readonly StreamId[]) => {
  const counts: Record<string, number> = {};
  for (const stream of streams) counts[stream] = (counts[stream] ?? 0) + 1;
  return counts;
};

function outOfOrder(sealed: readonly SealedEvent[]): SealedEvent[] {
  const last = new Map<StreamId, Hlc>();
  return sealed.filter(({ stream, hlc }) => {
    const before = last.get(stream);
    last.set(stream, hlc);
    return before !== undefined && hlc <= before;
  });
}
