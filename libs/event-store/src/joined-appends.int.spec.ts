import { randomBytes } from 'node:crypto';
import { type Hlc, hlcAfter, hlcOf, hlcToBigint } from '@satualur/contracts/hlc';
import { type StreamId, streamOf, type Uuid, uuidv7 } from '@satualur/contracts/ids';
import fc from 'fast-check';
import { Client, type Pool } from 'pg';
import type { Batch, Outcome, Row } from './appender';
import { storePool } from './pool';
import { PostgresAppender } from './postgres-appender';
import { freshStore, type StoreDatabase } from './testing';

jest.setTimeout(60_000);

const uuid = (): Uuid => uuidv7(Date.now(), randomBytes(10));
const newStream = (category = 'referralin'): StreamId => streamOf(category, uuid());
let last = hlcOf(Date.now());
const reading = (): Hlc => (last = hlcAfter(last));
const MARK = hlcOf(1_000);
const rowOf = (over: Partial<Row> = {}): Row => ({
  stream: newStream(),
  version: 1,
  ordinal: 0,
  hlc: reading(),
  bytes: Buffer.from('{}'),
  ...over,
});
const batchOf = (over: Partial<Batch> = {}): Batch => ({
  command: { id: uuid(), bodyHash: randomBytes(32).toString('hex') },
  rows: [rowOf()],
  checks: [],
  claims: [],
  dues: [],
  alongside: [],
  ...over,
});

let database: StoreDatabase;
let pool: Pool;
let admin: Pool;
let appender: PostgresAppender;
beforeAll(async () => {
  database = await freshStore(process.env['TEST_DATABASE_URL']!);
  pool = storePool({ connectionString: database.url('referral') });
  admin = storePool({ connectionString: database.url('superuser') });
  appender = new PostgresAppender(pool, () => undefined);
  await admin.query('UPDATE store.mark SET hlc = $1', [hlcToBigint(MARK)]);
});
afterAll(async () => {
  await Promise.all([pool.end(), admin.end()]);
  await database.drop();
});

const told = (batches: readonly Batch[]): Promise<(Outcome['kind'] | 'thrown')[]> =>
  Promise.all(
    batches.map((batch) =>
      appender.append(batch).then(
        ({ kind }) => kind,
        () => 'thrown' as const,
      ),
    ),
  );

/** How often each command stands in the store, with its body. */
async function standing(batches: readonly Batch[]): Promise<number[]> {
  const { rows } = await admin.query<{ place: number; times: number }>(
    `SELECT c.place::int, count(*)::int AS times FROM unnest($1::uuid[], $2::bytea[]) WITH ORDINALITY AS c(id, body, place)
     JOIN store.event e ON e.command = c.id AND e.body = c.body GROUP BY 1`,
    [batches.map(({ command }) => command.id), batches.map(({ command }) => Buffer.from(command.bodyHash!, 'hex'))],
  );
  return batches.map((_, index) => rows.find(({ place }) => place === index + 1)?.times ?? 0);
}

async function transactionsOf(batches: readonly Batch[]): Promise<number> {
  const { rows } = await admin.query<{ count: number }>(
    'SELECT count(DISTINCT xmin::text)::int AS count FROM store.event WHERE command = ANY($1)',
    [batches.map(({ command }) => command.id)],
  );
  return rows[0]!.count;
}

interface Kind {
  readonly name: string;
  readonly outcome: Outcome['kind'] | 'thrown';
  readonly make: () => Promise<Batch>;
}
const plain = (over?: Partial<Batch>) => () => Promise.resolve(batchOf(over));
async function written(over: Partial<Batch> = {}): Promise<Batch> {
  const batch = batchOf(over);
  expect(await appender.append(batch)).toEqual({ kind: 'committed' });
  return batch;
}
const moved = async (): Promise<Batch> => {
  const record = newStream('record');
  await admin.query(`INSERT INTO store.event (stream, version, hlc, bytes) VALUES ($1, 1, 1, '{}')`, [record]);
  return batchOf({ checks: [{ stream: record, version: 0 }] });
};

