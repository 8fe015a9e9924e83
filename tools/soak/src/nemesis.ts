import { setTimeout as wait } from 'node:timers/promises';
import type { Random } from './random';
import type { Killable } from './rig';
import type { Worker } from './worker';

/** Kills each worker again and again, 1 to 5 s after its last start, until it is told to stop. */
export class Nemesis {
  private stopped = false;
  private readonly loops: Promise<void>[] = [];
  private readonly abort = new AbortController();

  constructor(
    private readonly random: Random,
    private readonly everyMs: readonly [number, number] = [1_000, 5_000],
  ) {}

  haunt(worker: Worker): void {
    this.loops.push(this.loop(worker));
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.abort.abort();
    await Promise.all(this.loops);
  }

  private async loop(worker: Worker): Promise<void> {
    while (!this.stopped && !worker.done) {
      await wait(this.random.between(...this.everyMs), undefined, { signal: this.abort.signal }).catch(() => undefined);
      if (!this.stopped && !worker.done) await worker.kill();
    }
  }
}

/** Kills of PostgreSQL or the broker, spread over the run by progress: so many, and then no more. */
export class PartKiller {
  killed = 0;
  private readonly at: readonly number[];
  private killing: Promise<void> = Promise.resolve();

  constructor(
    private readonly part: Killable,
    times: number,
    private readonly random: Random,
  ) {
    this.at = Array.from({ length: times }, (_, index) => (index + random.between(0.1, 0.9)) / times);
  }

  /** @param progress 0 to 1 */
  onProgress(progress: number): void {
    const due = this.at[this.killed];
    if (due === undefined || progress < due) return;
    this.killed++;
    const downMs = this.random.chance(0.5) ? this.random.between(5_000, 8_000) : 0;
    this.killing = this.killing.then(() => this.part.kill(downMs));
  }

  /** Resolves when the part is up. */
  settled(): Promise<void> {
    return this.killing;
  }
}
