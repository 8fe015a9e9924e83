import { setTimeout as wait } from 'node:timers/promises';
import type { Random } from './random';
import type { Killable } from './rig';
import type { Worker } from './worker';

/** Of the kills, those that may come while the worker is still starting; on a slow machine it would never get to work else. */
const EARLY = 0.25;

/** Kills each worker again and again, so long after it came up, until it is told to stop. */
export class Nemesis {
  private stopped = false;
  private readonly loops: Promise<void>[] = [];
  private readonly abort = new AbortController();

  constructor(private readonly random: Random) {}

  /** @param everyMs from and to */
  haunt(worker: Worker, everyMs: readonly [number, number]): void {
    const loop = this.loop(worker, everyMs);
    loop.catch(() => undefined);
    this.loops.push(loop);
  }

  /** Throws what a kill threw. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.abort.abort();
    await Promise.all(this.loops);
  }

  private async pause(ms: number): Promise<void> {
    await wait(ms, undefined, { signal: this.abort.signal }).catch(() => undefined);
  }

  private async loop(worker: Worker, everyMs: readonly [number, number]): Promise<void> {
    while (!this.stopped && !worker.done) {
      const early = this.random.chance(EARLY);
      while (!early && !worker.isUp && !worker.done && !this.stopped) await this.pause(50);
      await this.pause(this.random.between(...everyMs));
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
    private readonly downMs: readonly [number, number],
    private readonly random: Random,
  ) {
    this.at = Array.from({ length: times }, (_, index) => (index + random.between(0.1, 0.9)) / times);
  }

  get name(): string {
    return this.part.name;
  }

  /** @param progress 0 to 1 */
  onProgress(progress: number): void {
    const due = this.at[this.killed];
    if (due === undefined || progress < due) return;
    this.killed++;
    const downMs = this.random.between(...this.downMs);
    this.killing = this.killing.then(() => this.part.kill(downMs));
    this.killing.catch(() => undefined);
  }

  /** Resolves when the part is up; throws what a kill threw. */
  settled(): Promise<void> {
    return this.killing;
  }
}
