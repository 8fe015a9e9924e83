import type { Broker, BrokerAdmin } from '@satualur/messaging/broker';
import { LogReader, type Mark, type Position } from '@satualur/messaging/consumer';
import { Handover } from '@satualur/messaging/handover';
import { MemoryParking } from '@satualur/messaging/parking';
import type { LogSource, Run } from '@satualur/projections/rebuild';
import { alarmsTo } from '@satualur/service-host/log-readers';
import type { Log } from '@satualur/service-host/logging';
import { type LogToEnd, LogsToEnd, type Read, type Reads } from './logs-to-end';
import { logEventOf, mustBeKeepable } from './projected-log';

const PREFIX = 'log.';

interface LogAhead extends LogToEnd {
  readonly log: string;
  /** Where its reading begins. */
  readonly from: Mark | undefined;
}

/** Every log as Kafka holds it, for one rebuild: from the beginning, and asked again, from where it was read up to. */
export class KafkaLogs implements LogSource {
  private readonly reached = new Map<string, Mark>();
  private readonly ahead = new Map<string, LogAhead>();
  private pass: LogsToEnd;

  constructor(
    private readonly broker: Broker,
    private readonly admin: () => Promise<Pick<BrokerAdmin, 'topics' | 'offsets'>>,
    private readonly output: Log,
  ) {
    this.pass = new LogsToEnd(broker, []);
  }

  /** Those listed are read ahead, side by side, from when the first of them is read. */
  async logs(): Promise<readonly string[]> {
    await this.close();
    const topics = await (await this.admin()).topics();
    const logs = topics.filter((topic) => topic.startsWith(PREFIX)).map((topic) => topic.slice(PREFIX.length));
    const found = await Promise.all(logs.map((log) => this.toEnd(log, this.reached.get(log))));
    const holding = found.filter((log) => log !== undefined);
    for (const log of holding) this.ahead.set(log.log, log);
    this.pass = new LogsToEnd(this.broker, holding);
    return logs;
  }

  async *read(log: string, after: number): AsyncIterable<Run> {
    const ahead = this.ahead.get(log);
    if ((ahead?.from?.seq ?? 0) !== after || !ahead) return yield* this.readAlone(log, after);
    this.ahead.delete(log);
    yield* runsOf(this.pass.take(ahead));
  }

  async close(): Promise<void> {
    const left = [...this.ahead.values()];
    this.ahead.clear();
    for (const { reads } of left) await this.pass.leave(reads);
  }

  private async *readAlone(log: string, after: number): AsyncGenerator<Run, void> {
    const reached = this.reached.get(log);
    const alone = await this.toEnd(log, reached?.seq === after ? reached : undefined);
    if (alone) yield* runsOf(new LogsToEnd(this.broker, [alone]).take(alone));
  }

  /** Undefined when the log holds nothing more. */
  private async toEnd(log: string, from: Mark | undefined): Promise<LogAhead | undefined> {
    const { earliest, next: end } = await (await this.admin()).offsets(`${PREFIX}${log}`);
    if (BigInt(from?.next ?? earliest) >= BigInt(end)) return undefined;
    const reads: Reads = new Handover();
    return { log, from, end, reads, reader: this.reader(log, from, reads) };
  }

  private reader(log: string, from: Mark | undefined, reads: Reads): LogReader {
    let reached = from;
    const handOver = async (read: Read, { seq, leaf, next }: Position): Promise<void> => {
      await reads.give(read);
      reached = { log, seq, leaf, next };
      this.reached.set(log, reached);
    };
    return new LogReader({
      log,
      hold: false,
      batch: 2_000,
      marks: {
        load: async () => (reached ? [reached] : []),
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

async function* runsOf(reads: AsyncIterable<Read>): AsyncGenerator<Run, void> {
  for await (const read of reads)
    yield 'passed' in read ? { passed: read.passed.seq, leaf: read.passed.leaf } : read.events.map(logEventOf);
}
