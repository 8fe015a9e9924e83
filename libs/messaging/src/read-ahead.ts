import type { Sealed, SealedLog } from './relay';

/** The events of a sealed log that are next, read while those before them are on their way. */
export class ReadAhead {
  #events: readonly Sealed[] = [];
  /** The last read came back so full that there will be more. */
  #full = false;

  constructor(
    private readonly log: SealedLog,
    private next: number,
    private readonly maxBytes: number,
  ) {}

  get events(): readonly Sealed[] {
    return this.#events;
  }

  /** Reads when none are here. False at the end of the log. */
  async some(): Promise<boolean> {
    if (this.#events.length === 0) await this.#read();
    return this.#events.length > 0;
  }

  /** The first `count` are on their way. */
  drop(count: number): void {
    this.#events = this.#events.slice(count);
  }

  /** Reads more when that is likely to give some and less than one request is here. */
  async refill(): Promise<void> {
    if (this.#full && bytesOf(this.#events) < this.maxBytes) await this.#read();
  }

  async #read(): Promise<void> {
    const found = await this.log.readSealed(this.next, this.maxBytes);
    this.#full = bytesOf(found) > this.maxBytes / 2;
    this.next += found.length;
    this.#events = [...this.#events, ...found];
  }
}

const bytesOf = (events: readonly Sealed[]): number => events.reduce((sum, { bytes }) => sum + bytes.length, 0);
