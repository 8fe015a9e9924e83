import { randomUUID } from 'node:crypto';
import { CollectingReader, until } from './broker.contract';
import { LogReader, readFrom, type Reading } from './consumer';
import { KafkaBroker } from './kafka-broker';
import { CompressionTypes, Kafka, type Message, type Producer } from './kafkajs-hardened';
import { TestEffects } from './testing.effects';
import { testKafka } from './testing.kafka';
import { TestLog } from './testing.log';
import { rawRecord } from './testing.batch';

const FLOOD = Object.fromEntries(Array.from({ length: 12_000 }, (_, index) => [String(index), Buffer.alloc(0)]));

/** A sender that is not ours, with kafkajs as it comes. */
const stranger = async (): Promise<Producer> => {
  const { brokers, credentials } = testKafka();
  const sasl = credentials && { sasl: { mechanism: 'scram-sha-512' as const, ...credentials } };
  const producer = new Kafka({ brokers: [...brokers], clientId: 'stranger', logLevel: 0, ...sasl }).producer({
    transactionalId: randomUUID(),
  });
  await producer.connect();
  return producer;
};

describe('records of a hostile sender', () => {
  jest.setTimeout(60_000);
  const broker = new KafkaBroker({ ...testKafka(), app: 'hostile' });
  let sender: Producer;
  let plain: Producer;
  let name: string;
  let log: TestLog;
  let effects: TestEffects;
  let reader: LogReader;
  let reading: Reading;
  let quiet: CollectingReader;

  beforeAll(async () => {
    sender = await stranger();
    const { brokers, credentials } = testKafka();
    plain = new Kafka({
      brokers: [...brokers],
      logLevel: 0,
      ...(credentials && { sasl: { mechanism: 'scram-sha-512', ...credentials } }),
    }).producer();
    await plain.connect();
  });
  beforeEach(async () => {
    name = `a${randomUUID().slice(0, 8)}`;
    log = new TestLog(name);
    effects = new TestEffects();
    const { marks, parking } = effects;
    reader = new LogReader({ log: name, marks, effects, parking, alarms: effects });
    quiet = new CollectingReader(`log.quiet-${name}`);
    await (
      await broker.admin()
    ).createTopics([
      { topic: reader.topic, config: {} },
      { topic: quiet.topic, config: {} },
    ]);
    const attachable = Object.assign(quiet, { attach: () => undefined });
    reading = await readFrom(broker, [reader, attachable]);
  });
  afterEach(() => reading.stop());
  afterAll(async () => {
    await Promise.all([sender.disconnect(), plain.disconnect()]);
    await broker.close();
  });

  const good = (): Message => {
    const { seq, leaf, bytes } = log.append();
    return { value: bytes, headers: { seq: String(seq), leaf: leaf.toString('hex') } };
  };
  const ours = (messages: Message[]) => plain.send({ topic: reader.topic, messages });

  /** The log's own events before and behind are applied, another topic flows, and the poison is parked. */
  const survives = async (poison: () => Promise<unknown>, reasons: Record<string, number>) => {
    await ours([good()]);
    await poison();
    await ours([good()]);
    await plain.send({ topic: quiet.topic, messages: [{ value: 'flows' }] });
    await until(() => effects.applied.length === 2 && quiet.values.length === 1);
    expect(effects.applied).toEqual([`${name}/1`, `${name}/2`]);
    const counted: Record<string, number> = {};
    for (const { reason } of await effects.parking.list(100_000)) counted[reason] = (counted[reason] ?? 0) + 1;
    expect(counted).toEqual(reasons);
    return effects.parking.list(100_000);
  };

  it('outlives a flood of headers within a second, and keeps its bytes (X1)', async () => {
    const message = { value: 'x', headers: FLOOD };
    const begun = Date.now();
    const [parked] = await survives(() => plain.send({ topic: reader.topic, messages: [message] }), { TOO_MANY_HEADERS: 1 });
    expect(Date.now() - begun).toBeLessThan(5_000);
    const raw = rawRecord({ value: Buffer.from('x'), headers: Object.entries(FLOOD) });
    expect(parked!.bytes!.length).toBeGreaterThanOrEqual(raw.length - 8);
    expect(parked!.bytes!.subarray(-1000)).toEqual(raw.subarray(-1000));
  });

  it('ignores headers that name prototypes or a reply topic, and parks a repeated one (X3, X5)', async () => {
    const headers = Object.assign(Object.create(null) as Record<string, string>, {
      ['__proto__']: 'x',
      constructor: 'x',
      kafka_replyTopic: quiet.topic,
      kafka_correlationId: '1',
    });
    const repeated = { value: 'r', headers: { seq: ['1', '2'] } };
    await survives(() => plain.send({ topic: reader.topic, messages: [{ value: 'p', headers }, repeated] }), {
      BAD_SEQ_HEADER: 1,
      REPEATED_HEADER: 1,
    });
    expect(quiet.values).toEqual(['flows']);
  });

  it('parks tombstones, empty values, rubbish headers, and a key of half a megabyte (B20)', async () => {
    const messages: Message[] = [
      { key: 'k', value: null },
      { value: '' },
      { value: 'x', headers: { seq: Buffer.from([0xff, 0xfe]), leaf: Buffer.from([0x80]) } },
      { key: Buffer.alloc(500_000, 1), partition: 0, value: 'x' },
      { value: 'x', timestamp: '0' },
    ];
    const parked = await survives(() => plain.send({ topic: reader.topic, messages }), { NO_VALUE: 1, BAD_SEQ_HEADER: 4 });
    expect(parked.find(({ reason }) => reason === 'NO_VALUE')).toMatchObject({ bytes: null, key: Buffer.from('k') });
    expect(parked.find(({ key }) => key?.length === 500_000)).toBeDefined();
  });

  it('parks a gzip bomb without inflating it (X2)', async () => {
    const before = process.memoryUsage().rss;
    const messages = Array.from({ length: 80 }, () => ({ value: Buffer.alloc(900_000) }));
    const bomb = () => plain.send({ topic: reader.topic, compression: CompressionTypes.GZIP, messages });
    const [parked] = await survives(bomb, { INFLATES_TOO_FAR: 1 });
    expect(parked!.bytes!.length).toBeLessThan(200_000);
    expect(process.memoryUsage().rss - before).toBeLessThan(512 * 1024 * 1024);
  });

  it('reads what is gzipped within reason', async () => {
    const zipped = () => plain.send({ topic: reader.topic, compression: CompressionTypes.GZIP, messages: [good(), good()] });
    await ours([good()]);
    await zipped();
    await until(() => effects.applied.length === 3);
    expect(effects.applied).toEqual([`${name}/1`, `${name}/2`, `${name}/3`]);
  });

  it('parks 10,000 records of one byte one by one', async () => {
    const messages = Array.from({ length: 10_000 }, () => ({ value: 'x' }));
    await survives(() => plain.send({ topic: reader.topic, messages }), { BAD_SEQ_HEADER: 10_000 });
  });

  it('does not wait for a transaction left open, and parks what stands in one', async () => {
    const open = await sender.transaction();
    await open.send({ topic: reader.topic, messages: [good()] });
    log.events.pop();
    await survives(() => Promise.resolve(), { TRANSACTIONAL: 1 });
    await open.abort();
    await ours([good()]);
    await until(() => effects.applied.length === 3);
    await until(async () => (await reading.lag())[reader.topic]!.next === (await reading.lag())[reader.topic]!.end);
  });

  it('applies a parked event once the reason is gone, in order', async () => {
    effects.unprocessable.add(`${name}/2`);
    await ours([good(), good(), good()]);
    await until(async () => (await effects.parking.count()).held === 1);
    effects.unprocessable.clear();
    expect(await reader.redrive()).toBe(2);
    expect(effects.applied).toEqual([`${name}/1`, `${name}/2`, `${name}/3`]);
  });
});
