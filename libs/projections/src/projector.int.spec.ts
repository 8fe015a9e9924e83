import { escapeIdentifier } from 'pg';
import { hlcOf } from '@satualur/contracts/hlc';
import type { StreamId } from '@satualur/contracts/ids';
import { Gap, LeafChanged } from './marks';
import type { LogEvent, Projection } from './projection';
import { OtherVersion, Projector } from './projector';
import { type LogSource, RebuildShort } from './rebuild';
import { Fenced } from './run';
import { type ScratchDatabase, scratchDatabase } from './scratch-database';
import { TestLog } from '@satualur/contracts/testing';
import { givenEvents } from './testing';

/** Keeps the kabkota of each task force formed, and how often. */
const taskForces = (version: number, name = 'task-forces'): Projection => ({
  name,
  version,
  ddl: 'CREATE TABLE {schema}.formed (log text, seq bigint, kabkota text);',
  indexes: 'ALTER TABLE {schema}.formed ADD PRIMARY KEY (log, seq);',
  async apply(events, rows, schema) {
    for (const { log, seq, event } of events) {
      const { kabkota } = event.data as { kabkota: string };
      if (kabkota === '6399') throw new Error('planted');
      await rows.query(`INSERT INTO ${escapeIdentifier(schema)}.formed VALUES ($1, $2, $3)`, [log, seq, kabkota]);
    }
  },
  async *content(rows, schema) {
    const { rows: formed } = await rows.query<{ line: string }>(
      `SELECT log || ' ' || seq || ' ' || kabkota AS line FROM ${escapeIdentifier(schema)}.formed ORDER BY log COLLATE "C", seq`,
    );
    for (const { line } of formed) yield line;
  },
});

const STREAM = 'taskforce-00000000-0000-7000-8000-000000000001' as StreamId;
const logOf = (name: string, ...kabkota: string[]): TestLog => {
  const log = new TestLog(name, false);
  kabkota.forEach((code, index) =>
    log.write({ stream: STREAM, event: { type: 'TaskForceFormed', data: { kabkota: code } }, at: 1000 + index }),
  );
  return log;
};
const sourceOf = (...logs: TestLog[]): LogSource => ({
  logs: async () => logs.map((log) => log.name),
  async *read(name, after) {
    const events = logs.find((log) => log.name === name)!.events.slice(after);
    for (let from = 0; from < events.length; from += 2) yield events.slice(from, from + 2);
  },
});

jest.setTimeout(60_000);

