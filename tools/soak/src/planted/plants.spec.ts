import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromSources } from '../worker';
import { controls, planted, plants } from './plants';

const root = join(__dirname, '../../../..');

describe('the planted bugs', () => {
  it('are fourteen, and each is told by the checker', () => {
    expect(new Set(plants.map(({ name }) => name)).size).toBe(14);
    expect(plants.filter(({ finds }) => finds.length === 0)).toEqual([]);
  });

  it.each([...plants, ...controls])('$name fits the sources as they are', ({ edits }) => {
    for (const edit of edits) expect(planted(readFileSync(join(root, edit.file), 'utf8'), edit)).toContain(edit.replace);
  });

  it('are told by name to whoever asks for one that is not there', () => {
    const asked = [...fromSources, join(__dirname, 'planted.main.ts'), 'two-leaders', 'typo'];
    const { status, stdout, stderr } = spawnSync(process.execPath, asked, { encoding: 'utf8' });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('no plant is called typo; there are nothing, ');
    for (const { name } of [...controls, ...plants]) expect(stderr).toContain(name);
  }, 60_000);

  it('are refused where they no longer fit', () => {
    const edit = { file: 'a.ts', find: 'b', replace: 'c' };
    expect(() => planted('a', edit)).toThrow('a.ts holds 0 times');
    expect(() => planted('bb', edit)).toThrow('a.ts holds 2 times');
  });
});
