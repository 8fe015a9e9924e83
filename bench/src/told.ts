import { median, percentile } from './figures';
import { type Counts, shownCounts } from './ledger';
import { type Row, rowOf, shown } from './row';
import type { Turn } from './turns';

const middle = (turns: readonly Turn[], of: (turn: Turn) => number): string => shown(median(turns.map(of)));

/** Throughput and CPU of one contestant, with what a reader of its log got. */
export const told = (name: string, turns: readonly Turn[], counts?: Counts): string =>
  [
    `${name} ${middle(turns, ({ rate }) => rate)}/s`,
    `${middle(turns, ({ clientCpu }) => clientCpu)} + ${middle(turns, ({ serverCpu }) => serverCpu)} µs client + server`,
    ...(counts ? [shownCounts(counts)] : []),
  ].join(', ');

/** That nothing was lost, repeated or out of order, with the throughput beside it. */
export const faultless = (name: string, turns: readonly Turn[], counts: Counts): Row =>
  rowOf([counts.lost + counts.twice + counts.outOfOrder], {
    name: `${name}: lost, twice, out of order`,
    unit: 'events',
    bar: ['=', 0],
    beside: told('ours', turns, counts),
  });

/** The 99th percentile of each round. */
export const p99 = (turns: readonly Turn[]): number[] => turns.map(({ latencies }) => percentile(latencies, 0.99));
