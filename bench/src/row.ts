import { type Spread, spreadOf } from './figures';

/** What a figure must keep to. */
export type Bar = readonly ['≥' | '≤' | '=', number];

/** One line of the result. */
export interface Row extends Spread {
  readonly name: string;
  readonly unit: string;
  /** Absent where none is set: the figure stands for itself. */
  readonly bar?: Bar;
  /** What it was measured against, in turns. */
  readonly peer?: string;
  /** Throughput, CPU and the like, to be read beside the figure. */
  readonly beside?: string;
}

type Barred = Row & { readonly bar: Bar };

export const holds = ({ value, bar: [sign, limit] }: Pick<Barred, 'value' | 'bar'>): boolean =>
  sign === '≥' ? value >= limit : sign === '≤' ? value <= limit : value === limit;

export const barred = (row: Row): row is Barred => row.bar !== undefined;

/** How many bars hold, in words. */
export function barsThatHold(rows: readonly Row[]): string {
  const all = rows.filter(barred);
  return `${all.filter(holds).length} of ${all.length} bars hold`;
}

/** A row from the figures of all rounds: their median, minimum and maximum. */
export const rowOf = (values: readonly number[], row: Omit<Row, keyof Spread>): Row => ({ ...row, ...spreadOf(values) });

const digits = (value: number): number =>
  Number.isInteger(value) ? 0 : Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0;

/** A number as it is read: three figures that count, thousands set apart. */
export const shown = (value: number): string =>
  Number.isFinite(value)
    ? value.toLocaleString('en-GB', { minimumFractionDigits: digits(value), maximumFractionDigits: digits(value) })
    : '–';

export const shownBar = (bar: Bar | undefined): string => (bar ? `${bar[0]} ${shown(bar[1])}` : '–');

/** Whether the row keeps to its bar, in the words given; nothing where there is no bar. */
export const verdict = (row: Row, [yes, no]: readonly [string, string]): string => (barred(row) ? (holds(row) ? yes : no) : '');

/** The shape of `--json`. */
export const jsonOf = (rows: readonly Row[]) => ({
  rows: rows.map((row) => ({
    name: row.name,
    value: row.value,
    unit: row.unit,
    bar: row.bar ? shownBar(row.bar) : null,
    holds: barred(row) ? holds(row) : null,
    min: row.min,
    max: row.max,
    peer: row.peer ?? null,
  })),
});
