import { ConfigResourceTypes, Kafka, logLevel } from './kafkajs-hardened';
import type { KafkaOptions } from './kafka-broker';

/** Sets a topic's whole configuration, as its cluster's administrator. */
export async function setTopicConfig(
  { brokers, credentials }: Pick<KafkaOptions, 'brokers' | 'credentials'>,
  topic: string,
  config: Readonly<Record<string, string>>,
): Promise<void> {
  const sasl = credentials && { sasl: { mechanism: 'scram-sha-512' as const, ...credentials } };
  const admin = new Kafka({ clientId: 'topic-config', brokers: [...brokers], logLevel: logLevel.NOTHING, ...sasl }).admin();
  await admin.connect();
  const configEntries = Object.entries(config).map(([name, value]) => ({ name, value }));
  await admin.alterConfigs({ validateOnly: false, resources: [{ type: ConfigResourceTypes.TOPIC, name: topic, configEntries }] });
  await admin.disconnect();
}
