import { type Hlc, hlcAfter, hlcMax, hlcOf, HLC_ZERO, msOfHlc } from '@satualur/contracts/hlc';
import { instantOf, type Instant } from '@satualur/contracts/ids';

/** The application's time in milliseconds; wall time in production, set by the loader in demo mode. */
export interface Clock {
  now(): number;
}

export const wallClock: Clock = { now: () => Date.now() };
export const instantNow = (clock: Clock): Instant => instantOf(clock.now());

/** How far ahead a remote reading may be before it no longer moves this process's own clock (architecture 5). */
export const MAX_AHEAD_MS = 60_000;

/** Hybrid logical clock of one process: strictly increasing, never below what it has observed. */
export class HybridClock {
  private last: Hlc = HLC_ZERO;

  constructor(
    private readonly clock: Clock,
    /** Off in demo mode, where the clock jumps by days. */
    private readonly guardAhead = true,
  ) {}

  /** A fresh reading above everything drawn or observed, and above each of `floors` whatever their distance. */
  draw(...floors: (Hlc | undefined)[]): Hlc {
    const physical = hlcOf(this.clock.now());
    const own = this.last >= physical ? hlcAfter(this.last) : physical;
    let reading = own;
    for (const floor of floors) if (floor !== undefined && floor >= reading) reading = hlcAfter(floor);
    if (reading === own || !this.isAhead(reading)) this.last = reading;
    return reading;
  }

  /** Adopts a remote reading unless it is too far ahead; false when it was, so that the caller can flag it. */
  observe(remote: Hlc): boolean {
    if (this.isAhead(remote)) return false;
    this.last = hlcMax(this.last, remote);
    return true;
  }

  /** Adopts the highest reading of a store being opened, without the guard: it is this process's own past. */
  adopt(own: Hlc): void {
    this.last = hlcMax(this.last, own);
  }

  get highest(): Hlc {
    return this.last;
  }

  private isAhead(reading: Hlc): boolean {
    return this.guardAhead && msOfHlc(reading) > this.clock.now() + MAX_AHEAD_MS;
  }
}
