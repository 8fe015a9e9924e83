import { randomUUID } from 'node:crypto';
import type { IncomingRecord, StartOffset } from './broker';
import type { FetchedMessage } from './fetch-response';
import type { Consumer, Kafka } from './kafkajs-hardened';
import { offsetAfter } from './offset';
import type { Log, TopicPump } from './topic-pump';
import { within } from './within';

export interface SessionOptions {
  readonly app: string;
  readonly log: Log;
  readonly maxWaitMs: number;
}

const PARTITION_BYTES = 256 * 1024;
const EARLIEST = '-2';
const STOP_WITHIN_MS = 5_000;

const recordOf = (topic: string, message: FetchedMessage): IncomingRecord => {
  const { offset, key, value, headers, damage } = message;
  return damage === undefined ? { topic, offset, key, value, headers } : { topic, offset, key, value, headers, damage };
};

/** One life of a kafkajs consumer: joins, seeks to the pumps' offsets, feeds the pumps, never waits for them, never commits. */
export class KafkaSession {
  readonly #consumer: Consumer;
  readonly #byTopic: ReadonlyMap<string, TopicPump>;
  #joined = false;
  #ended = false;

  constructor(
    kafka: Kafka,
    readonly pumps: readonly TopicPump[],
    private readonly options: SessionOptions,
    private readonly onCrash: () => void,
  ) {
    this.#byTopic = new Map(pumps.map((pump) => [pump.topic, pump]));
    this.#consumer = kafka.consumer({
      groupId: `${options.app}-${randomUUID()}`,
      sessionTimeout: 30_000,
      heartbeatInterval: 3_000,
      maxWaitTimeInMs: options.maxWaitMs,
      maxBytesPerPartition: PARTITION_BYTES,
      readUncommitted: true,
      allowAutoTopicCreation: false,
      retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 5, restartOnFailure: () => Promise.resolve(false) },
    });
  }

  /** Throws when the group could not be joined. */
  async start(): Promise<void> {
    const consumer = this.#consumer;
    consumer.on(consumer.events.GROUP_JOIN, () => this.#placed());
    consumer.on(consumer.events.CRASH, ({ payload }) => this.#crashed(payload.error));
    await consumer.connect();
    await consumer.subscribe({ topics: [...this.#byTopic.keys()], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: 8,
      eachBatch: ({ batch, resolveOffset, isStale, isRunning }) => {
        if (!isStale() && isRunning()) this.#take(batch.topic, batch.messages as unknown as FetchedMessage[], resolveOffset);
        return Promise.resolve();
      },
    });
    if (!this.#joined) throw new Error('the group was not joined');
  }

  seek(topic: string, offset: StartOffset): void {
    if (!this.#joined || !this.#byTopic.has(topic)) return;
    this.#consumer.seek({ topic, partition: 0, offset: offset === 'earliest' ? EARLIEST : offset });
    this.resume(topic);
  }

  resume(topic: string): void {
    if (this.#joined && !this.#ended) this.#consumer.resume([{ topic, partitions: [0] }]);
  }

  /** Nothing is taken afterwards, also when the client does not end within 5 s. */
  async stop(): Promise<void> {
    this.#ended = true;
    const ended = this.#consumer.disconnect().then(
      () => this.options.log('consumer ended', {}),
      (error: unknown) => this.options.log('consumer ended badly', { error: error instanceof Error ? error.name : typeof error }),
    );
    await within(STOP_WITHIN_MS, ended, undefined);
  }

  /** kafkajs forgets uncommitted positions whenever it joins again, so they are set each time, before it fetches. */
  #placed(): void {
    this.#joined = true;
    for (const { topic, fetchFrom, full } of this.pumps) {
      this.#consumer.seek({
        topic,
        partition: 0,
        offset: fetchFrom === undefined || fetchFrom === 'earliest' ? EARLIEST : fetchFrom,
      });
      if (full) this.#consumer.pause([{ topic, partitions: [0] }]);
    }
  }

  #take(topic: string, messages: readonly FetchedMessage[], resolveOffset: (offset: string) => void): void {
    const pump = this.#byTopic.get(topic);
    const last = messages.at(-1);
    if (this.#ended || pump === undefined || last === undefined) return;
    const records = messages.filter(({ skip }) => !skip).map((message) => recordOf(topic, message));
    pump.push(records, offsetAfter(last.offset));
    resolveOffset(last.offset);
    if (pump.full) this.#consumer.pause([{ topic, partitions: [0] }]);
  }

  #crashed(error: Error): void {
    this.options.log('consumer crashed', { error: error.name });
    if (!this.#ended) this.onCrash();
  }
}
