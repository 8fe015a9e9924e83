import { setTimeout as wait } from 'node:timers/promises';

/**
 * A function to call as often as one likes: `send` runs at once, or, while it runs and for `gapMs` after it began, once more for all
 * calls that came meanwhile. What `send` throws is dropped.
 */
export function coalesced(send: () => Promise<unknown>, gapMs: number): () => void {
  let running = false;
  let again = false;
  const run = async (): Promise<void> => {
    running = true;
    do {
      again = false;
      await Promise.all([send().catch(() => undefined), wait(gapMs, undefined, { ref: false })]);
    } while (again);
    running = false;
  };
  return () => {
    again = true;
    if (!running) void run();
  };
}
