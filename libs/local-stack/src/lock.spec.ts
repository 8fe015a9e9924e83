import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { holdLock, isHeld } from './lock';

describe('a lock file', () => {
  const dir = mkdtempSync(join(tmpdir(), 'lock-'));
  const file = join(dir, 'lock');
  afterEach(() => rmSync(file, { force: true }));
  afterAll(() => rmSync(dir, { recursive: true }));

  it('is held by one at a time, until it is released', () => {
    const release = holdLock(file);
    expect(isHeld(file)).toBe(true);
    expect(holdLock(file)).toBeUndefined();
    release?.();
    expect(isHeld(file)).toBe(false);
    expect(holdLock(file)).toBeDefined();
    expect(readdirSync(dir)).toEqual(['lock']);
  });

  it('is taken over from a process that is dead', () => {
    const { pid } = spawnSync('true');
    writeFileSync(file, `${pid} 1`);
    expect(isHeld(file)).toBe(false);
    expect(holdLock(file)).toBeDefined();
  });

  it('is taken over when the holder’s number belongs to another process by now', () => {
    writeFileSync(file, `${process.pid} 1`);
    expect(holdLock(file)).toBeDefined();
  });
});
