import { randomUUID } from 'node:crypto';
import type { Broker, BrokerAdmin, IncomingRecord, OutgoingRecord, StartOffset, Subscription, TopicReader } from './broker';
import { RecordTooLarge } from './record-size';

/** Resolves once `holds` is true; looks every 10 ms, fails after `withinMs`. */
export async function until(holds: () => boolean | Promise<boolean>, withinMs = 15_000): Promise<void> {
  const end = Date.now() + withinMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`not so within ${withinMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Keeps what it is given, as text; `failing` says how often it throws first. */
export class CollectingReader implements TopicReader {
  readonly values: (string | null)[] = [];
  readonly calls: IncomingRecord[][] = [];

  constructor(
    readonly topic: string,
    private readonly from: StartOffset = 'earliest',
    public failing = 0,
  ) {}

  start(): Promise<StartOffset> {
    return Promise.resolve(this.from);
  }

  handle(records: readonly IncomingRecord[]): Promise<void> {
    this.calls.push([...records]);
    if (this.failing > 0) {
      this.failing -= 1;
      return Promise.reject(new Error('planted'));
    }
    this.values.push(...records.map(({ value }) => value?.toString('utf8') ?? null));
    return Promise.resolve();
  }
}

const record = (topic: string, value: string): OutgoingRecord => ({ topic, value: Buffer.from(value), headers: {} });
const numbers = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, index) => String(from + index));

/** What every Broker promises. `open` makes a broker of its own for the whole suite. */
export function brokerContract(name: string, open: () => Promise<Broker>): void {
  describe(`${name} keeps the broker contract`, () => {
    let broker: Broker;
    let admin: BrokerAdmin;
    let topic: string;
    let other: string;
    const subscriptions: Subscription[] = [];

    const subscribe = async (...readers: TopicReader[]): Promise<Subscription> => {
      const subscription = await broker.subscribe(readers);
      subscriptions.push(subscription);
      return subscription;
    };
    const send = (to: string, values: readonly string[]): Promise<void> => broker.send(values.map((value) => record(to, value)));

    beforeAll(async () => {
      broker = await open();
      admin = await broker.admin();
    });
    beforeEach(async () => {
      topic = `log.${randomUUID()}`;
      other = `log.${randomUUID()}`;
      await admin.createTopics([
        { topic, config: {} },
        { topic: other, config: {} },
      ]);
    });
    afterEach(async () => {
      await Promise.all(subscriptions.splice(0).map((subscription) => subscription.stop()));
    });
    afterAll(() => broker.close());

    it('hands records out in the order they were sent, across requests', async () => {
      await send(topic, numbers(0, 300));
      const reader = new CollectingReader(topic);
      await subscribe(reader);
      await send(topic, numbers(300, 600));
      await send(topic, numbers(600, 900));
      await until(() => reader.values.length >= 900);
      expect(reader.values).toEqual(numbers(0, 900));
    });

    it('hands out the same records again after a throw, and then goes on', async () => {
      const reader = new CollectingReader(topic, 'earliest', 3);
      await subscribe(reader);
      await send(topic, numbers(0, 5));
      await until(() => reader.values.length >= 5);
      expect(reader.values).toEqual(numbers(0, 5));
      expect(reader.calls.slice(1, 4).map((call) => call.map(({ offset }) => offset))).toEqual(
        reader.calls.slice(0, 3).map((call) => call.map(({ offset }) => offset)),
      );
    });

    it('lets other topics flow while one fails or hangs', async () => {
      const failing = new CollectingReader(topic, 'earliest', Infinity);
      const flowing = new CollectingReader(other);
      await subscribe(failing, flowing);
      await send(topic, ['poison']);
      await until(() => failing.calls.length > 0);
      for (const value of numbers(0, 20)) await send(other, [value]);
      await until(() => flowing.values.length >= 20);
      expect(flowing.values).toEqual(numbers(0, 20));
      expect(failing.values).toEqual([]);
    });

    it('starts at the offset the reader names', async () => {
      await send(topic, numbers(0, 10));
      const reader = new CollectingReader(topic, '7');
      await subscribe(reader);
      await until(() => reader.values.length >= 3);
      expect(reader.values).toEqual(['7', '8', '9']);
    });

    it('starts at the earliest record when the offset named does not exist', async () => {
      await send(topic, numbers(0, 10));
      await admin.deleteRecords(topic, '4');
      const before = new CollectingReader(topic, '2');
      const behind = new CollectingReader(topic, '5000');
      await subscribe(before);
      await subscribe(behind);
      await until(() => before.values.length >= 6 && behind.values.length >= 6);
      expect(before.values).toEqual(numbers(4, 10));
      expect(behind.values).toEqual(numbers(4, 10));
    });

    it('deletes the records before an offset, and may be asked again', async () => {
      await send(topic, numbers(0, 10));
      await admin.deleteRecords(topic, '4');
      await admin.deleteRecords(topic, '3');
      expect(await admin.offsets(topic)).toEqual({ earliest: '4', next: '10' });
    });

    it('takes up topics while it runs, many at once, and loses nothing of the others', async () => {
      const first = new CollectingReader(topic);
      const subscription = await subscribe(first);
      const late = Array.from({ length: 12 }, () => `log.${randomUUID()}`);
      await admin.createTopics(late.map((name) => ({ topic: name, config: {} })));
      const readers = late.map((name) => new CollectingReader(name));
      const sending = (async () => {
        for (const value of numbers(0, 100)) await send(topic, [value]);
      })();
      await Promise.all(readers.map((reader) => subscription.add([reader])));
      await Promise.all(late.map((name) => send(name, ['late'])));
      await sending;
      await until(() => first.values.length >= 100 && readers.every(({ values }) => values.length >= 1));
      expect(first.values).toEqual(numbers(0, 100));
      expect(readers.map(({ values }) => values)).toEqual(late.map(() => ['late']));
    });

    it('reads a topic that comes to be after it was asked for', async () => {
      const name = `log.${randomUUID()}`;
      const reader = new CollectingReader(name);
      const present = new CollectingReader(topic);
      await subscribe(reader, present);
      await send(topic, ['present']);
      await until(() => present.values.length === 1);
      await admin.createTopics([{ topic: name, config: {} }]);
      await send(name, ['at last']);
      await until(() => reader.values.length > 0);
      expect(reader.values).toEqual(['at last']);
    });

    it('carries headers as bytes and the key', async () => {
      const reader = new CollectingReader(topic);
      await subscribe(reader);
      const sig = Buffer.from([0xff, 0xfe, 0x00, 0x80]);
      await broker.send([{ topic, key: 'kunci', value: Buffer.from('x'), headers: { seq: '7', sig } }]);
      await until(() => reader.values.length > 0);
      const [received] = reader.calls[0]!;
      expect(received!.headers).toEqual(
        new Map([
          ['seq', Buffer.from('7')],
          ['sig', sig],
        ]),
      );
      expect(received!.key).toEqual(Buffer.from('kunci'));
      expect(received!.damage).toBeUndefined();
    });

    it('hands out a tombstone as a null value', async () => {
      const reader = new CollectingReader(topic);
      await subscribe(reader);
      await broker.send([{ topic, key: 'k', value: null as unknown as Buffer, headers: {} }]);
      await send(topic, ['', 'after']);
      await until(() => reader.values.length >= 3);
      expect(reader.values).toEqual([null, '', 'after']);
    });

    it('refuses what is too large before anything of the request is sent', async () => {
      const large = { topic, value: Buffer.alloc(1_100_000), headers: {} };
      await expect(broker.send([record(other, 'small'), large])).rejects.toThrow(RecordTooLarge);
      expect(await admin.offsets(other)).toEqual({ earliest: '0', next: '0' });
    });

    it('refuses a topic that does not exist', async () => {
      await expect(send(`log.${randomUUID()}`, ['x'])).rejects.toThrow();
    });

    it('reads again from an offset after a seek, also out of a call', async () => {
      let again = 2;
      const seen: string[] = [];
      const reader: TopicReader = {
        topic,
        start: () => Promise.resolve('earliest'),
        handle: (records) => {
          seen.push(...records.map(({ value }) => value!.toString()));
          if (seen.at(-1) === '4' && again-- > 0) subscription.seek(topic, again === 1 ? '3' : 'earliest');
          return Promise.resolve();
        },
      };
      const subscription = await subscribe(reader);
      await send(topic, numbers(0, 5));
      await until(() => seen.length >= 12);
      expect(seen).toEqual([...numbers(0, 5), '3', '4', ...numbers(0, 5)]);
    });

    it('tells how far it is and where the end is', async () => {
      const reader = new CollectingReader(topic, 'earliest', Infinity);
      const subscription = await subscribe(reader);
      await send(topic, numbers(0, 3));
      await until(() => reader.calls.length > 0);
      expect((await subscription.lag())[topic]).toEqual({ next: '0', end: '3' });
      reader.failing = 0;
      await until(async () => (await subscription.lag())[topic]!.next === '3');
    });

    it('hands out nothing after stop', async () => {
      const reader = new CollectingReader(topic);
      const subscription = await subscribe(reader);
      await send(topic, ['before']);
      await until(() => reader.values.length === 1);
      await subscription.stop();
      await send(topic, ['after']);
      const later = new CollectingReader(topic);
      await subscribe(later);
      await until(() => later.values.length === 2);
      expect(reader.values).toEqual(['before']);
    });

    it('says whether it is healthy', async () => {
      expect(await broker.healthy()).toBe(true);
    });
  });
}
