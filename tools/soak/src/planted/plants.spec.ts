import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { controls, planted, plants } from './plants';

const root = join(__dirname, '../../../..');

describe('the planted bugs', () => {
  it('are thirteen, and each is told by the checker', () => {
    expect(new Set(plants.map(({ name }) => name)).size).toBe(13);
    expect(plants.filter(({ finds }) => finds.length === 0)).toEqual([]);
  });

  it.each([...plants, ...controls])('$name fits the sources as they are', ({ edits }) => {
    for (const edit of edits) expect(planted(readFileSync(join(root, edit.file), 'utf8'), edit)).toContain(edit.replace);
  });

  it('are refused where they no longer fit', () => {
    const edit = { file: 'a.ts', find: 'b', replace: 'c' };
    expect(() => planted('a', edit)).toThrow('a.ts holds 0 times');
    expect(() => planted('bb', edit)).toThrow('a.ts holds 2 times');
  });
});
