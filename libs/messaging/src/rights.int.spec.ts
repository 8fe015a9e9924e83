import { randomUUID } from 'node:crypto';
import { CollectingReader, until } from './broker.contract';
import { KafkaBroker } from './kafka-broker';
import { testKafka } from './testing.kafka';

describe('rights', () => {
  const owner = new KafkaBroker({ ...testKafka('admin'), app: 'rights' });
  const intake = new KafkaBroker({ ...testKafka('intake'), app: 'intake' });
  const topic = `inbox.${randomUUID()}`;
  const send = () => intake.send([{ topic, value: Buffer.from('x'), headers: {} }]);

  beforeAll(async () => {
    await (await owner.admin()).createTopics([{ topic, config: { 'compression.type': 'uncompressed' } }]);
  });
  afterAll(() => Promise.all([owner.close(), intake.close()]));

  it('are none until granted, then exactly those granted, and may be granted twice', async () => {
    const admin = await owner.admin();
    await expect(send()).rejects.toThrow();
    const write = {
      principal: 'User:intake',
      resource: 'topic',
      name: topic,
      pattern: 'literal',
      operations: ['Write', 'Describe'],
    } as const;
    await admin.grant([write]);
    await admin.grant([write]);
    await until(() =>
      send().then(
        () => true,
        () => false,
      ),
    );
    await expect((await intake.admin()).createTopics([{ topic: `log.${randomUUID()}`, config: {} }])).rejects.toThrow();

    const reader = new CollectingReader(topic);
    const subscription = await intake.subscribe([reader]);
    await send();
    expect(reader.values).toEqual([]);
    await admin.grant([
      { ...write, operations: ['Read'] },
      { ...write, resource: 'group', name: 'intake-', pattern: 'prefixed', operations: ['Read'] },
    ]);
    await until(() => reader.values.length >= 2, 30_000);
    await subscription.stop();
  }, 60_000);

  it('keeps a topic as it stands when it is created again', async () => {
    const admin = await owner.admin();
    await send();
    const before = await admin.offsets(topic);
    await admin.createTopics([{ topic, config: {} }]);
    expect(await admin.offsets(topic)).toEqual(before);
  });
});
