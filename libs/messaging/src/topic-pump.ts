import type { IncomingRecord, StartOffset, TopicReader } from './broker';
import { offsetAfter } from './offset';

export type Log = (message: string, details: Readonly<Record<string, unknown>>) => void;

export interface PumpOptions {
  readonly log: Log;
  /** First pause after a throw, doubled each time up to `maxBackoffMs`. */
  readonly backoffMs: number;
  readonly maxBackoffMs: number;
  /** Records handed to a reader in one call, at most. */
  readonly maxRecords: number;
}

export const DEFAULT_PUMP: Omit<PumpOptions, 'log'> = { backoffMs: 50, maxBackoffMs: 5_000, maxRecords: 500 };

/** As much as is handed on within a few milliseconds: what waits longer is copied by the garbage collector again and again. */
const FULL_BYTES = 512 * 1024;

const sizeOf = (records: readonly IncomingRecord[]): number =>
  records.reduce((sum, record) => sum + (record.value?.length ?? 0) + (record.key?.length ?? 0) + 100, 0);

/**
 * Feeds one reader, one call at a time, from memory: after a throw it waits and calls again with the very same records, while the
 * pumps of other topics go on. Whoever fetches stops pushing while the pump is full.
 */
export class TopicPump {
  readonly topic: string;
  /** The offset to fetch next; undefined until the reader has said where it starts. */
  fetchFrom: StartOffset | undefined;
  #queue: IncomingRecord[] = [];
  #bytes = 0;
  #next: string | undefined;
  #generation = 0;
  #stopped = false;
  #failures = 0;
  #running: Promise<void> | undefined;
  #wakeUp: (() => void) | undefined;

  constructor(
    readonly reader: TopicReader,
    private readonly options: PumpOptions,
    /** Called when a full pump has room again. */
    private readonly onRoom: () => void,
  ) {
    this.topic = reader.topic;
  }

  get full(): boolean {
    return this.#bytes >= FULL_BYTES;
  }

  get idle(): boolean {
    return this.#queue.length === 0;
  }

  /** Next offset the reader will be given. */
  get next(): StartOffset | undefined {
    return this.#queue[0]?.offset ?? this.#next ?? this.fetchFrom;
  }

  /** Takes fetched records; `fetchFrom` is where the next fetch goes on. */
  push(records: readonly IncomingRecord[], fetchFrom: string): void {
    this.fetchFrom = fetchFrom;
    if (this.idle) this.#next = records[0]?.offset ?? fetchFrom;
    for (const record of records) this.#queue.push(record);
    this.#bytes += sizeOf(records);
    this.#start();
  }

  /** Forgets what waits here and goes on from `offset`; a call under way is let finish, its outcome is ignored. */
  seek(offset: StartOffset): void {
    this.#generation += 1;
    this.#queue = [];
    this.#bytes = 0;
    this.#failures = 0;
    this.#next = undefined;
    this.fetchFrom = offset;
    this.#wakeUp?.();
  }

  /** Resolves when no call is under way; nothing is handed out afterwards. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#wakeUp?.();
    await this.#running;
  }

  #start(): void {
    this.#running ??= this.#drain();
  }

  async #drain(): Promise<void> {
    await Promise.resolve();
    while (!this.#stopped && this.#queue.length > 0) {
      const records = this.#queue.slice(0, this.options.maxRecords);
      const generation = this.#generation;
      const failure = await this.#offer(records);
      if (generation !== this.#generation) continue;
      if (failure === undefined) this.#done(records);
      else await this.#backOff(failure);
    }
    this.#next = this.#queue[0]?.offset;
    this.#running = undefined;
  }

  async #offer(records: readonly IncomingRecord[]): Promise<Error | undefined> {
    try {
      await this.reader.handle(records);
      return undefined;
    } catch (error) {
      return error instanceof Error ? error : new Error('a reader threw something that is no Error');
    }
  }

  #done(records: readonly IncomingRecord[]): void {
    const wasFull = this.full;
    this.#queue.splice(0, records.length);
    this.#bytes -= sizeOf(records);
    this.#failures = 0;
    this.#next = offsetAfter(records.at(-1)!.offset);
    if (wasFull && !this.full) this.onRoom();
  }

  async #backOff(failure: Error): Promise<void> {
    const wait = Math.min(this.options.maxBackoffMs, this.options.backoffMs * 2 ** Math.min(this.#failures, 20));
    this.#failures += 1;
    this.options.log('reader failed, same records again', {
      topic: this.topic,
      error: failure.name,
      failures: this.#failures,
      wait,
    });
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, wait);
      this.#wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wakeUp = undefined;
  }
}
