import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { arch, cpus, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './rig';
import { barsThatHold, type Row, shown, shownBar, verdict } from './row';

const git = (...args: string[]): string => execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).trim();

/** The commit measured; says when the sources differ from it. */
function commit(): string {
  try {
    return `${git('rev-parse', 'HEAD')}${git('status', '--porcelain', '--', 'libs', 'apps', 'tools/start/src', 'bench/src') ? ' with changes' : ''}`;
  } catch {
    return 'unknown';
  }
}

const line = (row: Row): string =>
  `| ${row.name} | ${shown(row.value)} ${row.unit} | ${shown(row.min)} – ${shown(row.max)} | ${shownBar(row.bar)} | ${verdict(
    row,
    ['holds', '**missed**'],
  )} | ${row.peer ?? ''} | ${row.beside ?? ''} |`;

/** A file of `docs/` that a benchmark writes. */
export interface Report {
  readonly file: string;
  readonly title: string;
  /** The command that writes it. */
  readonly by: string;
  readonly postgres: string;
  /** What a value is, and how it came about. */
  readonly text: string;
}

/** The figures, the machine, the commit and the date. */
export function writeReport({ file, title, by, postgres, text }: Report, rows: readonly Row[]): void {
  const [first] = cpus();
  const content = `# ${title}

Written by \`${by}\`; do not edit. ${barsThatHold(rows)}.

- Date: ${new Date().toISOString().slice(0, 10)}
- Commit: ${commit()}
- Machine: ${cpus().length} × ${first?.model.trim() ?? arch()}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, ${type()} ${release()}
- Node ${process.version}, PostgreSQL ${postgres} (fsync on), both and Kafka on that one machine

${text}

| what | value | min – max | bar | | measured against | beside it |
|---|---|---|---|---|---|---|
${rows.map(line).join('\n')}
`;
  writeFileSync(join(ROOT, 'docs', file), content);
}
