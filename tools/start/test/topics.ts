import type { IncomingRecord } from '@satualur/messaging/broker';
import { KafkaBroker } from '@satualur/messaging/kafka-broker';
import { endOf, topicToEnd } from '@satualur/messaging/topic-to-end';
import type { Stack } from '@satualur/local-stack/stack';

export const adminOf = ({ kafka: { brokers, credentials } }: Stack) => ({
  brokers,
  ...(credentials['admin'] && { credentials: credentials['admin'] }),
});

/** All that stands in Kafka now, read past the services as its superuser, by topic. */
export async function topicsOf(
  stack: Stack,
  wanted = (_topic: string) => true,
): Promise<ReadonlyMap<string, readonly IncomingRecord[]>> {
  const broker = new KafkaBroker({ ...adminOf(stack), app: 'all-topics' });
  const names = (await (await broker.admin()).topics()).filter((topic) => !topic.startsWith('__') && wanted(topic));
  const read = names.map(async (topic) => {
    const records: IncomingRecord[] = [];
    for await (const run of topicToEnd(broker, await endOf(broker, topic))) records.push(...run);
    return [topic, records] as const;
  });
  const found = new Map(await Promise.all(read));
  await broker.close();
  return found;
}