const kinds: readonly Kind[] = [
  { name: 'one event', outcome: 'committed', make: plain() },
  {
    name: 'three events of two streams',
    outcome: 'committed',
    make: async () => {
      const stream = newStream();
      return batchOf({ rows: [rowOf({ stream }), rowOf(), rowOf({ stream, version: 2, ordinal: 1 })] });
    },
  },
  {
    name: 'the next event of a stream',
    outcome: 'committed',
    make: async () => batchOf({ rows: [rowOf({ stream: (await written()).rows[0]!.stream, version: 2 })] }),
  },
  {
    name: 'an event with a timer',
    outcome: 'committed',
    make: async () => {
      const row = rowOf();
      return batchOf({ rows: [row], dues: [{ stream: row.stream, at: '2026-03-01T00:00:00.000Z' as never }] });
    },
  },
  {
    name: 'an event with a claim',
    outcome: 'committed',
    make: async () => {
      const row = rowOf();
      return batchOf({ rows: [row], claims: [{ kind: 'ref', key: row.stream, stream: row.stream }] });
    },
  },
  {
    name: 'an event that checks a stream',
    outcome: 'committed',
    make: plain({ checks: [{ stream: newStream('record'), version: 0 }] }),
  },
  {
    name: 'a version that stands',
    outcome: 'conflict',
    make: async () => batchOf({ rows: [rowOf({ stream: (await written()).rows[0]!.stream })] }),
  },
  { name: 'a checked stream that moved', outcome: 'conflict', make: moved },
  { name: 'a command known', outcome: 'repeat', make: async () => batchOf({ command: (await written()).command }) },
  { name: 'a reading at the mark', outcome: 'too-low', make: async () => batchOf({ rows: [rowOf({ hlc: MARK })] }) },
  {
    name: 'a claim taken',
    outcome: 'claim-taken',
    make: async () => {
      const stream = newStream();
      const claims = [{ kind: 'ref', key: stream, stream }];
      await written({ rows: [rowOf({ stream })], claims });
      return batchOf({ claims });
    },
  },
  {
    name: 'a stream of another service',
    outcome: 'thrown',
    make: async () => batchOf({ rows: [rowOf({ stream: newStream('record') })] }),
  },
  { name: 'a gap in its stream', outcome: 'thrown', make: async () => batchOf({ rows: [rowOf({ version: 7 })] }) },
];
const good = kinds.filter(({ outcome }) => outcome === 'committed');
const bad = kinds.filter(({ outcome }) => outcome !== 'committed');
const expected = ({ outcome }: Kind) => (outcome === 'committed' || outcome === 'repeat' ? 1 : 0);

it.each(good)('appends of $name share a transaction, each under its own command', async ({ make }) => {
  const batches = await Promise.all(Array.from({ length: 10 }, make));
  expect(await told(batches)).toEqual(batches.map(() => 'committed'));
  expect(await transactionsOf(batches)).toBe(1);
  expect(await standing(batches)).toEqual(batches.map(() => 1));
});

it.each(bad)('$name among ten is told so, and its nine neighbours stand', async (kind) => {
  for (const place of [0, 5, 9]) {
    const mixture = Array.from({ length: 10 }, (_, index) => (index === place ? kind : kinds[0]!));
    const batches = await Promise.all(mixture.map(({ make }) => make()));
    expect(await told(batches)).toEqual(mixture.map(({ outcome }) => outcome));
    expect(await standing(batches)).toEqual(mixture.map(expected));
  }
});

it('any mixture ends for each append as it would have alone', async () => {
  const mixtures = fc.array(fc.constantFrom(...kinds), { minLength: 1, maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(mixtures, async (mixture) => {
      const batches = await Promise.all(mixture.map(({ make }) => make()));
      expect(await told(batches)).toEqual(mixture.map(({ outcome }) => outcome));
      expect(await standing(batches)).toEqual(mixture.map(expected));
    }),
    { numRuns: 30 },
  );
});

it('of two appends of one stream one conflicts, and of two of one command one repeats', async () => {
  const [row, { command }] = [rowOf(), batchOf()];
  const batches = [batchOf({ rows: [row] }), batchOf({ rows: [row] }), batchOf({ command }), batchOf({ command })];
  expect((await told(batches)).sort()).toEqual(['committed', 'committed', 'conflict', 'repeat']);
});

it.each([
  ['an event', (row: Row): Partial<Batch> => ({ rows: [row] })],
  ['a claim', (row: Row): Partial<Batch> => ({ claims: [{ kind: 'ref', key: row.stream, stream: newStream() }] })],
])('neighbours do not wait for %s that a stranger has not committed', async (_, like) => {
  const stranger = new Client({ connectionString: database.url('referral') });
  await stranger.connect();
  const row = rowOf();
  await stranger.query('BEGIN');
  await stranger.query(`INSERT INTO store.event (stream, version, hlc, bytes) VALUES ($1, 1, $2, '{}')`, [
    row.stream,
    hlcToBigint(row.hlc),
  ]);
  await stranger.query(`INSERT INTO store.claim VALUES ('ref', $1, $1)`, [row.stream]);
  const waiting = batchOf(like({ ...row, hlc: reading() }));
  const shape = waiting.claims.length > 0 ? kinds[4]! : kinds[0]!;
  const neighbours = await Promise.all(Array.from({ length: 9 }, () => shape.make()));
  const late = appender.append(waiting);
  expect(await told(neighbours)).toEqual(neighbours.map(() => 'committed'));
  await stranger.query('COMMIT');
  expect((await late).kind).toMatch(/^conflict|claim-taken$/);
  expect(await standing([...neighbours, waiting])).toEqual([...neighbours.map(() => 1), 0]);
  await stranger.end();
});

it('a checker of a stream and a writer of it never share a transaction', async () => {
  const intakePool = storePool({ connectionString: database.url('intake') });
  const intake = new PostgresAppender(intakePool, () => undefined);
  const [record, other] = [newStream('record'), newStream('record')];
  const writer = batchOf({ rows: [rowOf({ stream: record })] });
  const checker = batchOf({ rows: [rowOf({ stream: other })], checks: [{ stream: record, version: 0 }] });
  const outcomes = await Promise.all([intake.append(writer), intake.append(checker)]);
  const kept = [writer, checker].filter((__, index) => outcomes[index]!.kind === 'committed');
  expect(await transactionsOf(kept)).toBe(kept.length);
  await intakePool.end();
});
