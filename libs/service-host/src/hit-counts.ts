import type { ThrottlerStorage } from '@nestjs/throttler';

interface Hits {
  /** By second, oldest first. */
  readonly seconds: Map<number, number>;
  total: number;
  blockedUntil: number;
}

type Told = Awaited<ReturnType<ThrottlerStorage['increment']>>;

const SWEEP_MS = 60_000;
const secondsUntil = (ms: number): number => Math.max(0, Math.ceil(ms / 1_000));

/**
 * Hits within a sliding time, by caller, kept by the second: one costs the same however many came before it. The throttler's own memory
 * looks through every hit of the time at each.
 */
export class HitCounts implements ThrottlerStorage {
  private readonly callers = new Map<string, Hits>();
  private sweptAt: number;

  constructor(private readonly now: () => number = Date.now) {
    this.sweptAt = now();
  }

  /** A caller over the limit is blocked for a while, in which nothing is counted; afterwards the count begins anew. */
  async increment(key: string, ttl: number, limit: number, blockDuration: number): Promise<Told> {
    const now = this.now();
    this.sweep(now, ttl);
    const hits = this.hitsOf(key, now, ttl);
    if (hits.blockedUntil === 0) {
      const second = Math.floor(now / 1_000);
      hits.seconds.set(second, (hits.seconds.get(second) ?? 0) + 1);
      if (++hits.total > limit) hits.blockedUntil = now + blockDuration;
    }
    const isBlocked = hits.blockedUntil > now;
    const timeToBlockExpire = secondsUntil(hits.blockedUntil - now);
    return { totalHits: hits.total, timeToExpire: secondsUntil(ttl), isBlocked, timeToBlockExpire };
  }

  private hitsOf(key: string, now: number, ttl: number): Hits {
    const known = this.callers.get(key);
    const goesOn = known !== undefined && (known.blockedUntil === 0 || known.blockedUntil > now);
    const hits = goesOn ? known : { seconds: new Map<number, number>(), total: 0, blockedUntil: 0 };
    this.callers.set(key, hits);
    forget(hits, now - ttl);
    return hits;
  }

  private sweep(now: number, ttl: number): void {
    if (now - this.sweptAt < SWEEP_MS) return;
    this.sweptAt = now;
    for (const [key, hits] of this.callers) {
      forget(hits, now - ttl);
      if (hits.total === 0 && hits.blockedUntil <= now) this.callers.delete(key);
    }
  }
}

/** A second's hits count until the whole of it is over. */
function forget(hits: Hits, before: number): void {
  for (const [second, count] of hits.seconds) {
    if ((second + 1) * 1_000 > before) return;
    hits.seconds.delete(second);
    hits.total -= count;
  }
}