describe('a projector', () => {
  let database: ScratchDatabase;
  beforeEach(async () => {
    database = await scratchDatabase(process.env['TEST_DATABASE_URL']!);
  });
  afterEach(() => database.drop());
  const open = async (version = 1) => {
    const projector = new Projector(database.pool, taskForces(version));
    return { projector, current: await projector.open() };
  };
  const kabkota = (projector: Projector) =>
    projector.read(async (rows, schema) =>
      (await rows.query<{ kabkota: string }>(`SELECT kabkota FROM "${schema}".formed ORDER BY log, seq`)).rows.map(
        (row) => row.kabkota,
      ),
    );

  it('turns events into rows once, whatever the number of deliveries', async () => {
    const { events } = logOf('registry', '6301', '6302', '6303');
    const { rows, projector } = await givenEvents(database.pool, taskForces(1), [events[0]!, events[0]!, events[1]!, events[0]!]);
    expect(await projector.apply('registry', events, '17')).toBe(1);
    expect(await rows('SELECT kabkota FROM {schema}.formed ORDER BY seq')).toEqual([
      { kabkota: '6301' },
      { kabkota: '6302' },
      { kabkota: '6303' },
    ]);
    expect((await open()).projector.marks().get('registry')).toMatchObject({ seq: 3, offset: '17' });
  });

  it('refuses a gap and leaves everything as it was', async () => {
    const { events } = logOf('registry', '6301', '6302', '6303');
    const { projector } = await givenEvents(database.pool, taskForces(1), [events[0]!]);
    await expect(projector.apply('registry', [events[2]!])).rejects.toMatchObject(new Gap('registry', 2, 3));
    expect(await kabkota(projector)).toEqual(['6301']);
  });

  it('notices when the last event applied comes again with other bytes', async () => {
    const { projector } = await givenEvents(database.pool, taskForces(1), logOf('registry', '6301').events);
    await expect(projector.apply('registry', logOf('registry', '6302').events)).rejects.toBeInstanceOf(LeafChanged);
  });

  it('moves rows and mark together or not at all', async () => {
    const { projector } = await open();
    await expect(projector.apply('registry', logOf('registry', '6301', '6399').events)).rejects.toThrow('planted');
    expect(await kabkota(projector)).toEqual([]);
    expect(await projector.apply('registry', logOf('registry', '6301', '6302').events)).toBe(2);
  });

  it('fences a second process, which then carries on from where the first one stands', async () => {
    const { events } = logOf('registry', '6301', '6302', '6303');
    const [first, second] = [(await open()).projector, (await open()).projector];
    await first.apply('registry', events.slice(0, 1));
    await expect(second.apply('registry', events.slice(0, 2))).rejects.toBeInstanceOf(Fenced);
    expect(await second.apply('registry', events.slice(0, 2))).toBe(1);
    await expect(first.apply('registry', events.slice(1))).rejects.toBeInstanceOf(Fenced);
    expect(await first.apply('registry', events.slice(1))).toBe(1);
    expect(await kabkota(first)).toEqual(['6301', '6302', '6303']);
  });

  it('counts a watermark only once its size is applied, and keeps the highest', async () => {
    const { events } = logOf('registry', '6301', '6302');
    const { projector } = await open();
    const counted = () => projector.read(Projector.watermarks).then((marks) => marks.get('registry'));
    await projector.watermark('registry', { size: 0, watermark: hlcOf(5) });
    await projector.watermark('registry', { size: 2, watermark: hlcOf(9) });
    await projector.watermark('registry', { size: 1, watermark: hlcOf(7) });
    expect(await counted()).toBe(hlcOf(5));
    await projector.apply('registry', events.slice(0, 1));
    expect(await counted()).toBe(hlcOf(7));
    await projector.watermark('registry', { size: 1, watermark: hlcOf(6) });
    expect(await counted()).toBe(hlcOf(7));
    await projector.apply('registry', events.slice(1));
    expect(await counted()).toBe(hlcOf(9));
  });

  it('rebuilds to the same digest, also for another version, and drops the old schema', async () => {
    const log = logOf('registry', '6301', '6302', '6303');
    const { projector } = await givenEvents(database.pool, taskForces(1), log.events);
    await projector.watermark('registry', { size: 3, watermark: hlcOf(9) });
    const before = await projector.digest();
    await projector.rebuild(sourceOf(log));
    expect(await projector.digest()).toBe(before);
    const { projector: next, current } = await open(2);
    expect(current).toBe(false);
    await next.rebuild(sourceOf(log));
    expect(await next.digest()).toBe(before);
    expect(await next.read(Projector.watermarks)).toEqual(new Map([['registry', hlcOf(9)]]));
    await expect(projector.apply('registry', logOf('registry', '6301', '6302', '6303', '6304').events)).rejects.toBeInstanceOf(
      OtherVersion,
    );
    const schemas = await database.pool.query("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'task-forces%'");
    expect(schemas.rows).toEqual([{ nspname: 'task-forces_v2_3' }]);
  });

  it('goes past an event that was put aside, takes it in later, once, and rebuilds the same', async () => {
    const log = logOf('registry', '6301', '6302', '6303');
    const { projector } = await givenEvents(database.pool, taskForces(1), log.events.slice(0, 1));
    const [, aside, last] = log.events;
    await projector.pass('registry', 1, { seq: 2, leaf: aside!.leaf, offset: '2' });
    await projector.apply('registry', [last!]);
    expect(await kabkota(projector)).toEqual(['6301', '6303']);
    const without: LogSource = {
      logs: async () => ['registry'],
      async *read(_, after) {
        if (after < 1) yield log.events.slice(0, 1);
        if (after < 2) yield { passed: 2, leaf: aside!.leaf };
        if (after < 3) yield [last!];
      },
    };
    await projector.rebuild(without);
    expect(await kabkota(projector)).toEqual(['6301', '6303']);
    await projector.redrive(aside!);
    await projector.redrive(aside!);
    expect(await kabkota(projector)).toEqual(['6301', '6302', '6303']);
    const live = await projector.digest();
    await projector.rebuild(sourceOf(log));
    expect(await projector.digest()).toBe(live);
  });

  it('refuses a rebuild that skips an event', async () => {
    const log = logOf('registry', '6301', '6302', '6303');
    const { projector } = await givenEvents(database.pool, taskForces(1), log.events);
    const skipping: LogSource = {
      logs: async () => ['registry'],
      async *read() {
        yield log.events.slice(0, 1);
        yield { passed: 3, leaf: log.events[2]!.leaf };
      },
    };
    await expect(projector.rebuild(skipping)).rejects.toMatchObject(new Gap('registry', 2, 3));
    expect(await kabkota(projector)).toEqual(['6301', '6302', '6303']);
  });

  it('ends its reading and keeps the live one when a row cannot be written', async () => {
    const { events } = logOf('registry', ...Array.from({ length: 5_000 }, () => '6301'));
    const { projector } = await givenEvents(database.pool, taskForces(1), events.slice(0, 2));
    const broken = new Projector(database.pool, { ...taskForces(1), apply: () => Promise.reject(new Error('no room')) });
    await broken.open();
    const ended: string[] = [];
    const source: LogSource = {
      logs: async () => ['registry'],
      async *read() {
        try {
          for (let from = 0; from < events.length; from += 500) yield events.slice(from, from + 500);
        } finally {
          ended.push('read');
        }
      },
      close: async () => void ended.push('source'),
    };
    await expect(broken.rebuild(source)).rejects.toThrow('no room');
    expect(ended).toEqual(['read', 'source']);
    expect(await kabkota(projector)).toEqual(['6301', '6301']);
  });

  it('keeps the live one when the source holds less', async () => {
    const { projector } = await givenEvents(database.pool, taskForces(1), logOf('registry', '6301', '6302').events);
    await expect(projector.rebuild(sourceOf(logOf('registry', '6301')))).rejects.toMatchObject(
      new RebuildShort('registry', 2, 1),
    );
    expect(await kabkota(projector)).toEqual(['6301', '6302']);
  });

  it('swaps under traffic without a failed read or a lost event', async () => {
    const log = logOf('registry');
    const { projector } = await open();
    const write = async () => {
      const event = log.write({
        stream: STREAM,
        event: { type: 'TaskForceFormed', data: { kabkota: '6301' } },
        at: 1000 + log.events.length,
      });
      await projector.apply('registry', [event]);
    };
    let done = false;
    let reads = 0;
    const lowest: number[] = [0];
    const reader = async () => {
      for (; !done; reads++) {
        const seen = (await kabkota(projector)).length;
        expect(seen).toBeGreaterThanOrEqual(lowest.at(-1)!);
        lowest.push(seen);
      }
    };
    const writer = async () => {
      while (!done) await write();
    };
    const rebuilder = async () => {
      for (let round = 0; round < 5; round++) await projector.rebuild(sourceOf(log));
      done = true;
    };
    await Promise.all([reader(), writer(), rebuilder()]);
    await write();
    expect(await kabkota(projector)).toHaveLength(log.events.length);
    expect(reads).toBeGreaterThan(5);
  });

  it('forgets no run that was applied while the marks were being read again', async () => {
    const log = logOf('registry', '6301', '6302', '6303');
    const { projector } = await givenEvents(database.pool, taskForces(1), log.events.slice(0, 1));
    const { arrived, go } = pause('after', /FROM .*\.mark ORDER BY/);
    const again = projector.open();
    await arrived;
    await projector.apply('registry', log.events.slice(1, 2));
    go();
    await again;
    expect(projector.marks().get('registry')?.seq).toBe(2);
    await projector.apply('registry', log.events.slice(2));
    expect(await kabkota(projector)).toEqual(['6301', '6302', '6303']);
  });

  /** The next statement that matches stands still before it runs, or before its answer is seen, until let go. */
  const pause = (moment: 'before' | 'after', pattern: RegExp) => {
    let reached!: () => void;
    let go!: () => void;
    const arrived = new Promise<void>((resolve) => (reached = resolve));
    const gate = new Promise<void>((resolve) => (go = resolve));
    const { pool } = database;
    const connect = pool.connect.bind(pool);
    let met = false;
    const standStill = async () => {
      met = true;
      pool.connect = connect;
      reached();
      await gate;
    };
    pool.connect = (async () => {
      const client = await connect();
      const query = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>;
      const patched = async (...args: unknown[]) => {
        const here = !met && pattern.test(String(args[0]));
        if (here && moment === 'before') await standStill();
        const answer = await query(...args);
        if (here && moment === 'after') await standStill();
        return answer;
      };
      return Object.assign(client, { query: patched });
    }) as typeof pool.connect;
    return { arrived, go };
  };

  it('never drops a schema under a reader, also when it swaps between choosing and locking', async () => {
    const log = logOf('registry', '6301', '6302');
    const { projector } = await givenEvents(database.pool, taskForces(1), log.events);
    const { arrived, go } = pause('before', /pg_advisory_lock_shared/);
    let second: Promise<void> | undefined;
    const read = projector.read(async (rows, schema) => {
      second = projector.rebuild(sourceOf(log));
      await waitUntil(async () => (await dropWaits()) || !(await exists(schema)));
      return (await rows.query(`SELECT kabkota FROM "${schema}".formed ORDER BY seq`)).rows;
    });
    await arrived;
    await projector.rebuild(sourceOf(log));
    go();
    expect(await read).toEqual([{ kabkota: '6301' }, { kabkota: '6302' }]);
    await second;
    const schemas = await database.pool.query("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'task-forces%'");
    expect(schemas.rows).toEqual([{ nspname: 'task-forces_v1_3' }]);
  });

  const holds = async (query: string, values: unknown[] = []): Promise<boolean> =>
    (await database.pool.query(query, values)).rows.length > 0;
  const dropWaits = () =>
    holds(
      "SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
    );
  const exists = (schema: string) => holds('SELECT FROM pg_namespace WHERE nspname = $1', [schema]);
  const waitUntil = async (condition: () => Promise<boolean>): Promise<void> => {
    while (!(await condition())) await new Promise((resolve) => setImmediate(resolve));
  };

  it('serves events of several logs beside each other', async () => {
    const logs: LogEvent[][] = ['a1', 'b1', 'c1'].map((name) => logOf(name, '6301', '6302').events);
    const { projector } = await open();
    await Promise.all(logs.map((events) => projector.apply(events[0]!.log, events)));
    expect([...projector.marks().values()].map((mark) => mark.seq)).toEqual([2, 2, 2]);
  });
});
