import type { Broker, OutgoingRecord } from './broker';
import { allOf } from './all-of';
import { audienceOf } from './audience';
import { ReadAhead } from './read-ahead';

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
  readonly events: number;
  readonly mark: RelayPosition;
}

type More = (mark: RelayPosition) => boolean | Promise<boolean>;

/**
 * Carries the sealed log to Kafka: `log.<name>` in order, and a signed copy to `inbox.<key>` for each agency addressed. One request
 * at a time; while it is under way the mark of the one before, which the broker has acknowledged, is saved and the next events are
 * read. So a crash repeats records and never loses or reorders one.
 */
export class Relay {
  #draining: Promise<number> | undefined;

  constructor(private readonly options: RelayOptions) {}

  /**
   * Sends everything sealed by now; returns how many events. Calls that overlap share one run. Throws what the log or the broker
   * throws, after which the next call goes on from the saved mark.
   * @param more asked before each request, with the mark as acknowledged, whether to go on
   */
  drain(more: More = () => true): Promise<number> {
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

  async #drain(more: More): Promise<number> {
    const { log, broker } = this.options;
    let mark = await log.relayMark();
    let saved = mark;
    const from = mark.seq;
    const save = async (to: RelayPosition): Promise<void> => {
      if (to.seq > saved.seq) await log.saveRelayMark(to);
      saved = to;
    };
    const ahead = new ReadAhead(log, mark.seq + 1, this.options.maxBytes ?? MAX_BYTES);
    try {
      while ((await more(mark)) && (await ahead.some())) {
        const batch = await this.#batch(ahead.events, mark);
        ahead.drop(batch.events);
        const sending = broker.send(batch.records).then(() => (mark = batch.mark));
        await allOf(sending, save(mark), ahead.refill());
      }
    } finally {
      await save(mark);
    }
    return mark.seq - from;
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
      const record = this.#recordOf(event);
      records.push(record);
      for (const agency of to) {
        records.push(await this.#copyOf(record, event, agency, addressed[agency] ?? 0));
        addressed[agency] = seq;
      }
    }
    return { records, events: seq - from.seq, mark: { seq, addressed } };
  }

  #recipients(bytes: Buffer): string[] {
    const { name, hasInbox } = this.options;
    return audienceOf(bytes).filter((agency) => agency !== name && hasInbox(agency));
  }

  #recordOf({ seq, leaf, stream, bytes }: Sealed): OutgoingRecord {
    const headers = { seq: String(seq), leaf: leaf.toString('hex') };
    return { topic: `log.${this.options.name}`, key: stream, value: bytes, headers };
  }

  /** @param prev seq of the event before that was addressed to this agency */
  async #copyOf(record: OutgoingRecord, { seq, leaf }: Sealed, agency: string, prev: number): Promise<OutgoingRecord> {
    const { name, sign } = this.options;
    const sig = (await sign(inboxMessage(name, agency, seq, leaf.toString('hex'), prev))).toString('base64url');
    return { ...record, topic: `inbox.${agency}`, headers: { ...record.headers, origin: name, prev: String(prev), sig } };
  }
}
