import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { leafHash } from '@satualur/contracts/bytes';
import { instantOf, streamOf } from '@satualur/contracts/ids';
import { originOf, signCheckpoint } from '@satualur/event-store/checkpoint';
import { HybridClock, wallClock } from '@satualur/event-store/clock';
import { MerkleTree } from '@satualur/event-store/merkle';
import { PostgresEventStore } from '@satualur/event-store/postgres-store';
import { PostgresLogStore } from '@satualur/event-store/sequencer';
import { acknowledged, causeOf } from '@satualur/event-store/store.contract';
import { freshStore, type StoreDatabase } from '@satualur/event-store/testing';
import { KafkaBroker } from '@satualur/messaging/kafka-broker';
import { Relay } from '@satualur/messaging/relay';
import { Client } from 'pg';
import type { LogReport } from './commands/log-report';
import { run } from './program';
import { changed, newSigner } from './stories/specimen.story';
import { readWholeLog } from './tiles/tlog-client.reference';

jest.setTimeout(120_000);

const EVENTS = 90;
const signer = newSigner();

interface TestStack {
  readonly kafka: {
    readonly brokers: readonly string[];
    readonly credentials: Readonly<Record<string, { readonly username: string; readonly password: string }>>;
  };
}
const { kafka } = JSON.parse(process.env['TEST_STACK']!) as TestStack;
const admin = kafka.credentials['admin'];
const env = admin ? { KAFKA_USERNAME: admin.username, KAFKA_PASSWORD: admin.password } : {};

let database: StoreDatabase;
let broker: KafkaBroker;
let folder: string;

/** Streams of several events, sealed and marked after each third, all of it in Kafka. */
async function fill(): Promise<void> {
  const clock = new HybridClock(wallClock);
  const connection = { connectionString: database.url('log') };
  const log = new PostgresLogStore({ connection, log: database.key, clock, signer });
  const pool = { connectionString: database.url('referral') };
  const store = new PostgresEventStore({ pool, source: `/agencies/${database.key}/referral`, clock });
  const sign = (message: Buffer) => signer.sign(message);
  const relay = new Relay({ name: database.key, log, broker, sign, hasInbox: () => false });
  const streams = Array.from({ length: 7 }, () => streamOf('referralin', randomUUID()));
  await log.lead();
  for (let number = 1; number <= EVENTS; number++) {
    await store.transact(causeOf(), (unit) => unit.record(streams[number % 7]!, [acknowledged]));
    if (number % 30 !== 0) continue;
    const checkpoint = await log.mark();
    await relay.drain();
    await relay.publishMark(checkpoint);
  }
  await store.close();
  await log.close();
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'auditor-int-'));
  database = await freshStore(process.env['TEST_DATABASE_URL']!);
  broker = new KafkaBroker({ brokers: kafka.brokers, app: 'test', ...(admin && { credentials: admin }) });
  const topics = [`log.${database.key}`, `mark.${database.key}`].map((topic) => ({ topic, config: {} }));
  await (await broker.admin()).createTopics(topics);
  await fill();
});
afterAll(async () => {
  await broker?.close();
  await database?.drop();
  rmSync(folder, { recursive: true });
});

async function auditor(...args: readonly string[]) {
  const said = { out: '', err: '' };
  const stdout = { write: (text: string) => (said.out += text) };
  const stderr = { write: (text: string) => (said.err += text) };
  const status = await run([...args, '--key', signer.publicKey, '--json'], { stdout, stderr, env });
  return { status, ...said };
}
const inStore = () => ['--store', database.url('log'), '--log', database.key];
const inKafka = () => ['--kafka', kafka.brokers.join(), '--log', database.key];

async function verify(...args: readonly string[]) {
  const { status, out } = await auditor('verify', ...args);
  const report = (JSON.parse(out) as { logs: readonly LogReport[] }).logs[0]!;
  return { status, report, found: report.findings.map(({ code, seq }) => `${code} ${seq}`) };
}

