import { type Row, shown, shownBar, verdict } from './row';

const HEAD = ['what', 'value', 'min', 'max', 'bar', 'holds'];

const cells = (row: Row): string[] => [
  row.name,
  `${shown(row.value)} ${row.unit}`,
  shown(row.min),
  shown(row.max),
  shownBar(row.bar),
  verdict(row, ['yes', 'NO']),
];

/** The rows as a table for a terminal, each with what stands beside it. */
export function tableOf(rows: readonly Row[]): string {
  const lines = [HEAD, ...rows.map(cells)];
  const widths = HEAD.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  const padded = (line: readonly string[]): string =>
    line.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join('  ');
  return lines
    .flatMap((line, index) => {
      const beside = rows[index - 1]?.beside;
      return [padded(line), ...(beside === undefined ? [] : [`    ${beside}`])];
    })
    .join('\n');
}
