import type { Clock } from '@satualur/event-store/clock';

/** The application's time in demo mode: stands still until set, never goes back (details 3). */
export class DemoClock implements Clock {
  private position = 0;

  now(): number {
    return this.position;
  }

  /** Moves to `ms`; an earlier instant changes nothing, so that a second play of the same pack resumes. */
  advance(ms: number): void {
    this.position = Math.max(this.position, ms);
  }
}
