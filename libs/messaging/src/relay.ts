import type { Broker, OutgoingRecord } from './broker';
import { audienceOf } from './audience';

/** What the relay needs of a sealed event. */
export interface Sealed {
  readonly seq: number;
  readonly leaf: Buffer;
  readonly bytes: Buffer;
  readonly stream: string;
}

export interface RelayPosition {
  readonly seq: number;
  /** Last seq addressed to each agency, by key. */
  readonly addressed: Readonly<Record<string, number>>;
}

/** The relay's side of a log; the event store's LogStore fits. */
export interface SealedLog {
  /** Sealed events from `seq` on, at most `maxBytes` of event bytes (but at least one), oldest first. */
  readSealed(fromSeq: number, maxBytes: number): Promise<readonly Sealed[]>;
  relayMark(): Promise<RelayPosition>;
  saveRelayMark(mark: RelayPosition): Promise<void>;
}

export interface PublishedCheckpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Buffer;
  readonly watermark: string;
  readonly note: string;
}

export interface RelayOptions {
  /** Name of the log: an agency's key or a task-force service's name. */
  readonly name: string;
  readonly log: SealedLog;
  readonly broker: Broker;
  /** Ed25519 signature, 64 bytes, under the log's own key. */
  readonly sign: (message: Buffer) => Buffer | Promise<Buffer>;
  /** False for an agency that is not on the platform: its copies are left out. */
  readonly hasInbox: (agency: string) => boolean;
  /** Bytes of one request, copies included. */
  readonly maxBytes?: number;
}

const MAX_BYTES = 700_000;
const RECORD_OVERHEAD = 400;

/** What an inbox record's `sig` is made over. `leaf` in hex. */
export const inboxMessage = (origin: string, to: string, seq: number, leaf: string, prev: number): Buffer =>
  Buffer.from(`satualur-inbox-v1\n${origin}\n${to}\n${seq}\n${leaf}\n${prev}`, 'utf8');

interface Batch {
  readonly records: readonly OutgoingRecord[];
  readonly mark: RelayPosition;
}

/**
 * Carries the sealed log to Kafka: `log.<name>` in order, and a signed copy to `inbox.<key>` for each agency addressed. One request
 * at a time; the mark is saved after the broker has acknowledged, so a crash repeats records and never loses or reorders one.
 */
export class Relay {
  #draining: Promise<number> | undefined;

  constructor(private readonly options: RelayOptions) {}

  /**
   * Sends everything sealed by now; returns how many events. Calls that overlap share one run. Throws what the log or the broker
   * throws, after which the next call goes on from the saved mark.
   * @param more asked before each request, with the mark as saved, whether to go on
   */
  drain(more: (mark: RelayPosition) => boolean | Promise<boolean> = () => true): Promise<number> {
    this.#draining ??= this.#drain(more).finally(() => {
      this.#draining = undefined;
    });
    return this.#draining;
  }

  /** Publishes a checkpoint to `mark.<name>`. */
  async publishMark({ origin, size, root, watermark, note }: PublishedCheckpoint): Promise<void> {
    const value = JSON.stringify({ origin, size, root: root.toString('base64'), watermark, note });
    await this.options.broker.send([
      { topic: `mark.${this.options.name}`, key: this.options.name, value: Buffer.from(value, 'utf8'), headers: {} },
    ]);
  }

  async #drain(more: (mark: RelayPosition) => boolean | Promise<boolean>): Promise<number> {
    const { log, broker } = this.options;
    let mark = await log.relayMark();
    let sent = 0;
    while (await more(mark)) {
      const events = await log.readSealed(mark.seq + 1, this.options.maxBytes ?? MAX_BYTES);
      if (events.length === 0) break;
      const batch = await this.#batch(events, mark);
      await broker.send(batch.records);
      await log.saveRelayMark(batch.mark);
      sent += batch.mark.seq - mark.seq;
      mark = batch.mark;
    }
    return sent;
  }

  /** As many events as fit one request, at least one. */
  async #batch(events: readonly Sealed[], from: RelayPosition): Promise<Batch> {
    const records: OutgoingRecord[] = [];
    const addressed = { ...from.addressed };
    let seq = from.seq;
    let bytes = 0;
    for (const event of events) {
      const to = this.#recipients(event.bytes);
      bytes += (event.bytes.length + RECORD_OVERHEAD) * (1 + to.length);
      if (seq > from.seq && bytes > (this.options.maxBytes ?? MAX_BYTES)) break;
      if (event.seq !== seq + 1) throw new Error(`sealed event ${event.seq} follows ${seq}`);
      seq = event.seq;
      records.push(...(await this.#recordsOf(event, to, addressed)));
    }
    return { records, mark: { seq, addressed } };
  }

  #recipients(bytes: Buffer): string[] {
    const { name, hasInbox } = this.options;
    return audienceOf(bytes).filter((agency) => agency !== name && hasInbox(agency));
  }

  /** The log's record and its copies; moves `addressed`. */
  async #recordsOf(event: Sealed, to: readonly string[], addressed: Record<string, number>): Promise<OutgoingRecord[]> {
    const { name, sign } = this.options;
    const leaf = event.leaf.toString('hex');
    const common = { key: event.stream, value: event.bytes };
    const headers = { seq: String(event.seq), leaf };
    const records: OutgoingRecord[] = [{ ...common, topic: `log.${name}`, headers }];
    for (const agency of to) {
      const prev = addressed[agency] ?? 0;
      const sig = (await sign(inboxMessage(name, agency, event.seq, leaf, prev))).toString('base64url');
      records.push({ ...common, topic: `inbox.${agency}`, headers: { ...headers, origin: name, prev: String(prev), sig } });
      addressed[agency] = event.seq;
    }
    return records;
  }
}
