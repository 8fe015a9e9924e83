import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { commitOf } from './commit';

describe('the commit that a run is told to be of', () => {
  let root: string;
  const git = (...args: string[]) => execFileSync('git', args, { cwd: root, stdio: 'ignore' });
  const write = (file: string) => {
    mkdirSync(join(root, dirname(file)), { recursive: true });
    writeFileSync(join(root, file), file);
  };
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'commit-'));
    git('init');
    git('-c', 'user.name=Fiktif', '-c', 'user.email=fiktif@example.org', 'commit', '--allow-empty', '-m', 'Begin');
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it.each(['libs/a.ts', 'apps/a.ts', 'tools/soak/a.ts', 'tools/checker/a.ts'])('has a + where %s is changed', (file) => {
    write(file);
    expect(commitOf(root)).toMatch(/^[0-9a-f]+\+$/);
  });

  it('has none where only a document is', () => {
    write('docs/soak.md');
    expect(commitOf(root)).toMatch(/^[0-9a-f]+$/);
  });
});
