import { hlcFromBigint, msOfHlc } from '@satualur/contracts/hlc';
import type { Clock } from '@satualur/event-store/clock';
import type { Pool } from 'pg';

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

const HIGHEST = `SELECT greatest((SELECT hlc FROM store.mark), (SELECT hlc FROM store.event ORDER BY position DESC LIMIT 1)) AS hlc`;

/** A demo store resumes where it stood: its clock is not behind what it holds (architecture 11). Does nothing for another clock. */
export async function resumeDemoClock(clock: Clock, pool: Pool): Promise<void> {
  if (!(clock instanceof DemoClock)) return;
  const { rows } = await pool.query<{ hlc: string | null }>(HIGHEST);
  const highest = rows[0]?.hlc;
  if (highest) clock.advance(msOfHlc(hlcFromBigint(highest)));
}
