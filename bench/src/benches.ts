import { appendFive, appendOne } from './append.bench';
import type { Bench } from './bench';

/** In the order in which they run. */
export const benches: readonly Bench[] = [appendOne, appendFive];
