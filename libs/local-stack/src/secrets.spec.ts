import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keptSecrets } from './secrets';

describe('kept secrets', () => {
  const dir = mkdtempSync(join(tmpdir(), 'secrets-'));
  afterAll(() => rmSync(dir, { recursive: true }));

  it('are made once, all different, and readable by this user alone', () => {
    const file = join(dir, 'once.secret');
    const { a, b } = keptSecrets(file, ['a', 'b']);
    expect(a).toMatch(/^[0-9a-f]{64}$/);
    expect(b).not.toBe(a);
    expect(keptSecrets(file, ['a', 'b', 'c'])).toEqual({ a, b, c: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });
});
