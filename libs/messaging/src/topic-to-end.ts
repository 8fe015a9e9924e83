import type { Broker, IncomingRecord, TopicReader } from './broker';
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
  /** Offset after the last record to read, decimal text. */
  readonly end: string;
  /** Default 30 s. */
  readonly stallMs?: number;
}

/** Where a topic ends now. Throws when there is no such topic. */
export async function endOf(broker: Broker, topic: string): Promise<TopicEnd> {
  return { topic, end: (await (await broker.admin()).offsets(topic)).next };
}

const STALL_MS = 30_000;

/**
 * Every record of a topic from its beginning to `end`, as it comes, in runs; the next run is fetched while this one is looked at.
 * Throws TopicStalled.
 */
export async function* topicToEnd(
  broker: Broker,
  { topic, end, stallMs = STALL_MS }: TopicEnd,
): AsyncIterable<readonly IncomingRecord[]> {
  const { earliest } = await (await broker.admin()).offsets(topic);
  if (BigInt(earliest) >= BigInt(end)) return;
  const reads = new Handover<readonly IncomingRecord[]>();
  const reader: TopicReader = { topic, start: async () => 'earliest', handle: (records) => reads.give(records) };
  const subscription = await broker.subscribe([reader]);
  try {
    for (let next = 0n; next < BigInt(end);) {
      const run = await beforeStall(reads.take(), topic, stallMs);
      const wanted = run.filter(({ offset }) => BigInt(offset) >= next && BigInt(offset) < BigInt(end));
      if (wanted.length > 0) yield wanted;
      if (run.length > 0) next = BigInt(run.at(-1)!.offset) + 1n;
    }
  } finally {
    reads.close();
    await subscription.stop();
  }
}

async function beforeStall<T>(taken: Promise<T>, topic: string, stallMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const stalled = new Promise<never>((_, reject) => (timer = setTimeout(() => reject(new TopicStalled(topic)), stallMs)));
  return Promise.race([taken, stalled]).finally(() => clearTimeout(timer));
}
