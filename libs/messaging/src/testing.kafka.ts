import type { KafkaOptions } from './kafka-broker';

interface TestStack {
  readonly kafka: {
    readonly brokers: readonly string[];
    readonly credentials: Readonly<Record<string, { readonly username: string; readonly password: string }>>;
  };
}

/** Where the integration tests' broker is, as principal `user`. Throws when the tests' global setup started none. */
export function testKafka(user = 'admin'): Pick<KafkaOptions, 'brokers' | 'credentials'> {
  const text = process.env['TEST_STACK'];
  if (text === undefined) throw new Error('TEST_STACK is not set: run with the int project of jest.config.cjs');
  const { kafka } = JSON.parse(text) as TestStack;
  const credentials = kafka.credentials[user];
  return credentials === undefined ? { brokers: kafka.brokers } : { brokers: kafka.brokers, credentials };
}
