import { setTimeout as wait } from 'node:timers/promises';
import type { Checkpoint, LogStore, RelayMark } from '@satualur/event-store/store';
import { LatestOnly } from './latest-only';

/** What carries sealed events and checkpoints to Kafka; messaging's Relay. */
export interface LogRelay {
  /** Sends what is sealed, in requests one after the other, as long as `more` says yes to the mark as acknowledged. */
  drain(more: (mark: RelayMark) => Promise<boolean>): Promise<number>;
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

/** What is sealed within it travels in one request: each costs the broker and every reader the same, however little it holds. */
const CARRY_GAP_MS = 16;
/** So many events are worth a request of their own. */
const CARRY_AT_ONCE = 200;
/** After a pass that found something the next one begins so much later, woken or not: under load one serves several commits. */
const SEAL_GAP_MS = 1;
/** Appends wake the loop, those soon after another one a little later: so once more it looks by itself, then only for what a lost wake left. */
const IDLE_MS = { first: 5, inHand: 250, longest: 1_000 } as const;
const MARK_UNDER_LOAD_MS = 1_000;
const MARK_IDLE_MS = 60_000;

/** Seals, marks and relays one store on one connection (details 2). Sealing and marking never wait for the broker. */
export class LogLoop {
  private running: Promise<void> | undefined;
  private stopped = false;
  private woken = false;
  private wakeSleeper: (() => void) | undefined;
  private status: LogStatus = { sealed: 0, relayed: 0, marked: 0, watermark: '', addressed: {} };
  private markedAtMs = 0;
  private marking: Promise<void> | undefined;
  private checkpointSize = 0;
  private readonly checkpoints = new LatestOnly<Checkpoint>((checkpoint) => this.publish(checkpoint));
  private carrying: Promise<void> | undefined;
  private restUntilMs = 0;
  private carriedAtMs = 0;
  private awaited = { size: 0, reached: (): void => undefined };
  private readonly failures = { sealing: 0, carrying: 0 };

  constructor(
    readonly name: string,
    private readonly store: LogStore,
    private readonly relay: LogRelay,
    private readonly onError: (error: unknown) => void,
    private readonly carryGapMs = CARRY_GAP_MS,
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
    if (await this.store.lead()) {
      while ((await this.seal()) > 0);
      if (this.behind) await this.carry();
    }
    if (alsoWhenMarked) await this.marking;
    if (alsoWhenMarked || this.unmarked) await this.mark();
    await this.checkpoints.flush();
    return this.status;
  }

  /** As it stands, without doing anything. */
  get stands(): LogStatus {
    return this.status;
  }

  get healthy(): boolean {
    return Math.max(this.failures.sealing, this.failures.carrying) < 5;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.wake();
    await this.running;
    await Promise.allSettled([this.carrying, this.marking, this.checkpoints.flush()]);
    await this.store.close();
  }

  private async run(): Promise<void> {
    let idle = 0;
    while (!this.stopped) {
      this.woken = false;
      const began = performance.now();
      try {
        const moved = await this.turnOnce();
        this.failures.sealing = 0;
        idle = moved ? 0 : idle === 0 ? IDLE_MS.first : this.longestIdle;
      } catch (error) {
        this.failures.sealing++;
        this.onError(error);
        idle = IDLE_MS.inHand;
      }
      await (idle === 0 ? this.untilGapIsOver(began) : this.sleep(idle));
    }
  }

  private async turnOnce(): Promise<boolean> {
    if (!(await this.store.lead())) return false;
    const sealed = await this.seal();
    const rested = Date.now() >= this.restUntilMs;
    if (this.behind && !this.carrying && rested) this.carry().catch(this.onError);
    const sinceMark = Date.now() - this.markedAtMs;
    if ((this.unmarked && sinceMark >= MARK_UNDER_LOAD_MS) || sinceMark >= MARK_IDLE_MS) this.markAndPublish();
    else if (this.checkpoints.waiting && rested) this.checkpoints.flush().catch(this.onError);
    return sealed > 0;
  }

  private async seal(): Promise<number> {
    const sealed = await this.store.seal();
    this.reached((await this.store.head()).seq);
    return sealed;
  }

  private reached(seq: number): void {
    this.status = { ...this.status, sealed: Math.max(this.status.sealed, seq) };
  }

  private get longestIdle(): number {
    return this.behind || this.unmarked ? IDLE_MS.inHand : IDLE_MS.longest;
  }

  private get behind(): boolean {
    return this.status.relayed < this.status.sealed;
  }

  private get unmarked(): boolean {
    return this.checkpointSize < this.status.sealed;
  }

  /** Relays what is sealed and what comes to it meanwhile. A call while a run is under way gets that one. */
  private carry(): Promise<void> {
    this.carrying ??= this.carryAll();
    return this.carrying;
  }

  /** Ends in the same step in which it finds nothing left, so that what is sealed afterwards begins a new run. */
  private async carryAll(): Promise<void> {
    try {
      for (let from = -1; this.behind && this.status.relayed > from && !this.stopped;) {
        from = this.status.relayed;
        await this.relay.drain((mark) => this.more(mark));
      }
      this.failures.carrying = 0;
    } catch (error) {
      this.failures.carrying++;
      this.restUntilMs = Date.now() + IDLE_MS.inHand;
      throw error;
    } finally {
      this.carrying = undefined;
    }
  }

  /** Takes in how far the relay is. What is sealed within a short while travels together. */
  private async more({ seq, addressed }: RelayMark): Promise<boolean> {
    this.status = { ...this.status, sealed: Math.max(this.status.sealed, seq), relayed: seq, addressed };
    if (seq >= this.awaited.size) this.awaited.reached();
    if (!this.behind || this.stopped) return false;
    const early = this.carriedAtMs + this.carryGapMs - performance.now();
    if (early > 0 && this.status.sealed - seq < CARRY_AT_ONCE) await wait(early);
    this.carriedAtMs = performance.now();
    return true;
  }

  /** A run may go on for as long as events keep coming. */
  private async relayedUpTo(size: number): Promise<void> {
    if (this.status.relayed >= size) return;
    await Promise.race([this.carry(), new Promise<void>((reached) => (this.awaited = { size, reached }))]);
  }

  /** Beside the passes, for it waits until every append open now has ended; one at a time. */
  private mark(): Promise<void> {
    this.marking ??= this.makeMark().finally(() => (this.marking = undefined));
    return this.marking;
  }

  private async makeMark(): Promise<void> {
    this.markedAtMs = Date.now();
    const checkpoint = await this.store.mark();
    this.reached(checkpoint.size);
    this.checkpoints.offer(checkpoint);
    this.checkpointSize = checkpoint.size;
  }

  private markAndPublish(): void {
    if (this.marking) return;
    this.mark()
      .then(() => this.checkpoints.flush())
      .catch(this.onError);
  }

  /** After the events that it covers. */
  private async publish(checkpoint: Checkpoint): Promise<void> {
    try {
      await this.relayedUpTo(checkpoint.size);
      await this.relay.publishMark(checkpoint);
    } catch (error) {
      this.restUntilMs = Date.now() + IDLE_MS.inHand;
      throw error;
    }
    this.status = { ...this.status, marked: checkpoint.size, watermark: checkpoint.watermark };
  }

  private async untilGapIsOver(began: number): Promise<void> {
    const early = began + SEAL_GAP_MS - performance.now();
    if (early > 0 && !this.stopped) await wait(early);
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
