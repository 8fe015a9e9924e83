import type { StartOffset, Subscription, TopicReader } from './broker';
import type { KafkaAdmin } from './kafka-admin';
import { KafkaSession } from './kafka-session';
import type { Kafka } from './kafkajs-hardened';
import { type Log, type PumpOptions, TopicPump } from './topic-pump';
import { Watchdog } from './watchdog';

export interface SubscriptionOptions {
  readonly app: string;
  readonly log: Log;
  readonly onStuck: (topic: string) => void;
  readonly stuckAfterMs: number;
  /** Longest a fetch waits for records; also how long stopping, adding and resuming a topic may take. */
  readonly maxWaitMs: number;
  readonly pump: PumpOptions;
}

const RETRY_MS = 1_000;

/**
 * Topics read by one process under a group id of its own. kafkajs cannot subscribe while running and stops for good on some
 * errors, so it runs in sessions: every change and every crash ends one and begins the next at the pumps' own offsets.
 */
export class KafkaSubscription implements Subscription {
  readonly #pumps = new Map<string, TopicPump>();
  readonly #watchdog: Watchdog;
  #session: KafkaSession | undefined;
  #turn: Promise<void> = Promise.resolve();
  #queued: Promise<void> | undefined;
  #retry: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(
    private readonly kafka: Kafka,
    private readonly admin: KafkaAdmin,
    private readonly options: SubscriptionOptions,
  ) {
    this.#watchdog = new Watchdog(admin, () => [...this.#pumps.values()], options);
  }

  /** Resolves when the new topics are read. One that cannot be read yet is logged and tried again every second. */
  async add(readers: readonly TopicReader[]): Promise<void> {
    const fresh = readers.filter(({ topic }) => !this.#pumps.has(topic));
    for (const reader of fresh) {
      this.#pumps.set(reader.topic, new TopicPump(reader, this.options.pump, () => this.#session?.resume(reader.topic)));
    }
    if (fresh.length > 0) await this.#renew();
  }

  seek(topic: string, offset: StartOffset): void {
    this.#pumps.get(topic)?.seek(offset);
    this.#session?.seek(topic, offset);
  }

  async lag(): Promise<Readonly<Record<string, { readonly next: string; readonly end: string }>>> {
    const lags: Record<string, { next: string; end: string }> = {};
    for (const { topic, next } of this.#pumps.values()) {
      const { earliest, next: end } = await this.admin.offsets(topic);
      lags[topic] = { next: next === undefined || next === 'earliest' ? earliest : next, end };
    }
    return lags;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#retry);
    this.#watchdog.stop();
    await this.#turn;
    await this.#session?.stop();
    this.#session = undefined;
    await Promise.all([...this.#pumps.values()].map((pump) => pump.stop()));
  }

  /** One renewal at a time; those asked for meanwhile share the next. */
  #renew(): Promise<void> {
    this.#queued ??= this.#turn.then(() => {
      this.#queued = undefined;
      this.#turn = this.#startSession();
      return this.#turn;
    });
    return this.#queued;
  }

  async #startSession(): Promise<void> {
    await this.#session?.stop();
    this.#session = undefined;
    if (this.#stopped) return;
    const readable = await this.#readable([...this.#pumps.values()]);
    if (readable.length < this.#pumps.size) this.#probeLater();
    if (readable.length === 0) return;
    const session = new KafkaSession(this.kafka, readable, this.options, () => this.#lost(session));
    this.#session = session;
    try {
      await session.start();
    } catch (error) {
      this.#failed('session did not start', error);
      this.#lost(session);
    }
  }

  async #readable(pumps: readonly TopicPump[]): Promise<TopicPump[]> {
    const readable: TopicPump[] = [];
    for (const pump of pumps) {
      try {
        await this.#place(pump);
        readable.push(pump);
      } catch (error) {
        this.#failed('topic cannot be read yet', error, pump.topic);
      }
    }
    return readable;
  }

  /** Sets the offset to fetch from; one that no longer exists becomes the earliest, never the latest. */
  async #place(pump: TopicPump): Promise<void> {
    const wanted = pump.fetchFrom ?? (await pump.reader.start());
    const { earliest, next } = await this.admin.offsets(pump.topic);
    const exists = wanted !== 'earliest' && BigInt(wanted) >= BigInt(earliest) && BigInt(wanted) <= BigInt(next);
    pump.fetchFrom = exists ? wanted : earliest;
  }

  #failed(message: string, error: unknown, topic?: string): void {
    this.options.log(message, { topic, error: error instanceof Error ? error.name : typeof error });
  }

  #lost(session: KafkaSession): void {
    if (this.#session === session) this.#session = undefined;
    void session.stop();
    this.#probeLater();
  }

  #probeLater(): void {
    clearTimeout(this.#retry);
    if (!this.#stopped) this.#retry = setTimeout(() => void this.#probe(), RETRY_MS);
  }

  /** Disturbs a running session only when a topic that it lacks can be read by now. */
  async #probe(): Promise<void> {
    const session = this.#session;
    const missing = [...this.#pumps.values()].filter((pump) => !session?.pumps.includes(pump));
    if (session === undefined || (await this.#readable(missing)).length > 0) await this.#renew();
    else if (missing.length > 0) this.#probeLater();
  }
}
