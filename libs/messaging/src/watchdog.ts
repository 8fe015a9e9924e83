import type { StartOffset } from './broker';
import type { Log } from './topic-pump';

interface Watched {
  readonly topic: string;
  readonly idle: boolean;
  readonly fetchFrom: StartOffset | undefined;
}

interface WatchdogOptions {
  readonly stuckAfterMs: number;
  readonly onStuck: (topic: string) => void;
  readonly log: Log;
}

/**
 * Notices a consumer that stopped polling without saying so: records wait in Kafka, the reader waits for records, and nothing has
 * been fetched for `stuckAfterMs`. While the broker does not answer, nobody is stuck.
 */
export class Watchdog {
  readonly #since = new Map<string, { readonly from: StartOffset | undefined; readonly at: number }>();
  readonly #timer: NodeJS.Timeout;
  #looking = false;

  constructor(
    private readonly admin: { offsets(topic: string): Promise<{ readonly next: string }> },
    private readonly watched: () => readonly Watched[],
    private readonly options: WatchdogOptions,
    private readonly now: () => number = Date.now,
  ) {
    this.#timer = setInterval(() => void this.look(), Math.max(100, options.stuckAfterMs / 4));
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    try {
      for (const topic of this.watched()) await this.#check(topic);
    } catch (error) {
      this.#since.clear();
      this.options.log('lag unknown', { error: error instanceof Error ? error.name : typeof error });
    } finally {
      this.#looking = false;
    }
  }

  async #check({ topic, idle, fetchFrom }: Watched): Promise<void> {
    const seen = this.#since.get(topic);
    const waits =
      idle &&
      fetchFrom !== undefined &&
      fetchFrom !== 'earliest' &&
      BigInt(fetchFrom) < BigInt((await this.admin.offsets(topic)).next);
    if (!waits) this.#since.delete(topic);
    else if (seen?.from !== fetchFrom) this.#since.set(topic, { from: fetchFrom, at: this.now() });
    else if (this.now() - seen!.at >= this.options.stuckAfterMs) this.options.onStuck(topic);
  }
}
