import type { Broker, IncomingRecord, StartOffset, TopicReader } from '@satualur/messaging/broker';
import { type LogReader, type Position, readFrom, type Seeker, type VerifiedRecord } from '@satualur/messaging/consumer';
import { Handover } from '@satualur/messaging/handover';

export type Read = { readonly events: readonly VerifiedRecord[] } | { readonly passed: Position };
export type Reads = Handover<Read | 'end'>;

export interface LogToEnd {
  readonly reader: LogReader;
  /** Offset after the last record to read, decimal text. */
  readonly end: string;
  /** What the reader's effects give to. */
  readonly reads: Reads;
}

/** Everything is there already. */
const WAIT_MS = 5;

/**
 * Logs read side by side up to their ends under one subscription, for joining a group takes long. Each is taken by itself, at its own
 * pace; those not taken yet wait with a little read ahead.
 */
export class LogsToEnd {
  private reading: ReturnType<typeof readFrom> | undefined;
  private left: number;

  constructor(
    private readonly broker: Broker,
    private readonly logs: readonly LogToEnd[],
  ) {
    this.left = logs.length;
  }

  /** What one of the logs gives, in order. */
  async *take({ reads }: LogToEnd): AsyncIterable<Read> {
    try {
      await this.begun();
      for (let read = await reads.take(); read !== 'end'; read = await reads.take()) yield read;
    } finally {
      await this.leave(reads);
    }
  }

  /** A log that nobody takes. */
  async leave(reads: Reads): Promise<void> {
    reads.close();
    if (--this.left === 0) await (await this.reading)?.stop();
  }

  private begun(): ReturnType<typeof readFrom> {
    this.reading ??= readFrom(
      this.broker,
      this.logs.map((log) => new ReadToEnd(log)),
      { maxWaitMs: WAIT_MS },
    );
    return this.reading;
  }
}

/** Reads a log up to the offset at which its topic ended; what ends a topic may be repeats, which yield nothing. */
class ReadToEnd implements TopicReader {
  readonly topic: string;

  constructor(private readonly log: LogToEnd) {
    this.topic = log.reader.topic;
  }

  attach(seeker: Seeker): void {
    this.log.reader.attach(seeker);
  }

  start(): Promise<StartOffset> {
    return this.log.reader.start();
  }

  async handle(records: readonly IncomingRecord[]): Promise<void> {
    const { reader, reads, end } = this.log;
    await reader.handle(records);
    const last = records.at(-1);
    if (!last || reader.waitingFor !== undefined || BigInt(last.offset) + 1n < BigInt(end)) return;
    await reads.give('end');
  }
}
