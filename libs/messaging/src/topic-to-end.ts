import type { Broker, IncomingRecord, Subscription, TopicReader } from './broker';
import { Handover } from './handover';

/** Nothing came for a long time although the topic has not ended. */
export class TopicStalled extends Error {
  constructor(readonly topic: string) {
    super(`${topic} gives no more records although it has not ended`);
    this.name = 'TopicStalled';
  }
}

export interface TopicEnd {
  readonly topic: string;
  readonly earliest: string;
  /** Offset after the last record to read, decimal text. */
  readonly end: string;
}

type Records = readonly IncomingRecord[];

const STALL_MS = 30_000;
/** Everything is there already. */
const WAIT_MS = 5;

/** Where a topic begins and ends now. Throws when there is no such topic. */
export async function endOf(broker: Broker, topic: string): Promise<TopicEnd> {
  const { earliest, next } = await (await broker.admin()).offsets(topic);
  return { topic, earliest, end: next };
}

const isEmpty = ({ earliest, end }: TopicEnd): boolean => BigInt(earliest) >= BigInt(end);

/**
 * Topics read once from their beginnings to their ends under one subscription, for joining a group takes long. Each is taken by
 * itself, at its own pace; those not taken wait.
 */
export class TopicsToEnd {
  private readonly reads: ReadonlyMap<string, Handover<Records>>;
  private subscription: Promise<Subscription> | undefined;
  private left: number;

  constructor(
    private readonly broker: Broker,
    private readonly ends: readonly TopicEnd[],
    private readonly stallMs = STALL_MS,
  ) {
    const holding = ends.filter((end) => !isEmpty(end));
    this.reads = new Map(holding.map(({ topic }) => [topic, new Handover<Records>()]));
    this.left = holding.length;
  }

  /** Every record of a topic once, in runs; the next run is fetched while this one is looked at. Throws TopicStalled. */
  async *read(topic: string): AsyncIterable<Records> {
    const reads = this.reads.get(topic);
    if (!reads) return;
    const readers = () => [...this.reads].map(([name, handover]) => readerOf(name, handover));
    this.subscription ??= this.broker.subscribe(readers(), { maxWaitMs: WAIT_MS });
    await this.subscription;
    const end = BigInt(this.ends.find((each) => each.topic === topic)!.end);
    try {
      for (let next = 0n; next < end;) {
        const run = await beforeStall(reads.take(), topic, this.stallMs);
        const wanted = run.filter(({ offset }) => BigInt(offset) >= next && BigInt(offset) < end);
        if (wanted.length > 0) yield wanted;
        if (run.length > 0) next = BigInt(run.at(-1)!.offset) + 1n;
      }
    } finally {
      reads.close();
      if (--this.left === 0) await this.stop();
    }
  }

  /** Topics that are not taken are not read any more. */
  async stop(): Promise<void> {
    for (const reads of this.reads.values()) reads.close();
    await (await this.subscription)?.stop();
  }
}

/** One topic by itself. */
export const topicToEnd = (broker: Broker, end: TopicEnd, stallMs?: number): AsyncIterable<Records> =>
  new TopicsToEnd(broker, [end], stallMs).read(end.topic);

const readerOf = (topic: string, reads: Handover<Records>): TopicReader => ({
  topic,
  start: async () => 'earliest',
  handle: (records) => reads.give(records),
});

async function beforeStall<T>(taken: Promise<T>, topic: string, stallMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const stalled = new Promise<never>((_, reject) => (timer = setTimeout(() => reject(new TopicStalled(topic)), stallMs)));
  return Promise.race([taken, stalled]).finally(() => clearTimeout(timer));
}
