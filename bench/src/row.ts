import { type Spread, spreadOf } from './figures';

/** What a figure must keep to. */
export type Bar = readonly ['≥' | '≤' | '=', number];

/** One line of the result. */
export interface Row extends Spread {
  readonly name: string;
  readonly unit: string;
  readonly bar: Bar;
  /** What it was measured against, in turns. */
  readonly peer?: string;
  /** Throughput, CPU and the like, to be read beside the figure. */
  readonly beside?: string;
}

export const holds = ({ value, bar: [sign, limit] }: Pick<Row, 'value' | 'bar'>): boolean =>
  sign === '≥' ? value >= limit : sign === '≤' ? value <= limit : value === limit;

/** A row from the figures of all rounds: their median, minimum and maximum. */
export const rowOf = (values: readonly number[], row: Omit<Row, keyof Spread>): Row => ({ ...row, ...spreadOf(values) });

const digits = (value: number): number =>
  Number.isInteger(value) ? 0 : Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0;

/** A number as it is read: three figures that count, thousands set apart. */
export const shown = (value: number): string =>
  Number.isFinite(value)
    ? value.toLocaleString('en-GB', { minimumFractionDigits: digits(value), maximumFractionDigits: digits(value) })
    : '–';

export const shownBar = ([sign, limit]: Bar): string => `${sign} ${shown(limit)}`;

/** The shape of `--json`. */
export const jsonOf = (rows: readonly Row[]) => ({
  rows: rows.map((row) => ({
    name: row.name,
    value: row.value,
    unit: row.unit,
    bar: shownBar(row.bar),
    holds: holds(row),
    min: row.min,
    max: row.max,
    peer: row.peer ?? null,
  })),
});
