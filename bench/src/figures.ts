const ascending = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);

/** The smallest value that `share` (0 to 1) of all are at or below (nearest rank). NaN of none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = ascending(values);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}

/** The middle one, or the mean of the two in the middle. NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = ascending(values);
  const half = sorted.length / 2;
  return Number.isInteger(half) ? (sorted[half - 1]! + sorted[half]!) / 2 : sorted[Math.floor(half)]!;
}

export interface Spread {
  readonly value: number;
  readonly min: number;
  readonly max: number;
}

/** Median with minimum and maximum. */
export const spreadOf = (values: readonly number[]): Spread => ({
  value: median(values),
  min: Math.min(...values),
  max: Math.max(...values),
});
