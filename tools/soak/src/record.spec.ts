import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { optionsOf } from './options';
import { record } from './record';
import type { Result } from './soak';

const finding = (code: string) => ({ code, count: 2, witnesses: [] });
const resultWith = (...codes: string[]): Result => ({
  verdict: {
    findings: codes.map(finding),
    acts: { ok: 90, failed: 5, events: 120 },
    events: 130,
    effects: 10,
    checkpoints: 3,
    repeats: 7,
    digest: '',
  },
  lagging: [],
  unexplained: [],
  short: [],
  kills: { postgres: 1, broker: 2, 'log-0': 3, 'writer-0': 4 },
  writingMs: 60_000,
  totalMs: 90_000,
});

it('adds each run to one table, with the kinds of violation counted', () => {
  const folder = mkdtempSync(join(tmpdir(), 'record-'));
  const file = join(folder, 'soak.md');
  record(file, optionsOf([]), 'abc1234', resultWith());
  record(
    file,
    optionsOf(['--seed', 'a long seed']),
    'abc1235',
    resultWith('never-sealed', 'effect-twice', 'topic-order', 'root-wrong'),
  );
  const rows = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('|'));
  rmSync(folder, { recursive: true });
  expect(new Set(rows.map((row) => row.length)).size).toBe(1);
  const cells = rows.map((row) =>
    row
      .split('|')
      .slice(2, -1)
      .map((cell) => cell.trim()),
  );
  expect(cells[2]).toEqual('abc1234 1 130 32 8 5 7 1 2 7 0 0 0 0 2 1.5 holds'.split(' '));
  expect(cells[3]!.slice(10)).toEqual(['2', '2', '2', '2', '2', '1.5', 'VIOLATED']);
});
