import type { Broker, IncomingRecord } from '@satualur/messaging/broker';
import { endOf, type TopicEnd } from '@satualur/messaging/topic-to-end';
import { claimOf, isRefusal, leafMatches } from '@satualur/messaging/verify';
import { z } from 'zod';
import { CannotSay } from '../cannot-say';
import type { Entry, LogUnderAudit } from '../log-under-audit';
import { InOrder } from './in-order';
import { RecentLeaves } from './recent-leaves';
import { TopicPasses } from './topic-passes';

const Published = z.object({ note: z.string() });

/** A log as Kafka holds it in `log.<name>` and `mark.<name>`, up to where both ended when it was opened. */
export class KafkaLog implements LogUnderAudit {
  private constructor(
    readonly name: string,
    private readonly topics: { readonly marks: TopicPasses; readonly logs: TopicPasses },
    private readonly log: TopicEnd,
  ) {}

  /**
   * Logs that are read side by side. The ends of the marks are taken first: an event is in Kafka before a checkpoint that covers it.
   * Throws CannotSay for a log that the user is not shown.
   */
  static async open(broker: Broker, names: readonly string[]): Promise<KafkaLog[]> {
    const shown = new Set(await (await broker.admin()).topics());
    const unseen = names.find((name) => !shown.has(`log.${name}`));
    if (unseen !== undefined) throw new CannotSay(`Kafka shows no topic log.${unseen} to this user`);
    const endsOf = (topics: readonly string[]) => Promise.all(topics.map((topic) => endOf(broker, topic)));
    const marks = await endsOf(names.map((name) => `mark.${name}`).filter((topic) => shown.has(topic)));
    const logs = await endsOf(names.map((name) => `log.${name}`));
    const topics = { marks: new TopicPasses(broker, marks), logs: new TopicPasses(broker, logs) };
    return names.map((name, index) => new KafkaLog(name, topics, logs[index]!));
  }

  /** Records of the topic; repeats are among them. */
  get size(): number {
    return Number(this.log.end);
  }

  async *checkpoints(): AsyncIterable<string> {
    for await (const records of this.topics.marks.read(`mark.${this.name}`)) yield* records.map(noteOf);
  }

  /**
   * As readers take them: a relay that was killed sends again what it had sent, so true repeats are left out; what has no place, or
   * not the bytes of its leaf, takes none; one that comes late is waited for.
   */
  async *entries(): AsyncIterable<readonly Entry[]> {
    const recent = new RecentLeaves();
    const inOrder = new InOrder();
    const kept = (run: readonly Entry[]): readonly Entry[] => {
      for (const { seq, leaf, stray } of run) if (!stray) recent.keep(seq, leaf);
      return run;
    };
    for await (const records of this.topics.logs.read(this.log.topic)) {
      yield records.flatMap((record) => {
        const entry = entryOf(record, inOrder.next);
        if (entry.stray) return entry;
        return entry.seq < inOrder.next ? recent.conflict(entry) : kept(inOrder.take(entry));
      });
    }
    yield kept(inOrder.end());
  }

  /** Closes what it shares with the logs opened beside it. */
  async close(): Promise<void> {
    await Promise.all([this.topics.marks.close(), this.topics.logs.close()]);
  }
}

function entryOf(record: IncomingRecord, next: number): Entry {
  const claim = claimOf(record);
  if (isRefusal(claim)) return { seq: next, stray: 'RECORD_DAMAGED' };
  const { seq, leaf, value: bytes } = claim;
  return leafMatches(claim) ? { seq, leaf, bytes } : { seq, stray: 'LEAF_MISMATCH' };
}

function noteOf({ value }: IncomingRecord): string {
  try {
    return Published.parse(JSON.parse((value ?? Buffer.alloc(0)).toString('utf8'))).note;
  } catch {
    return '';
  }
}
