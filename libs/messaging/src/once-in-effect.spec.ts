import fc from 'fast-check';
import type { IncomingRecord } from './broker';
import { InboxReader, LogReader, type Seeker } from './consumer';
import { inboxMessage } from './relay';
import { TestEffects } from './testing.effects';
import { TestLog } from './testing.log';

const AGENCY = 'rumah-aman';
const ORIGINS = ['dinsos', 'polres'] as const;

/** Where relays that crash begin again: each run starts at or before what was sent so far, as from a saved mark. */
const relayRuns = (count: number) =>
  fc.array(fc.tuple(fc.nat(count), fc.nat(count)), { maxLength: 6 }).map((cuts) => {
    const sent: number[] = [];
    let reached = 0;
    for (const [back, on] of [...cuts, [0, count]] as [number, number][]) {
      const from = Math.max(0, reached - back);
      const to = Math.max(reached, Math.min(count, from + on));
      for (let seq = from + 1; seq <= to; seq++) sent.push(seq);
      reached = to;
    }
    for (let seq = reached + 1; seq <= count; seq++) sent.push(seq);
    return sent;
  });

const recordOf = (topic: string, log: TestLog, seq: number, offset: number): IncomingRecord => {
  const { leaf, bytes } = log.events[seq - 1]!;
  const hex = leaf.toString('hex');
  const sig = log.sign(inboxMessage(log.name, AGENCY, seq, hex, seq - 1)).toString('base64url');
  const headers = Object.entries({ seq: String(seq), leaf: hex, origin: log.name, prev: String(seq - 1), sig });
  return {
    topic,
    offset: String(offset),
    key: null,
    value: bytes,
    headers: new Map(headers.map(([name, value]) => [name, Buffer.from(value)])),
  };
};

/** Every third record is followed by one that is no event; offsets are given anew. */
const withRubbish = (record: IncomingRecord, index: number): IncomingRecord[] => {
  const at = index + Math.ceil(index / 3);
  const rubbish = { ...record, offset: String(at + 1), headers: new Map() };
  return index % 3 === 0 ? [{ ...record, offset: String(at) }, rubbish] : [{ ...record, offset: String(at) }];
};

interface Reader {
  readonly topic: string;
  attach(seeker: Seeker): void;
  start(): Promise<string>;
  handle(records: readonly IncomingRecord[]): Promise<void>;
}

/** Lives of a reader, each ended by a crash planted at a transaction, over one topic that does not change. */
async function live(
  records: readonly IncomingRecord[],
  effects: TestEffects,
  newReader: () => Reader,
  crashes: readonly number[],
  chunk: number,
) {
  for (const crashAt of [...crashes, Infinity]) {
    let transactions = 0;
    effects.crash = () => {
      if (transactions++ === crashAt) throw new Error('crash');
    };
    const reader = newReader();
    let next = offsetOf(await reader.start());
    reader.attach({ seek: (_topic, offset) => (next = offsetOf(offset)) });
    try {
      while (next < records.length) {
        const from = next;
        next = Math.min(records.length, from + chunk);
        await reader.handle(records.slice(from, next));
      }
    } catch (error) {
      expect((error as Error).message).toBe('crash');
    }
  }
}

const offsetOf = (start: string): number => (start === 'earliest' ? 0 : Number(start));
const logOf = (name: string, count: number): TestLog => {
  const log = new TestLog(name);
  for (let index = 0; index < count; index++) log.append({ audience: AGENCY, caseid: `case-${index % 3}` });
  return log;
};
const crashesArb = fc.array(fc.nat(12), { maxLength: 5 });

