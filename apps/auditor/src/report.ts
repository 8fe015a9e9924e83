import Table from 'cli-table3';
import type { LogReport } from './commands/log-report';
import { MEANING, type Verdict } from './audit/findings';
import { KEY_SOURCE } from './keys';

const SHOWN = 20;

const plain = { head: [], border: [], compact: true };

/** Exit status by verdict. */
export const STATUS: Record<Verdict | 'folded', number> = { holds: 0, folded: 0, violated: 1, 'could not say': 2 };

/** What an audit found, to be read. Ends with a line feed. */
export const reportText = (reports: readonly LogReport[]): string => reports.map(logText).join('\n');

function logText(report: LogReport): string {
  const facts = new Table({ style: plain });
  facts.push(
    { log: report.log },
    { verdict: report.verdict },
    { events: `${report.events}, of which checkpoints cover ${report.covered}` },
    { 'checkpoints that hold': report.checkpoints },
    { root: report.root ?? 'cannot be computed' },
    { 'signatures checked with': report.key ? KEY_SOURCE[report.key.from] : 'nothing' },
  );
  return `${facts.toString()}\n${report.findings.length > 0 ? `${findingsText(report)}\n` : ''}`;
}

function findingsText({ findings, counts }: LogReport): string {
  const table = new Table({ head: ['at', 'finding', 'what it means'], style: plain });
  for (const { seq, code, known } of findings.slice(0, SHOWN)) {
    table.push([seq, code, known ? `${MEANING[code]} (a checkpoint kept by the auditor)` : MEANING[code]]);
  }
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const more = all - Math.min(findings.length, SHOWN);
  return more > 0 ? `${table.toString()}\n… and ${more} more; --json lists the first 25 of each kind.` : table.toString();
}
