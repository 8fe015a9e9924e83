import type { RegistryEvent } from '@satualur/contracts/registry/events';
import { eventOf } from '@satualur/contracts/read-event';
import type { Broker, StartOffset, TopicReader } from '@satualur/messaging/broker';
import { LogReader, type Mark, type Reading, readFrom, type VerifiedRecord } from '@satualur/messaging/consumer';
import { MemoryParking } from '@satualur/messaging/parking';
import type { Directory } from './directory';
import { alarmsTo } from './log-readers';
import type { Log } from './logging';

export const REGISTRY_LOG = 'registry';

/** A reader of this process; `attach` is for those that read again. */
export type ProcessReader = TopicReader & { attach?(seeker: { seek(topic: string, offset: StartOffset): void }): void };

const attachable = (reader: ProcessReader) => Object.assign(reader, { attach: reader.attach ?? (() => undefined) });

/** What this process reads: the registry's log from the start, into its directory, and the topics its parts add. */
export class Streams {
  private reading: Reading | undefined;
  private mark: Mark | undefined;

  constructor(
    private readonly broker: Broker,
    private readonly directory: Directory,
    private readonly log: Log,
  ) {}

  async start(): Promise<void> {
    this.reading = await readFrom(this.broker, [this.registryReader()]);
  }

  async add(readers: readonly ProcessReader[]): Promise<void> {
    if (readers.length > 0) await this.reading?.add(readers.map(attachable));
  }

  /** Position in the registry's log, for quiet rounds. */
  get registryApplied(): number {
    return this.mark?.seq ?? 0;
  }

  lag(): ReturnType<Reading['lag']> {
    return this.reading?.lag() ?? Promise.resolve({});
  }

  async stop(): Promise<void> {
    const { reading } = this;
    this.reading = undefined;
    await reading?.stop();
  }

  private registryReader(): LogReader {
    const apply = async (records: readonly VerifiedRecord[]) => {
      for (const record of records) {
        this.directory.apply(eventOf(record.envelope) as RegistryEvent);
        this.mark = record;
      }
    };
    return new LogReader({
      log: REGISTRY_LOG,
      hold: false,
      marks: { load: async () => (this.mark ? [this.mark] : []), move: async (position) => void (this.mark = position) },
      effects: { apply, redrive: async (record) => apply([record]) },
      parking: new MemoryParking(),
      alarms: alarmsTo(this.log),
    });
  }
}