/** Does something to the store that its guards forbid, looks at what is found, and puts everything back. */
async function touched<R>(statements: readonly (readonly [string, ...unknown[]])[], look: () => Promise<R>): Promise<R> {
  const client = new Client({ connectionString: database.url('superuser') });
  await client.connect();
  const tables = ['event', 'sealed', 'checkpoint'];
  try {
    for (const table of tables) {
      await client.query(`CREATE TABLE store.kept_${table} AS TABLE store.${table}`);
      await client.query(`ALTER TABLE store.${table} DISABLE TRIGGER append_only`);
    }
    for (const [text, ...values] of statements) await client.query(text, values);
    return await look();
  } finally {
    for (const table of tables) {
      await client.query(`DELETE FROM store.${table}`);
      await client.query(`INSERT INTO store.${table} OVERRIDING SYSTEM VALUE TABLE store.kept_${table}`);
      await client.query(`DROP TABLE store.kept_${table}`);
      await client.query(`ALTER TABLE store.${table} ENABLE ALWAYS TRIGGER append_only`);
    }
    await client.end();
  }
}

async function stored(): Promise<readonly Buffer[]> {
  const client = new Client({ connectionString: database.url('log') });
  await client.connect();
  const { rows } = await client.query<{ bytes: Buffer }>(
    'SELECT e.bytes FROM store.sealed s JOIN store.event e USING (position) ORDER BY s.seq',
  );
  await client.end();
  return rows.map(({ bytes }) => bytes);
}

const AT = '(SELECT position FROM store.sealed WHERE seq = $1)';
const setBytes = (seq: number, bytes: Buffer) =>
  [`UPDATE store.event SET bytes = $2 WHERE position = ${AT}`, seq, bytes] as const;

