import type {
  AclSpec,
  Broker,
  BrokerAdmin,
  HeaderName,
  IncomingRecord,
  OutgoingRecord,
  StartOffset,
  Subscription,
  TopicReader,
  TopicSpec,
} from './broker';
import { byTopic } from './by-topic';
import { sizesOf } from './encode-batch';
import { DEFAULT_PUMP, type Log, type PumpOptions, TopicPump } from './topic-pump';

interface MemoryTopic {
  earliest: number;
  /** By offset; those before `earliest` are gone for readers. */
  readonly records: IncomingRecord[];
}

const headersOf = (headers: OutgoingRecord['headers']): ReadonlyMap<HeaderName, Buffer> =>
  new Map(Object.entries(headers).map(([name, value]) => [name as HeaderName, Buffer.from(value as string)]));

/** The in-memory twin of KafkaBroker, within one process; passes the same contract suite. */
export class MemoryBroker implements Broker, BrokerAdmin {
  readonly #topics = new Map<string, MemoryTopic>();
  readonly #subscriptions = new Set<MemorySubscription>();
  /** Everything granted, for tests of provisioning. */
  readonly acls: AclSpec[] = [];
  readonly #pump: PumpOptions;

  constructor(options: Partial<PumpOptions> & { readonly log?: Log } = {}) {
    this.#pump = { ...DEFAULT_PUMP, log: () => undefined, ...options };
  }

  send(records: readonly OutgoingRecord[]): Promise<void> {
    return Promise.resolve().then(() => {
      for (const [topic, own] of byTopic(records)) sizesOf(topic, own);
      const topics = records.map(({ topic }) => this.topic(topic));
      records.forEach((record, index) => this.#append(topics[index]!, record));
      for (const subscription of this.#subscriptions) subscription.feed();
    });
  }

  async subscribe(readers: readonly TopicReader[]): Promise<Subscription> {
    const subscription = new MemorySubscription(this, this.#pump);
    this.#subscriptions.add(subscription);
    await subscription.add(readers);
    return subscription;
  }

  admin(): Promise<BrokerAdmin> {
    return Promise.resolve(this);
  }

  healthy(): Promise<boolean> {
    return Promise.resolve(true);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#subscriptions].map((subscription) => subscription.stop()));
    this.#subscriptions.clear();
  }

  createTopics(topics: readonly TopicSpec[]): Promise<void> {
    for (const { topic } of topics) if (!this.#topics.has(topic)) this.#topics.set(topic, { earliest: 0, records: [] });
    return Promise.all([...this.#subscriptions].map((subscription) => subscription.place())).then(() => undefined);
  }

  grant(acls: readonly AclSpec[]): Promise<void> {
    this.acls.push(...acls);
    return Promise.resolve();
  }

  async offsets(name: string): Promise<{ readonly earliest: string; readonly next: string }> {
    await Promise.resolve();
    const topic = this.topic(name);
    return { earliest: String(topic.earliest), next: String(topic.records.length) };
  }

  async deleteRecords(name: string, offset: string): Promise<void> {
    await Promise.resolve();
    const topic = this.topic(name);
    topic.earliest = Math.min(topic.records.length, Math.max(topic.earliest, Number(offset)));
  }

  topics(): Promise<readonly string[]> {
    return Promise.resolve([...this.#topics.keys()]);
  }

  has(name: string): boolean {
    return this.#topics.has(name);
  }

  /** Throws when there is no such topic, as Kafka does without automatic creation. */
  topic(name: string): MemoryTopic {
    const topic = this.#topics.get(name);
    if (topic === undefined) throw new Error(`no topic ${name}`);
    return topic;
  }

  #append(topic: MemoryTopic, record: OutgoingRecord): void {
    topic.records.push({
      topic: record.topic,
      offset: String(topic.records.length),
      key: record.key === undefined ? null : Buffer.from(record.key),
      value: record.value === null ? null : Buffer.from(record.value),
      headers: headersOf(record.headers),
    });
  }
}

class MemorySubscription implements Subscription {
  readonly #pumps = new Map<string, TopicPump>();
  #stopped = false;

  constructor(
    private readonly broker: MemoryBroker,
    private readonly options: PumpOptions,
  ) {}

  async add(readers: readonly TopicReader[]): Promise<void> {
    for (const reader of readers) {
      if (!this.#pumps.has(reader.topic)) this.#pumps.set(reader.topic, new TopicPump(reader, this.options, () => this.feed()));
    }
    await this.place();
  }

  /** Gives every pump whose topic exists its start, then feeds them. */
  async place(): Promise<void> {
    for (const pump of this.#pumps.values()) {
      if (pump.fetchFrom === undefined && this.broker.has(pump.topic)) pump.fetchFrom = await pump.reader.start();
    }
    this.feed();
  }

  feed(): void {
    for (const pump of this.#pumps.values())
      if (!this.#stopped && !pump.full && pump.fetchFrom !== undefined) this.#feedOne(pump);
  }

  seek(topic: string, offset: StartOffset): void {
    this.#pumps.get(topic)?.seek(offset);
    this.feed();
  }

  async lag(): Promise<Readonly<Record<string, { readonly next: string; readonly end: string }>>> {
    const lags: Record<string, { next: string; end: string }> = {};
    for (const { topic, next } of this.#pumps.values()) {
      const { earliest, next: end } = await this.broker.offsets(topic);
      lags[topic] = { next: next === undefined || next === 'earliest' ? earliest : next, end };
    }
    return lags;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all([...this.#pumps.values()].map((pump) => pump.stop()));
  }

  #feedOne(pump: TopicPump): void {
    const { earliest, records } = this.broker.topic(pump.topic);
    const wanted = pump.fetchFrom === 'earliest' ? earliest : Number(pump.fetchFrom);
    const from = wanted < earliest || wanted > records.length ? earliest : wanted;
    if (from < records.length) pump.push(records.slice(from), String(records.length));
    else pump.fetchFrom = String(from);
  }
}
