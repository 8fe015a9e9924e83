import type { Broker, IncomingRecord } from '@satualur/messaging/broker';
import { endOf, type TopicEnd, topicToEnd } from '@satualur/messaging/topic-to-end';
import { claimOf, isRefusal } from '@satualur/messaging/verify';
import { z } from 'zod';
import { CannotSay } from '../cannot-say';
import type { Entry, LogUnderAudit } from '../log-under-audit';
import { RecentLeaves } from './recent-leaves';

const Published = z.object({ note: z.string() });

/** A log as Kafka holds it in `log.<name>` and `mark.<name>`, up to where both ended when it was opened. */
export class KafkaLog implements LogUnderAudit {
  private constructor(
    readonly name: string,
    private readonly broker: Broker,
    private readonly marks: TopicEnd | undefined,
    private readonly log: TopicEnd,
  ) {}

  /** The end of the marks is taken first: an event is in Kafka before a checkpoint that covers it. Throws CannotSay for no such log. */
  static async open(broker: Broker, name: string): Promise<KafkaLog> {
    const topics = await (await broker.admin()).topics();
    if (!topics.includes(`log.${name}`)) throw new CannotSay(`Kafka shows no topic log.${name} to this user`);
    const marks = topics.includes(`mark.${name}`) ? await endOf(broker, `mark.${name}`) : undefined;
    return new KafkaLog(name, broker, marks, await endOf(broker, `log.${name}`));
  }

  /** Records of the topic; repeats are among them. */
  get size(): number {
    return Number(this.log.end);
  }

  async *checkpoints(): AsyncIterable<string> {
    if (!this.marks) return;
    for await (const records of topicToEnd(this.broker, this.marks)) yield* records.map(noteOf);
  }

  /** A relay that was killed sends again what it had sent: repeats are left out when they repeat indeed. */
  async *entries(): AsyncIterable<readonly Entry[]> {
    const recent = new RecentLeaves();
    let seq = 0;
    for await (const records of topicToEnd(this.broker, this.log)) {
      const run: Entry[] = [];
      for (const record of records) {
        const entry = entryOf(record, seq);
        if (entry.seq <= seq) run.push(...recent.conflict(entry));
        else {
          run.push(entry);
          seq = entry.seq;
          recent.keep(seq, entry.leaf);
        }
      }
      yield run;
    }
  }

  async close(): Promise<void> {}
}

/** What cannot be placed stands where the next event should, and is none. */
function entryOf(record: IncomingRecord, after: number): Entry {
  const claim = claimOf(record);
  if (isRefusal(claim)) return { seq: after + 1, flaw: 'RECORD_DAMAGED', ...(record.value && { bytes: record.value }) };
  return { seq: claim.seq, leaf: claim.leaf, bytes: claim.value };
}

function noteOf({ value }: IncomingRecord): string {
  try {
    return Published.parse(JSON.parse((value ?? Buffer.alloc(0)).toString('utf8'))).note;
  } catch {
    return '';
  }
}
