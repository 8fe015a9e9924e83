import { verify } from 'node:crypto';
import { CollectingReader, until } from './broker.contract';
import type { OutgoingRecord } from './broker';
import { MemoryBroker } from './memory-broker';
import { inboxMessage, Relay } from './relay';
import { TestLog } from './testing.log';

const given = async () => {
  const broker = new MemoryBroker();
  const topics = ['log.dinsos', 'inbox.rumah-aman', 'inbox.polres', 'inbox.dinsos', 'mark.dinsos'];
  await broker.createTopics(topics.map((topic) => ({ topic, config: {} })));
  const log = new TestLog('dinsos');
  const relay = new Relay({ name: 'dinsos', log, broker, sign: log.sign, hasInbox: (key) => topics.includes(`inbox.${key}`) });
  return { broker, log, relay };
};

const textOf = (record: OutgoingRecord | undefined, name: 'seq' | 'leaf' | 'origin' | 'prev' | 'sig'): string =>
  String(record?.headers[name]);

describe('Relay', () => {
  it('sends the stored bytes in order with seq and leaf, and saves its mark', async () => {
    const { broker, log, relay } = await given();
    for (let count = 0; count < 5; count++) log.append();
    expect(await relay.drain()).toBe(5);
    const reader = new CollectingReader('log.dinsos');
    await broker.subscribe([reader]);
    await until(() => reader.values.length === 5);
    const records = reader.calls.flat();
    expect(records.map(({ value }) => value)).toEqual(log.events.map(({ bytes }) => bytes));
    expect(records.map(({ headers }) => headers.get('seq')?.toString())).toEqual(['1', '2', '3', '4', '5']);
    expect(records.map(({ headers }) => headers.get('leaf')?.toString())).toEqual(
      log.events.map(({ leaf }) => leaf.toString('hex')),
    );
    expect(log.mark.seq).toBe(5);
  });

  it('sends a signed copy to each agency addressed that has an inbox, chained by prev', async () => {
    const { broker, log, relay } = await given();
    const sent: OutgoingRecord[] = [];
    jest.spyOn(broker, 'send').mockImplementation((records) => Promise.resolve(void sent.push(...records)));
    log.append({ audience: 'rumah-aman' });
    log.append();
    log.append({ audience: 'polres rumah-aman di-luar dinsos' });
    await relay.drain();
    expect(sent.map(({ topic }) => topic)).toEqual([
      'log.dinsos',
      'inbox.rumah-aman',
      'log.dinsos',
      'log.dinsos',
      'inbox.polres',
      'inbox.rumah-aman',
    ]);
    const copies = sent.filter(({ topic }) => topic === 'inbox.rumah-aman');
    expect(copies.map((copy) => [textOf(copy, 'origin'), textOf(copy, 'seq'), textOf(copy, 'prev')])).toEqual([
      ['dinsos', '1', '0'],
      ['dinsos', '3', '1'],
    ]);
    for (const copy of copies) {
      const message = inboxMessage(
        'dinsos',
        'rumah-aman',
        Number(textOf(copy, 'seq')),
        textOf(copy, 'leaf'),
        Number(textOf(copy, 'prev')),
      );
      expect(verify(null, message, log.publicKey, Buffer.from(textOf(copy, 'sig'), 'base64url'))).toBe(true);
    }
    expect(log.mark).toEqual({ seq: 3, addressed: { 'rumah-aman': 3, polres: 3 } });
  });

  it('repeats what the broker took when its mark was not saved, with the same seq and prev', async () => {
    const { broker, log, relay } = await given();
    log.append({ audience: 'polres' });
    log.append({ audience: 'polres' });
    const save = jest.spyOn(log, 'saveRelayMark').mockRejectedValueOnce(new Error('crash'));
    await expect(relay.drain()).rejects.toThrow('crash');
    save.mockRestore();
    await relay.drain();
    const reader = new CollectingReader('inbox.polres');
    await broker.subscribe([reader]);
    await until(() => reader.values.length === 4);
    const headers = reader.calls.flat().map((record) => ['seq', 'prev'].map((name) => record.headers.get(name)?.toString()));
    expect(headers).toEqual([
      ['1', '0'],
      ['2', '1'],
      ['1', '0'],
      ['2', '1'],
    ]);
  });

  it('keeps one request within its bytes and only one under way', async () => {
    const { broker, log } = await given();
    const small = new Relay({ name: 'dinsos', log, broker, sign: log.sign, hasInbox: () => false, maxBytes: 3_000 });
    for (let count = 0; count < 10; count++) log.append();
    let underWay = 0;
    const sizes: number[] = [];
    jest.spyOn(broker, 'send').mockImplementation(async (records) => {
      expect(++underWay).toBe(1);
      sizes.push(records.length);
      await new Promise((resolve) => setImmediate(resolve));
      underWay -= 1;
    });
    const [first, second] = await Promise.all([small.drain(), small.drain()]);
    expect([first, second]).toEqual([10, 10]);
    expect(Math.max(...sizes)).toBeLessThan(4);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(10);
  });

  it('saves no mark before everything up to it is acknowledged, and reads on while a request is under way', async () => {
    const { broker, log } = await given();
    const small = new Relay({ name: 'dinsos', log, broker, sign: log.sign, hasInbox: () => false, maxBytes: 3_000 });
    for (let count = 0; count < 20; count++) log.append();
    const [read, save] = [jest.spyOn(log, 'readSealed'), jest.spyOn(log, 'saveRelayMark')];
    let acknowledged = 0;
    let readMeanwhile = 0;
    jest.spyOn(broker, 'send').mockImplementation(async (records) => {
      const before = read.mock.calls.length;
      for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
      readMeanwhile += read.mock.calls.length - before;
      acknowledged = Number(textOf(records.at(-1), 'seq'));
    });
    save.mockImplementation((mark) => {
      expect(mark.seq).toBeLessThanOrEqual(acknowledged);
      log.mark = mark;
      return Promise.resolve();
    });
    expect(await small.drain()).toBe(20);
    expect([acknowledged, log.mark.seq]).toEqual([20, 20]);
    expect(save.mock.calls.length).toBeGreaterThan(5);
    expect(readMeanwhile).toBeGreaterThan(2);
  });

  it('keeps what was acknowledged before a request that failed, and goes on with that request', async () => {
    const { broker, log } = await given();
    const small = new Relay({ name: 'dinsos', log, broker, sign: log.sign, hasInbox: () => false, maxBytes: 3_000 });
    for (let count = 0; count < 10; count++) log.append();
    const seqs: string[][] = [];
    jest.spyOn(broker, 'send').mockImplementation((records) => {
      seqs.push(records.map((record) => textOf(record, 'seq')));
      return seqs.length === 2 ? Promise.reject(new Error('no broker')) : Promise.resolve();
    });
    await expect(small.drain()).rejects.toThrow('no broker');
    expect(log.mark.seq).toBe(Number(seqs[0]!.at(-1)));
    await small.drain();
    expect(seqs[2]).toEqual(seqs[1]);
    expect(log.mark.seq).toBe(10);
  });

  it('refuses a log with a hole instead of renumbering', async () => {
    const { log, relay } = await given();
    log.append();
    log.append();
    log.events.splice(0, 1);
    log.readSealed = () => Promise.resolve(log.events);
    await expect(relay.drain()).rejects.toThrow('sealed event 2 follows 0');
    expect(log.mark.seq).toBe(0);
  });

  it('publishes a checkpoint as JSON under the log as key', async () => {
    const { broker, relay } = await given();
    await relay.publishMark({
      origin: 'satualur/dinsos',
      size: 3,
      root: Buffer.alloc(32, 1),
      watermark: '00000000000000ff',
      note: 'note',
    });
    const reader = new CollectingReader('mark.dinsos');
    await broker.subscribe([reader]);
    await until(() => reader.values.length === 1);
    expect(JSON.parse(reader.values[0]!)).toEqual({
      origin: 'satualur/dinsos',
      size: 3,
      root: Buffer.alloc(32, 1).toString('base64'),
      watermark: '00000000000000ff',
      note: 'note',
    });
    expect(reader.calls[0]![0]!.key?.toString()).toBe('dinsos');
  });
});
