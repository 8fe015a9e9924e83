import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import type { Position } from './applier';
import { MarkLost, markTable, MemoryMarks, PostgresMarks } from './marks';
import { MemoryParking, type NewParked, type Parking } from './parking';
import { parkedTable, PostgresParking } from './postgres-parking';

const TOPIC = 'log.dinsos';
const entry = (offset: string, over: Partial<NewParked> = {}): NewParked => ({
  topic: TOPIC,
  offset,
  reason: 'NOT_JSON',
  state: 'parked',
  bytes: Buffer.from([0, 255, 10]),
  key: null,
  headers: new Map([['sig', Buffer.from([0xff, 0x00])]]),
  ...over,
});
const position = (seq: number, after: number, over: Partial<Position> = {}): Position => ({
  topic: TOPIC,
  log: 'dinsos',
  seq,
  after,
  leaf: Buffer.alloc(32, seq),
  offset: String(seq),
  next: '9007199254740993',
  ...over,
});

describe('parking and marks', () => {
  const schema = `m${randomUUID().slice(0, 8)}`;
  const pool = new Pool({ connectionString: process.env['TEST_DATABASE_URL'] });
  pool.on('error', () => undefined);

  beforeAll(async () => {
    await pool.query(`CREATE SCHEMA "${schema}"; ${parkedTable(schema)} ${markTable(schema)}`);
  });
  afterAll(async () => {
    await pool.query(`DROP SCHEMA "${schema}" CASCADE`);
    await pool.end();
  });

  describe.each<[string, () => Parking]>([
    ['PostgresParking', () => new PostgresParking(pool, schema, randomUUID())],
    ['MemoryParking', () => new MemoryParking()],
  ])('%s', (_, open) => {
    it('keeps a record exactly as it came, once', async () => {
      const parking = open();
      const whole = entry('3', { key: Buffer.from('k'), caseKey: 'a', log: 'dinsos', seq: 4 });
      await parking.park([whole, entry('9', { bytes: null, headers: new Map() })]);
      await parking.park([entry('3', { reason: 'OTHER' })]);
      expect(await parking.unresolved(TOPIC)).toMatchObject([whole, { offset: '9', bytes: null }]);
      expect((await parking.unresolved(TOPIC))[0]!.headers).toEqual(whole.headers);
      expect(await parking.count()).toEqual({ parked: 2, held: 0, redriven: 0 });
    });

    it('lists what is unresolved in order of offset, and all newest first', async () => {
      const parking = open();
      for (const offset of ['10', '9', '100']) await parking.park([entry(offset)]);
      const offsets = (list: readonly { offset: string }[]) => list.map(({ offset }) => offset);
      expect(offsets(await parking.unresolved(TOPIC))).toEqual(['9', '10', '100']);
      expect(offsets(await parking.list(2))).toEqual(['100', '9']);
      expect(await parking.lastOffset(TOPIC)).toBe('100');
      expect(await parking.lastOffset('log.other')).toBeUndefined();
    });

    it('forgets a case once all of it is redriven, and does not park a redriven record again', async () => {
      const parking = open();
      await parking.park([entry('1', { caseKey: 'a' }), entry('2', { caseKey: 'a', state: 'held' }), entry('3')]);
      expect(await parking.heldCases(TOPIC)).toEqual(['a']);
      for (const { id, caseKey } of await parking.unresolved(TOPIC)) if (caseKey === 'a') await parking.resolve(id);
      await parking.park([entry('1', { caseKey: 'a' })]);
      expect(await parking.heldCases(TOPIC)).toEqual([]);
      expect(await parking.count()).toEqual({ parked: 1, held: 0, redriven: 2 });
    });

    it('takes ten thousand at once', async () => {
      const parking = open();
      await parking.park(Array.from({ length: 10_000 }, (_unused, index) => entry(String(index))));
      expect((await parking.count()).parked).toBe(10_000);
    });
  });

  describe.each([
    ['PostgresMarks', () => new PostgresMarks(pool, schema, randomUUID())],
    ['MemoryMarks', () => new MemoryMarks()],
  ])('%s', (_, open) => {
    it('keeps a mark for each log of a topic', async () => {
      const marks = open();
      await marks.move(position(1, 0));
      await marks.move(position(2, 1));
      await marks.move(position(7, 0, { log: 'polres' }));
      await marks.move(position(3, 0, { topic: 'log.other' }));
      const loaded = [...(await marks.load(TOPIC))].sort((a, b) => a.seq - b.seq);
      expect(loaded).toMatchObject([
        { log: 'dinsos', seq: 2, leaf: Buffer.alloc(32, 2), next: '9007199254740993' },
        { log: 'polres', seq: 7 },
      ]);
    });

    it('is not moved by a process that read another mark', async () => {
      const marks = open();
      await marks.move(position(1, 0));
      await expect(marks.move(position(2, 0))).rejects.toThrow(MarkLost);
      await expect(marks.move(position(3, 2))).rejects.toThrow(MarkLost);
      await expect(marks.move(position(5, 4, { log: 'new' }))).rejects.toThrow(MarkLost);
      expect((await marks.load(TOPIC))[0]!.seq).toBe(1);
    });
  });

  it('gives one statement that affects one row, or none when the mark was moved', async () => {
    const marks = new PostgresMarks(pool, schema, randomUUID());
    const run = async (after: number, to: Position) => {
      const { text, values } = marks.statement(after, to);
      return (await pool.query(text, [...values])).rowCount;
    };
    expect([await run(0, position(1, 0)), await run(0, position(1, 0)), await run(1, position(5, 4))]).toEqual([1, 0, 1]);
  });
});
