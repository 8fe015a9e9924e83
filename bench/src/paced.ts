import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Calls `once` at a fixed rate, whether or not earlier calls have ended, as independent users do; resolves when all have ended.
 * @param rate calls a second
 */
export async function paced(rate: number, ms: number, once: (index: number) => Promise<void>): Promise<void> {
  const began = performance.now();
  const calls: Promise<void>[] = [];
  const all = Math.round((rate * ms) / 1_000);
  while (calls.length < all) {
    const due = Math.min(all, Math.ceil(((performance.now() - began) * rate) / 1_000));
    while (calls.length < due) calls.push(once(calls.length));
    await sleep(1);
  }
  await Promise.all(calls);
}

/** Asks again and again, with a pause of `pauseMs` between, until told to stop. */
export class Poll {
  private stopped = false;
  private readonly running: Promise<void>;

  constructor(ask: () => Promise<void>, pauseMs: number) {
    this.running = this.run(ask, pauseMs);
    this.running.catch(() => undefined);
  }

  /** Throws what asking threw. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
  }

  private async run(ask: () => Promise<void>, pauseMs: number): Promise<void> {
    while (!this.stopped) {
      await ask();
      await sleep(pauseMs);
    }
  }
}
