import Table from 'cli-table3';
import type { LogReport } from './commands/log-report';
import { MEANING, type Verdict } from './audit/findings';
import { KEY_SOURCE } from './keys';

const SHOWN = 20;

const WIDTH = 100;
type Cells = readonly (string | number)[];

/** A table of at most 100 columns: the last cell of a row is wrapped. */
export function tableOf(rows: readonly Cells[], head: readonly string[] = []): string {
  const lengths = (head.length > 0 ? [head, ...rows] : rows).map((row) => row.map((cell) => String(cell).length + 2));
  const widths = lengths[0]!.map((_, at) => Math.max(...lengths.map((row) => row[at]!)));
  const others = widths.slice(0, -1).reduce((sum, width) => sum + width + 1, 2);
  const colWidths = [...widths.slice(0, -1), Math.min(widths.at(-1)!, WIDTH - others)];
  const table = new Table({ head: [...head], colWidths, wordWrap: true, style: { head: [], border: [], compact: true } });
  table.push(...rows.map((row) => [...row]));
  return table.toString();
}

/** Exit status by verdict. */
export const STATUS: Record<Verdict | 'folded', number> = { holds: 0, folded: 0, violated: 1, 'could not say': 2 };

/** What an audit found, to be read. Ends with a line feed. */
export const reportText = (reports: readonly LogReport[]): string => reports.map(logText).join('\n');

function logText(report: LogReport): string {
  const facts = tableOf([
    ['log', report.log],
    ['verdict', report.verdict],
    ['events', `${report.events}, of which checkpoints cover ${report.covered}`],
    ['checkpoints that hold', report.checkpoints],
    ['root', report.root ?? 'cannot be computed'],
    ['signatures checked with', report.key ? KEY_SOURCE[report.key.from] : 'nothing'],
  ]);
  return `${facts}\n${report.findings.length > 0 ? `${findingsText(report)}\n` : ''}`;
}

function findingsText({ findings, counts }: LogReport): string {
  const rows = findings
    .slice(0, SHOWN)
    .map(({ seq, code, known }) => [seq, code, known ? `${MEANING[code]} (a checkpoint kept by the auditor)` : MEANING[code]]);
  const table = tableOf(rows, ['at', 'finding', 'what it means']);
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const more = all - rows.length;
  return more > 0 ? `${table}\n… and ${more} more; --json lists the first 25 of each kind.` : table;
}
