import { MemoryBroker } from './memory-broker';
import type { IncomingRecord } from './broker';
import { endOf, TopicsToEnd, topicToEnd, TopicStalled } from './topic-to-end';

const TOPIC = 'log.pol-6371';
const record = (number: number) => ({ topic: TOPIC, value: Buffer.from(String(number)), headers: {} });
const upTo = (count: number) => Array.from({ length: count }, (_, index) => record(index));

async function brokerWith(count: number): Promise<MemoryBroker> {
  const broker = new MemoryBroker();
  await broker.createTopics([{ topic: TOPIC, config: {} }]);
  await broker.send(upTo(count));
  return broker;
}

async function valuesOf(runs: AsyncIterable<readonly IncomingRecord[]>): Promise<string[]> {
  const values: string[] = [];
  for await (const run of runs) values.push(...run.map(({ value }) => value!.toString()));
  return values;
}

describe('a topic read to its end', () => {
  it('gives every record once, in order', async () => {
    const broker = await brokerWith(5_000);
    expect(await valuesOf(topicToEnd(broker, await endOf(broker, TOPIC)))).toEqual(
      upTo(5_000).map(({ value }) => value.toString()),
    );
  });

  it('leaves out what came after the end was asked for', async () => {
    const broker = await brokerWith(3);
    const end = await endOf(broker, TOPIC);
    await broker.send(upTo(2));
    expect(await valuesOf(topicToEnd(broker, end))).toEqual(['0', '1', '2']);
  });

  it('gives nothing of an empty topic, and of one whose records are deleted', async () => {
    const broker = await brokerWith(0);
    expect(await valuesOf(topicToEnd(broker, await endOf(broker, TOPIC)))).toEqual([]);
    await broker.send(upTo(2));
    await broker.deleteRecords(TOPIC, '2');
    expect(await valuesOf(topicToEnd(broker, await endOf(broker, TOPIC)))).toEqual([]);
  });

  it('ends when the reader has seen enough', async () => {
    const broker = await brokerWith(5_000);
    for await (const run of topicToEnd(broker, await endOf(broker, TOPIC))) {
      expect(run[0]!.offset).toBe('0');
      break;
    }
    await broker.close();
  });

  it('says so when nothing comes', async () => {
    const broker = await brokerWith(1);
    await expect(valuesOf(topicToEnd(broker, { topic: TOPIC, earliest: '0', end: '2' }, 20))).rejects.toThrow(TopicStalled);
  });

  it('is one of several under one subscription, each taken at its own pace and once', async () => {
    const broker = await brokerWith(3);
    const other = 'log.rs-6371';
    await broker.createTopics([other, 'log.empty'].map((topic) => ({ topic, config: {} })));
    await broker.send(upTo(2_000).map((each) => ({ ...each, topic: other })));
    const subscribed = jest.spyOn(broker, 'subscribe');
    const ends = await Promise.all([TOPIC, other, 'log.empty'].map((topic) => endOf(broker, topic)));
    const topics = new TopicsToEnd(broker, ends);
    expect(await valuesOf(topics.read(TOPIC))).toEqual(['0', '1', '2']);
    expect(await valuesOf(topics.read('log.empty'))).toEqual([]);
    expect(await valuesOf(topics.read(other))).toHaveLength(2_000);
    expect(subscribed).toHaveBeenCalledTimes(1);
  });

  it('throws when there is no such topic', async () => {
    await expect(endOf(await brokerWith(0), 'log.rs-6371')).rejects.toThrow();
  });
});
