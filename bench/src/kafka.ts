import { KafkaBroker } from '@satualur/messaging/kafka-broker';
import { Kafka, logLevel, type Producer } from 'kafkajs';
import type { Rig } from './rig';

export const KAFKAJS = 'kafkajs 2.2.4, raw produce';

const KEPT = { 'retention.ms': '-1', 'cleanup.policy': 'delete', 'compression.type': 'uncompressed' };
const reach = ({ stack: { kafka } }: Rig) => ({ brokers: [...kafka.brokers], credentials: kafka.credentials['admin'] });

/** The product's client, as the cell's administrator. */
export function openBroker(rig: Rig): KafkaBroker {
  const { brokers, credentials } = reach(rig);
  return new KafkaBroker({ brokers, app: 'bench', ...(credentials && { credentials }) });
}

/** kafkajs as it comes, from this package's own dependencies: none of the product's patches. */
export async function rawProducer(rig: Rig): Promise<Producer> {
  const { brokers, credentials } = reach(rig);
  const kafka = new Kafka({
    clientId: 'bench-raw',
    brokers,
    logLevel: logLevel.ERROR,
    ...(credentials && { sasl: { mechanism: 'scram-sha-512', ...credentials } }),
  });
  const producer = kafka.producer({ maxInFlightRequests: 1, allowAutoTopicCreation: false });
  await producer.connect();
  return producer;
}

export async function makeTopics(broker: KafkaBroker, ...topics: readonly string[]): Promise<void> {
  await (await broker.admin()).createTopics(topics.map((topic) => ({ topic, config: KEPT })));
}
