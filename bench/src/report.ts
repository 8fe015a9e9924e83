import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { arch, cpus, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { type Rig, ROOT } from './rig';
import { holds, type Row, shown, shownBar } from './row';

const git = (...args: string[]): string => execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).trim();

/** The commit measured; says when the sources differ from it. */
function commit(): string {
  try {
    return `${git('rev-parse', 'HEAD')}${git('status', '--porcelain', '--', 'libs', 'apps', 'bench/src') ? ' with changes' : ''}`;
  } catch {
    return 'unknown';
  }
}

async function postgresVersion({ adminUrl }: Rig): Promise<string> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
  await client.end();
  return rows[0]!.server_version;
}

const line = (row: Row): string =>
  `| ${row.name} | ${shown(row.value)} ${row.unit} | ${shown(row.min)} – ${shown(row.max)} | ${shownBar(row.bar)} | ${
    holds(row) ? 'holds' : '**missed**'
  } | ${row.peer ?? ''} | ${row.beside ?? ''} |`;

/** `docs/performance.md`: the figures, the machine, the commit and the date. */
export async function writeReport(rig: Rig, rows: readonly Row[]): Promise<void> {
  const [first] = cpus();
  const text = `# Performance

Written by \`npm run bench\`; do not edit. ${rows.filter(holds).length} of ${rows.length} bars hold.

- Date: ${new Date().toISOString().slice(0, 10)}
- Commit: ${commit()}
- Machine: ${cpus().length} × ${first?.model.trim() ?? arch()}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, ${type()} ${release()}
- Node ${process.version}, PostgreSQL ${await postgresVersion(rig)} (fsync on), both and Kafka on that one machine

A value is the median of ${rig.scale.rounds} rounds in which the contestants took turns, with its minimum and maximum.

| what | value | min – max | bar | | measured against | beside it |
|---|---|---|---|---|---|---|
${rows.map(line).join('\n')}
`;
  writeFileSync(join(ROOT, 'docs', 'performance.md'), text);
}
