import { type ISocketFactory, Kafka, type KafkaConfig, logLevel, type Producer } from './kafkajs-hardened';
import type { Broker, BrokerAdmin, OutgoingRecord, SubscribeOptions, Subscription, TopicReader } from './broker';
import { byTopic } from './by-topic';
import { encodeBatch } from './encode-batch';
import { KafkaAdmin } from './kafka-admin';
import { KafkaSubscription, type SubscriptionOptions } from './kafka-subscription';
import { BatchMessage } from './produce-request';
import { DEFAULT_PUMP, type Log } from './topic-pump';
import { within } from './within';

export interface KafkaOptions {
  readonly brokers: readonly string[];
  /** Name of the app: client id and prefix of its group ids. */
  readonly app: string;
  /** SCRAM-SHA-512; absent for a listener without authentication. */
  readonly credentials?: { readonly username: string; readonly password: string };
  readonly ssl?: boolean;
  /** Gets errors of the client, never a record's content. */
  readonly log?: Log;
  /** Polling stands still while records wait: the process should exit non-zero and be restarted (reliability X4). */
  readonly onStuck?: (topic: string) => void;
  readonly subscription?: Partial<SubscriptionOptions>;
  /** Makes the client's connections, for faults in tests. */
  readonly socketFactory?: ISocketFactory;
}

const configOf = (options: KafkaOptions, log: Log): KafkaConfig => ({
  clientId: options.app,
  brokers: [...options.brokers],
  ssl: options.ssl ?? false,
  ...(options.credentials && { sasl: { mechanism: 'scram-sha-512', ...options.credentials } }),
  ...(options.socketFactory && { socketFactory: options.socketFactory }),
  connectionTimeout: 3_000,
  retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 5 },
  logLevel: logLevel.ERROR,
  logCreator:
    () =>
    ({ namespace, log: entry }) =>
      log('kafka client', {
        namespace,
        message: String(entry.message),
        error: typeof entry['error'] === 'string' ? entry['error'] : undefined,
      }),
});

const HEALTHY_WITHIN_MS = 3_000;
const CLOSE_WITHIN_MS = 5_000;

/** Kafka through kafkajs 2.2.4, hardened (reliability X1 to X5). Calls of `send` that are not awaited one by one have no order. */
export class KafkaBroker implements Broker {
  readonly #kafka: Kafka;
  readonly #log: Log;
  readonly #subscriptions = new Set<KafkaSubscription>();
  #producer: Promise<Producer> | undefined;
  #admin: Promise<KafkaAdmin> | undefined;

  constructor(private readonly options: KafkaOptions) {
    this.#log = options.log ?? (() => undefined);
    this.#kafka = new Kafka(configOf(options, this.#log));
  }

  /** Throws RecordTooLarge before anything is sent. */
  async send(records: readonly OutgoingRecord[]): Promise<void> {
    if (records.length === 0) return;
    const now = Date.now();
    const topicMessages = [...byTopic(records)].map(([topic, own]) => ({
      topic,
      messages: [new BatchMessage(encodeBatch(topic, own, now))],
    }));
    await (await this.#connectedProducer()).sendBatch({ topicMessages, acks: -1 });
  }

  async subscribe(readers: readonly TopicReader[], own: SubscribeOptions = {}): Promise<Subscription> {
    const subscription = new KafkaSubscription(this.#kafka, await this.#connectedAdmin(), {
      app: this.options.app,
      log: this.#log,
      onStuck: this.options.onStuck ?? (() => undefined),
      stuckAfterMs: 60_000,
      maxWaitMs: 250,
      pump: { ...DEFAULT_PUMP, log: this.#log },
      ...this.options.subscription,
      ...own,
    });
    this.#subscriptions.add(subscription);
    await subscription.add(readers);
    return subscription;
  }

  admin(): Promise<BrokerAdmin> {
    return this.#connectedAdmin();
  }

  /** False also when the broker does not answer within 3 s. */
  async healthy(): Promise<boolean> {
    const answered = this.#connectedAdmin()
      .then((admin) => admin.ping())
      .then(() => true);
    return within(HEALTHY_WITHIN_MS, answered, false).catch(() => false);
  }

  /** Ends everything; connections that do not close by themselves are left after 5 s each. */
  async close(): Promise<void> {
    await Promise.all([...this.#subscriptions].map((subscription) => subscription.stop()));
    const ended = [this.#producer?.then((producer) => producer.disconnect()), this.#admin?.then((admin) => admin.close())];
    await within(CLOSE_WITHIN_MS, Promise.allSettled(ended), undefined);
  }

  #connectedProducer(): Promise<Producer> {
    this.#producer ??= this.#connectProducer().catch((error: unknown) => {
      this.#producer = undefined;
      throw error;
    });
    return this.#producer;
  }

  async #connectProducer(): Promise<Producer> {
    const producer = this.#kafka.producer({ idempotent: false, maxInFlightRequests: 1, allowAutoTopicCreation: false });
    await producer.connect();
    return producer;
  }

  #connectedAdmin(): Promise<KafkaAdmin> {
    this.#admin ??= KafkaAdmin.connect(this.#kafka).catch((error: unknown) => {
      this.#admin = undefined;
      throw error;
    });
    return this.#admin;
  }
}
