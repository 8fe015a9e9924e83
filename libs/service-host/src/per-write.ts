import type { AgencyKey } from '@satualur/contracts/ids';
import type { AgencyParts } from './open-agency';

interface Known<T> {
  readonly calls: number;
  readonly value: Promise<T>;
}

/** What is asked of an agency's store, and only this process changes there: asked anew after it wrote to that store. */
export class PerWrite<T> {
  private readonly known = new Map<AgencyKey, Known<T>>();

  of({ agency: { key }, progress }: Pick<AgencyParts, 'agency' | 'progress'>, ask: () => Promise<T>): Promise<T> {
    const { calls } = progress();
    const known = this.known.get(key);
    if (known?.calls === calls) return known.value;
    const value = ask();
    this.known.set(key, { calls, value });
    value.catch(() => this.known.delete(key));
    return value;
  }
}

/** What was asked, with what `told` says once it is known: asked anew as long as `calls` says that something was written meanwhile. */
export async function ofOneMoment<A, T>(calls: () => number, ask: () => Promise<A>, told: (asked: A) => T): Promise<T> {
  for (;;) {
    const before = calls();
    const asked = await ask();
    if (calls() === before) return told(asked);
  }
}
