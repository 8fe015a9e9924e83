import { isDeepStrictEqual } from 'node:util';

/** One answer of a pack, and whether the product says the same. */
export interface Check {
  readonly what: string;
  readonly holds: boolean;
  readonly detail?: string;
}

const inWords = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** Of two objects, the parts that differ. */
function differing(given: unknown, wanted: unknown): unknown {
  if (typeof given !== 'object' || typeof wanted !== 'object' || !given || !wanted) return wanted;
  const said = new Map(Object.entries(given));
  return Object.fromEntries(Object.entries(wanted).filter(([key, value]) => !isDeepStrictEqual(said.get(key), value)));
}

/** Holds what the product says against what the pack says; the detail tells what the pack says otherwise. */
export function compared(what: string, given: unknown, wanted: unknown): Check {
  if (isDeepStrictEqual(given, wanted)) return { what, holds: true };
  return {
    what,
    holds: false,
    detail: `the pack says ${inWords(differing(given, wanted))}, not ${inWords(differing(wanted, given))}`,
  };
}
