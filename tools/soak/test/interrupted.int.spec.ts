import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fromSources } from '../src/worker';

jest.setTimeout(180_000);

const PATIENCE_MS = 150_000;

async function becomes(what: string, holds: () => boolean): Promise<void> {
  for (const end = Date.now() + PATIENCE_MS; !holds(); await wait(50))
    if (Date.now() > end) throw new Error(`not in time: ${what}`);
}

/** Processes that were told of this folder, as far as the system shows them. */
function processesOf(folder: string): string[] {
  if (!existsSync('/proc/self/cmdline')) return [];
  const commandOf = (pid: string): string => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    } catch {
      return '';
    }
  };
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && name !== String(process.pid))
    .map(commandOf)
    .filter((command) => command.includes(folder));
}

const isWriting = (histories: string): boolean =>
  existsSync(histories) && readdirSync(histories).some((name) => statSync(join(histories, name)).size > 10_000);

it('stops what it started when it is interrupted, and leaves histories but no data, no passwords and no process', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'interrupted-'));
  const entry = join(__dirname, '../src/planted/one.main.ts');
  const run = spawn(process.execPath, [...fromSources, entry, folder, 'ci'], { stdio: 'inherit' });
  const ended = once(run, 'exit') as Promise<[number | null]>;
  await becomes('writing', () => isWriting(join(folder, 'histories')));
  expect(processesOf(folder).length).toBeGreaterThan(5);
  run.kill('SIGINT');
  expect(await ended).toEqual([130, null]);
  expect(readdirSync(folder).sort()).toEqual(['dumps', 'histories', 'log']);
  await becomes('gone', () => processesOf(folder).length === 0);
  rmSync(folder, { recursive: true });
});
