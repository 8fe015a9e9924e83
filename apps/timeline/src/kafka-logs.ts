import type { Broker, BrokerAdmin, IncomingRecord, StartOffset, TopicReader } from '@satualur/messaging/broker';
import { LogReader, type Mark, type Position, readFrom, type Seeker, type VerifiedRecord } from '@satualur/messaging/consumer';
import { Handover } from '@satualur/messaging/handover';
import { MemoryParking } from '@satualur/messaging/parking';
import type { LogSource, Run } from '@satualur/projections/rebuild';
import { alarmsTo } from '@satualur/service-host/log-readers';
import type { Log } from '@satualur/service-host/logging';
import { logEventOf, mustBeKeepable } from './projected-log';

const PREFIX = 'log.';

type Read = { readonly events: readonly VerifiedRecord[] } | { readonly passed: Position } | { readonly end: true };

/** Every log as Kafka holds it, for one rebuild: from the beginning, and asked again, from where it was read up to. */
export class KafkaLogs implements LogSource {
  private readonly reached = new Map<string, Mark>();

  constructor(
    private readonly broker: Broker,
    private readonly admin: () => Promise<BrokerAdmin>,
    private readonly output: Log,
  ) {}

  async logs(): Promise<readonly string[]> {
    const topics = await (await this.admin()).topics();
    return topics.filter((topic) => topic.startsWith(PREFIX)).map((topic) => topic.slice(PREFIX.length));
  }

  async *read(log: string, after: number): AsyncIterable<Run> {
    const { earliest, next: end } = await (await this.admin()).offsets(`${PREFIX}${log}`);
    if (this.reached.get(log)?.seq !== after) this.reached.delete(log);
    if (BigInt(this.reached.get(log)?.next ?? earliest) >= BigInt(end)) return;
    const reads = new Handover<Read>();
    const reading = await readFrom(this.broker, [new ReadToEnd(this.reader(log, reads), end, reads)]);
    try {
      for (let read = await reads.take(); !('end' in read); read = await reads.take()) yield this.runOf(read);
    } finally {
      reads.close();
      await reading.stop();
    }
  }

  private runOf(read: Exclude<Read, { readonly end: true }>): Run {
    return 'passed' in read ? { passed: read.passed.seq, leaf: read.passed.leaf } : read.events.map(logEventOf);
  }

  private reader(log: string, reads: Handover<Read>): LogReader {
    const handOver = async (read: Read, { seq, leaf, next }: Position): Promise<void> => {
      await reads.give(read);
      this.reached.set(log, { log, seq, leaf, next });
    };
    return new LogReader({
      log,
      hold: false,
      batch: 2_000,
      marks: {
        load: async () => [...(this.reached.has(log) ? [this.reached.get(log)!] : [])],
        move: (passed) => handOver({ passed }, passed),
      },
      effects: {
        apply: async (events) => {
          mustBeKeepable(events);
          await handOver({ events }, events.at(-1)!);
        },
        redrive: async () => undefined,
      },
      parking: new MemoryParking(),
      alarms: alarmsTo(this.output),
    });
  }
}

/** Reads a log up to the offset at which its topic ended; what ends a topic may be repeats, which yield nothing. */
class ReadToEnd implements TopicReader {
  readonly topic: string;

  constructor(
    private readonly reader: LogReader,
    private readonly end: string,
    private readonly reads: Handover<Read>,
  ) {
    this.topic = reader.topic;
  }

  attach(seeker: Seeker): void {
    this.reader.attach(seeker);
  }

  start(): Promise<StartOffset> {
    return this.reader.start();
  }

  async handle(records: readonly IncomingRecord[]): Promise<void> {
    await this.reader.handle(records);
    const last = records.at(-1);
    if (!last || this.reader.waitingFor !== undefined || BigInt(last.offset) + 1n < BigInt(this.end)) return;
    await this.reads.give({ end: true });
  }
}
