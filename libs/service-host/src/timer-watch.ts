import { type Instant, msOfInstant } from '@satualur/contracts/ids';
import type { Clock } from '@satualur/event-store/clock';
import type { EventStore } from '@satualur/event-store/store';
import { type FireTimer, fireDue } from './timers';

/** How late a timer may be that another process set and did not fire. */
const LOOK_AGAIN_MS = 60_000;
const RETRY_MS = { first: 1_000, longest: 30_000 } as const;

export interface TimersOfAgency {
  readonly store: EventStore;
  readonly fire: FireTimer;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
}

/**
 * Fires one agency's timers at their instants. Sleeps until the store's next one; what this process sets earlier it is told, what
 * other processes set it finds by looking again.
 */
export class TimerWatch {
  private sleeper: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;
  /** When to look next, by the clock. */
  private nextMs = Infinity;
  /** Random at first: agencies opened together do not go on looking together. */
  private restMs = Math.random() * LOOK_AGAIN_MS;
  private failures = 0;
  private stopped = false;

  constructor(private readonly timers: TimersOfAgency) {}

  start(): void {
    this.sleepUntil(this.timers.clock.now());
  }

  /** This process set a timer. */
  expect(at: Instant): void {
    const ms = msOfInstant(at);
    if (ms < this.nextMs) this.sleepUntil(ms);
  }

  /** Resolves when no timer is being fired. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.sleeper);
    await this.looking;
  }

  private sleepUntil(ms: number): void {
    this.nextMs = ms;
    if (this.looking || this.stopped) return;
    clearTimeout(this.sleeper);
    this.sleeper = setTimeout(() => (this.looking = this.look()), Math.max(1, ms - this.timers.clock.now()));
  }

  /** What is told meanwhile counts too, for the store may have been asked before. */
  private async look(): Promise<void> {
    this.nextMs = Infinity;
    const restMs = await this.fireAll().then(
      () => this.rested(),
      (error: unknown) => this.failed(error),
    );
    this.looking = undefined;
    this.sleepUntil(Math.min(this.nextMs, this.timers.clock.now() + restMs));
  }

  private async fireAll(): Promise<void> {
    const { store, fire, clock } = this.timers;
    for (let next = await store.nextDue(); next; next = await store.nextDue()) {
      if (msOfInstant(next.at) > clock.now()) return this.expect(next.at);
      await fireDue(store, fire, clock);
    }
  }

  private rested(): number {
    this.failures = 0;
    const { restMs } = this;
    this.restMs = LOOK_AGAIN_MS;
    return restMs;
  }

  /** The next try finds whatever was told meanwhile. */
  private failed(error: unknown): number {
    this.nextMs = Infinity;
    this.timers.onError(error);
    return Math.min(RETRY_MS.longest, RETRY_MS.first * 2 ** this.failures++);
  }
}
