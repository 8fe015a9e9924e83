import type { KeyObject } from 'node:crypto';

/** How long a destroyed key may still be used by a process that held it (details 1). */
export const KEY_CACHE_MS = 5_000;
const MAX_KEYS = 20_000;

/** Keys held in memory for at most KEY_CACHE_MS after they were read from their store, and not once they are forgotten. */
export class KeyCache {
  private readonly held = new Map<string, { readonly key: KeyObject; readonly until: number }>();
  /** Until when a forgotten key is held no more: its destruction elsewhere, or a reading begun before, may still be under way. */
  private readonly forgotten = new Map<string, number>();

  /** @param now milliseconds, never going back */
  constructor(private readonly now: () => number) {}

  get(name: string): KeyObject | undefined {
    const entry = this.held.get(name);
    if (!entry) return undefined;
    if (entry.until > this.now()) return entry.key;
    this.held.delete(name);
    return undefined;
  }

  /** @param readAt the clock's value before the store was asked */
  put(name: string, key: KeyObject, readAt: number): void {
    this.dropEnded();
    if ((this.forgotten.get(name) ?? -Infinity) > this.now()) return;
    if (this.held.size >= MAX_KEYS) this.dropOldest();
    this.held.delete(name);
    this.held.set(name, { key, until: readAt + KEY_CACHE_MS });
  }

  /** For KEY_CACHE_MS every use of this key asks the store. */
  forget(name: string): void {
    this.held.delete(name);
    this.forgotten.delete(name);
    this.forgotten.set(name, this.now() + KEY_CACHE_MS);
  }

  /** The oldest come first, so that what is held never outgrows what was read within the time. */
  private dropEnded(): void {
    for (const [name, { until }] of this.held) {
      if (until > this.now()) break;
      this.held.delete(name);
    }
    for (const [name, until] of this.forgotten) {
      if (until > this.now()) break;
      this.forgotten.delete(name);
    }
  }

  private dropOldest(): void {
    for (const name of this.held.keys()) {
      this.held.delete(name);
      if (this.held.size < MAX_KEYS / 2) return;
    }
  }
}
