import type { Checkpoint, LogStore } from '@satualur/event-store/store';

/** What carries sealed events and checkpoints to Kafka; messaging's Relay. */
export interface LogRelay {
  /** Sends everything sealed by now. */
  drain(): Promise<number>;
  publishMark(checkpoint: Checkpoint): Promise<void>;
}

export interface LogStatus {
  readonly sealed: number;
  readonly relayed: number;
  /** Size of the last checkpoint published. */
  readonly marked: number;
  readonly watermark: string;
  /** Last seq addressed to each agency's inbox. */
  readonly addressed: Readonly<Record<string, number>>;
}

const IDLE_MS = { first: 5, longest: 250 } as const;
const MARK_UNDER_LOAD_MS = 1_000;
const MARK_IDLE_MS = 60_000;

/** Seals, marks and relays one store in one loop on one connection (details 2). */
export class LogLoop {
  private running: Promise<void> | undefined;
  private stopped = false;
  private woken = false;
  private wakeSleeper: (() => void) | undefined;
  private turn: Promise<unknown> = Promise.resolve();
  private status: LogStatus = { sealed: 0, relayed: 0, marked: 0, watermark: '', addressed: {} };
  private markedAtMs = 0;
  private marking: Promise<void> | undefined;
  private failures = 0;

  constructor(
    readonly name: string,
    private readonly store: LogStore,
    private readonly relay: LogRelay,
    private readonly onError: (error: unknown) => void,
  ) {}

  start(): void {
    this.store.onWake(() => this.wake());
    this.running = this.run();
  }

  wake(): void {
    this.woken = true;
    this.wakeSleeper?.();
  }

  /** Seals, relays and marks until everything committed stands on Kafka under a checkpoint; for quiet rounds. */
  async settle(alsoWhenMarked = false): Promise<LogStatus> {
    await this.exclusively(async () => {
      if (await this.store.lead()) while (await this.pass());
    });
    if (alsoWhenMarked) await this.marking;
    if (alsoWhenMarked || this.status.marked < this.status.sealed) await this.mark();
    return this.status;
  }

  get healthy(): boolean {
    return this.failures < 5;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.wake();
    await this.running;
    await this.marking?.catch(() => undefined);
    await this.store.close();
  }

  private async run(): Promise<void> {
    let idle: number = IDLE_MS.first;
    while (!this.stopped) {
      this.woken = false;
      try {
        const moved = await this.exclusively(() => this.turnOnce());
        this.failures = 0;
        idle = moved ? IDLE_MS.first : Math.min(idle * 2, IDLE_MS.longest);
      } catch (error) {
        this.failures++;
        this.onError(error);
        idle = IDLE_MS.longest;
      }
      await this.sleep(idle);
    }
  }

  private async turnOnce(): Promise<boolean> {
    if (!(await this.store.lead())) return false;
    const moved = await this.pass();
    const sinceMark = Date.now() - this.markedAtMs;
    const behind = this.status.marked < this.status.sealed;
    if ((behind && sinceMark >= MARK_UNDER_LOAD_MS) || sinceMark >= MARK_IDLE_MS) void this.mark().catch(this.onError);
    return moved;
  }

  /** Seals once, then relays: under steady load there is always more to seal, and nothing would ever be sent. */
  private async pass(): Promise<boolean> {
    const sealed = await this.store.seal();
    const { seq } = await this.store.head();
    this.status = { ...this.status, sealed: seq };
    if (this.status.relayed < seq) await this.carry();
    return sealed > 0;
  }

  private async carry(): Promise<void> {
    await this.relay.drain();
    const { seq, addressed } = await this.store.relayMark();
    this.status = { ...this.status, sealed: Math.max(this.status.sealed, seq), relayed: seq, addressed };
  }

  /** Beside the passes, for it waits until every append open now has ended; one at a time. */
  private mark(): Promise<void> {
    this.marking ??= this.makeMark().finally(() => (this.marking = undefined));
    return this.marking;
  }

  private async makeMark(): Promise<void> {
    this.markedAtMs = Date.now();
    const checkpoint = await this.store.mark();
    await this.exclusively(async () => {
      if (this.status.relayed < checkpoint.size) await this.carry();
      await this.relay.publishMark(checkpoint);
    });
    this.status = { ...this.status, marked: checkpoint.size, watermark: checkpoint.watermark };
  }

  private exclusively<T>(work: () => Promise<T>): Promise<T> {
    const next = this.turn.then(work, work);
    this.turn = next.catch(() => undefined);
    return next;
  }

  private sleep(ms: number): Promise<void> {
    if (this.woken) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.wakeSleeper = undefined;
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.wakeSleeper = done;
    });
  }
}
