import { parseArgs } from 'node:util';

export interface Options {
  readonly events: number;
  readonly seed: string;
  readonly writers: number;
  readonly agencies: number;
  /** This part of so many, each with a seed of its own. */
  readonly slice: { readonly k: number; readonly n: number };
}

export const USAGE = 'usage: npm run soak -- [--events N] [--seed S] [--slice k/n] [--writers N] [--agencies N]';

export const asksForUsage = (args: readonly string[]): boolean => args.includes('--help') || args.includes('-h');

function whole(text: string, name: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new Error(`--${name} ${text}: a whole number from 1 on is wanted`);
  return value;
}

/** Throws Error with one line for an option that is unknown or makes no sense. */
export function optionsOf(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      events: { type: 'string', default: '1000000' },
      seed: { type: 'string', default: '1' },
      slice: { type: 'string', default: '1/1' },
      writers: { type: 'string', default: '32' },
      agencies: { type: 'string', default: '8' },
    },
  });
  const [, k, n] = /^(\d+)\/(\d+)$/.exec(values.slice) ?? [];
  if (!k || !n || Number(k) < 1 || Number(k) > Number(n))
    throw new Error(`--slice ${values.slice}: k/n with 1 ≤ k ≤ n is wanted`);
  return {
    events: Math.ceil(whole(values.events, 'events') / Number(n)),
    seed: Number(n) === 1 ? values.seed : `${values.seed}:${k}/${n}`,
    writers: whole(values.writers, 'writers'),
    agencies: whole(values.agencies, 'agencies'),
    slice: { k: Number(k), n: Number(n) },
  };
}
