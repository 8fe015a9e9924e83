import type { Broker, BrokerAdmin } from '@satualur/messaging/broker';
import { LogReader, readFrom, type VerifiedRecord } from '@satualur/messaging/consumer';
import { MemoryParking } from '@satualur/messaging/parking';
import type { LogEvent } from '@satualur/projections/projection';
import type { LogSource } from '@satualur/projections/rebuild';
import { alarmsTo } from '@satualur/service-host/log-readers';
import type { Log } from '@satualur/service-host/logging';
import { logEventOf } from './projected-log';

const PREFIX = 'log.';

/** Every log as Kafka holds it, from the beginning, for a rebuild. */
export class KafkaLogs implements LogSource {
  constructor(
    private readonly broker: Broker,
    private readonly admin: () => Promise<BrokerAdmin>,
    private readonly output: Log,
  ) {}

  async logs(): Promise<readonly string[]> {
    const topics = await (await this.admin()).topics();
    return topics.filter((topic) => topic.startsWith(PREFIX)).map((topic) => topic.slice(PREFIX.length));
  }

  async *read(log: string, after: number): AsyncIterable<readonly LogEvent[]> {
    const { next: end } = await (await this.admin()).offsets(`${PREFIX}${log}`);
    if (end === '0') return;
    const runs = new Handover<readonly VerifiedRecord[]>();
    const reading = await readFrom(this.broker, [this.reader(log, runs)]);
    try {
      for (;;) {
        const run = await runs.take();
        const wanted = run.filter(({ seq }) => seq > after);
        if (wanted.length > 0) yield wanted.map(logEventOf);
        if (run.length > 0 && BigInt(run.at(-1)!.next) >= BigInt(end)) return;
      }
    } finally {
      runs.close();
      await reading.stop();
    }
  }

  private reader(log: string, runs: Handover<readonly VerifiedRecord[]>): LogReader {
    return new LogReader({
      log,
      hold: false,
      batch: 2_000,
      marks: { load: async () => [], move: async () => undefined },
      effects: { apply: (records) => runs.give(records), redrive: async () => undefined },
      parking: new MemoryParking(),
      alarms: alarmsTo(this.output),
    });
  }
}

/** One run at a time from the reader to the rebuild: the reader waits until the last one is taken. */
class Handover<T> {
  private waiting: { value: T; taken: () => void } | undefined;
  private taker: ((value: T) => void) | undefined;
  private closed = false;

  give(value: T): Promise<void> {
    if (this.closed) return Promise.resolve();
    const { taker } = this;
    if (taker) {
      this.taker = undefined;
      taker(value);
      return Promise.resolve();
    }
    return new Promise((taken) => (this.waiting = { value, taken }));
  }

  take(): Promise<T> {
    const { waiting } = this;
    if (!waiting) return new Promise((taker) => (this.taker = taker));
    this.waiting = undefined;
    waiting.taken();
    return Promise.resolve(waiting.value);
  }

  close(): void {
    this.closed = true;
    this.waiting?.taken();
  }
}
