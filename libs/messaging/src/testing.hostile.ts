import type { KafkaOptions } from './kafka-broker';
import { CompressionTypes, Kafka, logLevel, type Producer } from './kafkajs-hardened';

export interface HostileRecord {
  readonly key?: string | null;
  /** null is a tombstone. */
  readonly value: Buffer | null;
  readonly headers?: Readonly<Record<string, string | Buffer | string[]>>;
}

/** A sender that is not ours: any headers, values and codec. For tests of what readers outlive. */
export class HostileSender {
  private readonly producer: Producer;

  constructor({ brokers, credentials }: Pick<KafkaOptions, 'brokers' | 'credentials'>) {
    const sasl = credentials && { sasl: { mechanism: 'scram-sha-512' as const, ...credentials } };
    this.producer = new Kafka({ brokers: [...brokers], clientId: 'hostile', logLevel: logLevel.NOTHING, ...sasl }).producer({
      retry: { retries: 0 },
    });
  }

  /** One request; rejects when the broker refuses it. */
  async send(topic: string, records: readonly HostileRecord[], gzip = false): Promise<void> {
    await this.producer.connect();
    const messages = records.map(({ key = null, value, headers = {} }) => ({ key, value, headers: { ...headers } }));
    const compression = gzip ? CompressionTypes.GZIP : CompressionTypes.None;
    await this.producer.send({ topic, messages, compression });
  }

  close(): Promise<void> {
    return this.producer.disconnect();
  }
}
