import { constants } from 'node:os';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Somebody told this process to stop. */
export class Interrupted extends Error {
  constructor(private readonly signal: (typeof SIGNALS)[number]) {
    super(`stopped by ${signal}`);
    this.name = 'Interrupted';
  }

  /** As a shell tells it. */
  get exitStatus(): number {
    return 128 + constants.signals[this.signal];
  }
}

/** Aborted, with Interrupted, by a signal to stop; further ones change nothing. */
export function interruption(): AbortSignal {
  const ending = new AbortController();
  for (const signal of SIGNALS) process.on(signal, () => ending.abort(new Interrupted(signal)));
  return ending.signal;
}

/** What `work` comes to; rejects at once with the reason when `ending` is aborted before, and the work is left to itself. */
export async function unlessEnded<T>(ending: AbortSignal, work: Promise<T>): Promise<T> {
  const over = new AbortController();
  const ended = new Promise<never>((_, reject) => {
    if (ending.aborted) reject(ending.reason as Error);
    ending.addEventListener('abort', () => reject(ending.reason as Error), { signal: over.signal });
  });
  try {
    return await Promise.race([work, ended]);
  } finally {
    over.abort();
  }
}
