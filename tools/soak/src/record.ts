import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Options } from './options';
import { isClean, type Result } from './soak';

const HEAD = [
  'when',
  'commit',
  'seed',
  'events',
  'writers',
  'logs',
  'rolled back',
  'kills of processes',
  'of PostgreSQL',
  'of the broker',
];
const REST = ['repeats', 'lost', 'twice', 'out of order', 'other', 'events/s', 'minutes', 'verdict'];
const COLUMNS = [...HEAD, ...REST];

const INTRODUCTION = `# Soak runs

Each line is one run of \`npm run soak\`, written by it: concurrent writers on real stores; sequencer, relay, consumers and projector killed
with \`kill -9\` 1 to 5 s after they came up, writers after 4 to 10 s, PostgreSQL and the broker too; the dumps judged by the independent
checker (\`tools/checker\`). Events are all that were sealed, answers of reactions among them. Repeats are records that stand on a topic more
than once after a kill, told apart by their \`seq\`; they are allowed.
`;

/** Which of the three promises a code of the checker breaks; the rest is counted as other. */
const KINDS: readonly (readonly [string, RegExp])[] = [
  ['lost', /lost|missing|never-sealed|seq-gap|sealed-nothing/],
  ['twice', /twice/],
  ['out of order', /order|undercut/],
];

function counted({ verdict }: Result): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { code, count } of verdict.findings) {
    const kind = KINDS.find(([, pattern]) => pattern.test(code))?.[0] ?? 'other';
    counts.set(kind, (counts.get(kind) ?? 0) + count);
  }
  return counts;
}

const minutes = (ms: number): string => (ms / 60_000).toFixed(1);

function rowOf(options: Options, commit: string, result: Result): string[] {
  const { verdict, kills, writingMs, totalMs } = result;
  const { postgres = 0, broker = 0, ...processes } = kills;
  const counts = counted(result);
  const killed = Object.values(processes).reduce((sum, count) => sum + count, 0);
  const kinds = ['lost', 'twice', 'out of order', 'other'].map((kind) => counts.get(kind) ?? 0);
  const rate = Math.round(verdict.acts.events / (writingMs / 1_000));
  const run = [new Date().toISOString().slice(0, 16), commit, options.seed, verdict.events, options.writers, options.agencies];
  const faults = [verdict.acts.failed, killed, postgres, broker, verdict.repeats];
  return [...run, ...faults, ...kinds, rate, minutes(totalMs), isClean(result) ? 'holds' : 'VIOLATED'].map(String);
}

const cellsOf = (line: string): string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

/** Adds a run to the table, which is laid out anew as the formatter wants it. */
export function record(file: string, options: Options, commit: string, result: Result): void {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  const known = lines
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map(cellsOf);
  const rows = [COLUMNS, ...known, rowOf(options, commit, result)];
  const widths = COLUMNS.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const laidOut = (row: readonly string[], fill = ' ') =>
    `| ${row.map((cell, at) => cell.padEnd(widths[at]!, fill)).join(' | ')} |`;
  const table = [
    laidOut(COLUMNS),
    laidOut(
      COLUMNS.map(() => ''),
      '-',
    ),
    ...rows.slice(1).map((row) => laidOut(row)),
  ];
  writeFileSync(file, `${INTRODUCTION}\n${table.join('\n')}\n`);
}