describe('once in effect', () => {
  const log = logOf('dinsos', 12);
  const other = logOf('polres', 12);

  it('applies every event of a log exactly once and in order, however often relay and reader crash', async () => {
    await fc.assert(
      fc.asyncProperty(
        relayRuns(12),
        crashesArb,
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 1, max: 5 }),
        async (sent, crashes, chunk, batch) => {
          const effects = new TestEffects();
          const { marks, parking } = effects;
          const records = sent.map((seq, offset) => recordOf('log.dinsos', log, seq, offset));
          await live(
            records,
            effects,
            () => new LogReader({ log: 'dinsos', marks, effects, parking, alarms: effects, batch }),
            crashes,
            chunk,
          );
          expect(effects.applied).toEqual(log.events.map(({ seq }) => `dinsos/${seq}`));
          expect([effects.gaps, effects.incidents]).toEqual([[], []]);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('applies every event sent to an inbox exactly once, each origin in order, however the relays interleave', async () => {
    const keys = { dinsos: log.publicKey, polres: other.publicKey };
    const shuffled = fc.tuple(relayRuns(12), relayRuns(12), fc.infiniteStream(fc.boolean()));
    await fc.assert(
      fc.asyncProperty(shuffled, crashesArb, fc.integer({ min: 1, max: 7 }), async ([first, second, coin], crashes, chunk) => {
        const effects = new TestEffects();
        const { marks, parking } = effects;
        const order: [TestLog, number][] = [];
        const [a, b] = [[...first], [...second]];
        while (a.length + b.length > 0) {
          const pick = b.length === 0 || (a.length > 0 && coin.next().value) ? ([log, a] as const) : ([other, b] as const);
          order.push([pick[0], pick[1].shift()!]);
        }
        const records = order.map(([from, seq], offset) => recordOf(`inbox.${AGENCY}`, from, seq, offset)).flatMap(withRubbish);
        const publicKeyOf = (origin: string) => keys[origin as keyof typeof keys];
        const newReader = () => new InboxReader({ agency: AGENCY, publicKeyOf, marks, effects, parking, alarms: effects });
        await live(records, effects, newReader, crashes, chunk);
        for (const origin of ORIGINS) {
          const own = effects.applied.filter((name) => name.startsWith(origin));
          expect(own).toEqual(log.events.map(({ seq }) => `${origin}/${seq}`));
        }
        expect([effects.gaps, effects.incidents]).toEqual([[], []]);
      }),
      { numRuns: 150 },
    );
  });

  it('parks and holds the same events wherever the reader crashes, and redrives them exactly once', async () => {
    await fc.assert(
      fc.asyncProperty(relayRuns(12), crashesArb, fc.integer({ min: 1, max: 12 }), async (sent, crashes, bad) => {
        const effects = new TestEffects();
        const { marks, parking } = effects;
        effects.unprocessable.add(`dinsos/${bad}`);
        const records = sent.map((seq, offset) => recordOf('log.dinsos', log, seq, offset));
        const newReader = () => new LogReader({ log: 'dinsos', marks, effects, parking, alarms: effects, batch: 3 });
        await live(records, effects, newReader, crashes, 5);
        const sameCase = (seq: number) => (seq - 1) % 3 === (bad - 1) % 3;
        const behind = log.events.map(({ seq }) => seq).filter((seq) => seq >= bad && sameCase(seq));
        const free = log.events.map(({ seq }) => seq).filter((seq) => seq < bad || !sameCase(seq));
        expect(effects.applied).toEqual(free.map((seq) => `dinsos/${seq}`));
        effects.unprocessable.clear();
        await newReader().redrive();
        expect(effects.applied).toEqual([...free, ...behind].map((seq) => `dinsos/${seq}`));
      }),
      { numRuns: 150 },
    );
  });

  it('applies everything in order when records were lost on the way and come again at the end', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 6 }),
        crashesArb,
        fc.integer({ min: 1, max: 7 }),
        async (lost, crashes, chunk) => {
          const effects = new TestEffects();
          const { marks, parking } = effects;
          const sent = [...log.events.map(({ seq }) => seq).filter((seq) => !lost.includes(seq)), ...lost];
          const records = sent.map((seq, offset) => recordOf('log.dinsos', log, seq, offset));
          const newReader = () => new LogReader({ log: 'dinsos', marks, effects, parking, alarms: effects });
          await live(records, effects, newReader, crashes, chunk);
          expect(effects.applied).toEqual(log.events.map(({ seq }) => `dinsos/${seq}`));
        },
      ),
      { numRuns: 300 },
    );
  });
});
