import type { RegistryEvent } from '@satualur/contracts/registry/events';
import { eventOf } from '@satualur/contracts/read-event';
import type { Broker } from '@satualur/messaging/broker';
import { type Effects, LogReader, type Mark, type Reading, readFrom, type VerifiedRecord } from '@satualur/messaging/consumer';
import { MemoryParking } from '@satualur/messaging/parking';
import type { ProcessReader } from './agency-side';
import type { Directory } from './directory';
import { alarmsTo } from './log-readers';
import type { Log } from './logging';

export const REGISTRY_LOG = 'registry';

const attachable = (reader: ProcessReader) => Object.assign(reader, { attach: reader.attach ?? (() => undefined) });

/** What this process reads: the registry's log from the start, into its directory, and the topics its parts add. */
export class Streams {
  private reading: Promise<Reading> | undefined;
  private mark: Mark | undefined;
  private known = false;
  private readonly others: Effects[] = [];
  private readonly closings: (() => Promise<void>)[] = [];

  constructor(
    private readonly broker: Broker,
    private readonly directory: Directory,
    private readonly log: Log,
  ) {}

  /** Hands the registry's events to a part of this process too, each time from the first one. Before `start`. */
  alsoTo(effects: Effects): void {
    this.others.push(effects);
  }

  async start(): Promise<void> {
    this.reading = readFrom(this.broker, [this.registryReader()]);
    await this.reading;
  }

  async add(readers: readonly ProcessReader[]): Promise<void> {
    if (readers.length > 0) await (await this.reading)?.add(readers.map(attachable));
  }

  /** Position in the registry's log, for quiet rounds. */
  get registryApplied(): number {
    return this.mark?.seq ?? 0;
  }

  /** Whether the registry's log has been read to its end once: until then the directory may lack agencies. */
  async directoryKnown(): Promise<boolean> {
    if (this.known) return true;
    const registry = (await this.lag())[`log.${REGISTRY_LOG}`];
    this.known = registry !== undefined && BigInt(registry.next) >= BigInt(registry.end);
    return this.known;
  }

  async lag(): ReturnType<Reading['lag']> {
    return (await this.reading)?.lag() ?? {};
  }

  /** What must be finished after the last record was handled and before the broker is closed. */
  beforeClose(closing: () => Promise<void>): void {
    this.closings.push(closing);
  }

  /** Reads no more, lets the parts finish, then closes the broker. */
  async close(): Promise<void> {
    const { reading } = this;
    this.reading = undefined;
    await (await reading)?.stop();
    for (const closing of this.closings) await closing();
    await this.broker.close();
  }

  private registryReader(): LogReader {
    const apply = async (records: readonly VerifiedRecord[]) => {
      for (const other of this.others) await other.apply(records);
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