describe('a log in its store and in Kafka', () => {
  it('holds in both, with one root', async () => {
    const [store, log] = [await verify(...inStore()), await verify(...inKafka())];
    expect(store).toMatchObject({ status: 0, report: { events: EVENTS, covered: EVENTS, checkpoints: 3, verdict: 'holds' } });
    expect(log).toMatchObject({ status: 0, report: { events: EVENTS, covered: EVENTS, verdict: 'holds' } });
    expect(log.report.root).toBe(store.report.root);
  });

  it.each([
    ['store', inStore],
    ['kafka', inKafka],
  ])('is exported from %s as files that hold, and that any client reads', async (name, from) => {
    const out = join(folder, name);
    expect((await auditor('export', ...from(), '--out', out)).status).toBe(0);
    expect(await verify('--export', out)).toMatchObject({ status: 0, report: { events: EVENTS, log: database.key } });
    expect(readWholeLog(out)).toEqual({ size: EVENTS, entries: await stored() });
  });

  it('proves the same from either', async () => {
    const proof = async (from: readonly string[], ...what: readonly string[]) => auditor('prove', ...from, ...what);
    for (const what of [
      ['--seq', '31'],
      ['--from', '30'],
      ['--seq', '5', '--checkpoint', '60'],
    ]) {
      const [store, log] = [await proof(inStore(), ...what), await proof(inKafka(), ...what)];
      expect(store.status).toBe(0);
      expect(log).toEqual(store);
    }
  });

  it('is folded alike from either', async () => {
    const fold = async (from: readonly string[]) => JSON.parse((await auditor('timeline', ...from)).out) as { digest: string };
    expect((await fold(inKafka())).digest).toBe((await fold(inStore())).digest);
  });

  it('cannot be told of under another name', async () =>
    expect(await auditor('verify', '--store', database.url('log'), '--log', 'pol-63')).toMatchObject({
      status: 2,
      err: `--store holds the log ${database.key}, not pol-63\n`,
    }));

  it.each([
    ['an unknown log', ['--kafka', kafka.brokers.join(), '--log', 'nobody'], /shows no topic log.nobody/],
    [
      'a wrong database',
      ['--store', 'postgresql://nobody@127.0.0.1:1/none', '--log', 'nobody'],
      /^--store cannot be read \(.*ECONNREFUSED/,
    ],
  ])('cannot be told of %s', async (_, args, why) => {
    const { status, err } = await auditor('verify', ...args);
    expect(status).toBe(2);
    expect(err).toMatch(why);
  });
});

describe.each([1, 45, EVENTS])('when somebody with every right touches event %i in the store', (seq) => {
  const other = seq === EVENTS ? seq - 1 : seq + 1;
  const found = async (...statements: Parameters<typeof touched>[0]) => {
    const { status, found } = await touched(statements, () => verify(...inStore()));
    expect(status).toBe(1);
    return found;
  };

  it('finds a changed byte', async () => {
    const bytes = Buffer.from((await stored())[seq - 1]!);
    bytes[bytes.length - 20]! ^= 1;
    expect(await found(setBytes(seq, bytes))).toContain(`LEAF_MISMATCH ${seq}`);
  });

  it('finds a changed time', async () => {
    const bytes = changed((await stored())[seq - 1]!, { time: instantOf(0) });
    expect(await found(setBytes(seq, bytes))).toEqual([`LEAF_MISMATCH ${seq}`]);
  });

  it('finds a removed event, with and without its place', async () => {
    const event = [`DELETE FROM store.event WHERE position = ${AT}`, seq] as const;
    expect(await found(event)).toContain(`ENTRY_MISSING ${seq}`);
    const place = ['DELETE FROM store.sealed WHERE seq = $1', seq] as const;
    expect(await found(event, place)).toContain(seq === EVENTS ? `CHECKPOINT_BEYOND_LOG ${seq}` : `GAP ${seq + 1}`);
  });

  it('finds two swapped events', async () => {
    const bytes = await stored();
    expect(await found(setBytes(seq, bytes[other - 1]!), setBytes(other, bytes[seq - 1]!))).toEqual(
      expect.arrayContaining([`LEAF_MISMATCH ${seq}`, `COLUMN_MISMATCH ${other}`]),
    );
  });

  it('finds a rewritten tail with leaves and nodes made anew', async () => {
    const history = (await stored()).map((bytes, at) => (at + 1 < seq ? bytes : changed(bytes, { time: instantOf(0) })));
    const tree = new MerkleTree();
    const statements = history.flatMap((bytes, at) => {
      const nodes = Buffer.concat(tree.append(leafHash(bytes)));
      const sealed = ['UPDATE store.sealed SET leaf = $2, nodes = $3 WHERE seq = $1', at + 1, leafHash(bytes), nodes] as const;
      return at + 1 < seq ? [] : [setBytes(at + 1, bytes), sealed];
    });
    expect(await found(...statements)).toEqual([30, 60, 90].filter((size) => size >= seq).map((size) => `ROOT_MISMATCH ${size}`));
  });

  it('finds columns that say something else', async () =>
    expect(await found([`UPDATE store.event SET hlc = hlc + 1 WHERE position = ${AT}`, seq])).toEqual([
      `COLUMN_MISMATCH ${seq}`,
    ]));

  it('finds a checkpoint of another log', async () => {
    const number = Math.ceil(seq / 30);
    const unsigned = {
      origin: originOf('rs-6371'),
      size: number * 30,
      root: leafHash(Buffer.alloc(0)),
      watermark: '0000000000000001',
    };
    const { note } = signCheckpoint(unsigned as Parameters<typeof signCheckpoint>[0], newSigner());
    const replaced = ['UPDATE store.checkpoint SET note = $2 WHERE size = $1', number * 30, note] as const;
    expect((await found(replaced)).map((each) => each.split(' ')[0])).toContain('CHECKPOINT_FOREIGN');
  });
});
