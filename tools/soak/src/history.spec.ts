import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Act } from './act';
import { History } from './history';

const act = (id: string): Act => ({ id, session: 'w0.0', events: 1 }) as Act;

describe('the history of a writer', () => {
  let folder: string;
  const nameOf = (life: number) => join(folder, `writer-0.${life}.jsonl`);
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'history-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  function firstLife(): History {
    const history = new History(nameOf, 0);
    for (const id of ['a', 'b', 'c', 'd']) history.write({ t: 'invoke', ...act(id) });
    history.write({ t: 'ok', id: 'a', events: ['e1', 'e2'], hlc: '0' });
    history.write({ t: 'fail', id: 'b', why: 'conflict' });
    history.write({ t: 'unknown', id: 'c', why: 'ECONNRESET' });
    return history;
  }

  it('tells the next life what is written and what is open', () => {
    firstLife().close();
    const { left } = new History(nameOf, 1);
    expect(left.done).toBe(2);
    expect(left.open.map(({ id }) => id)).toEqual(['c', 'd']);
  });

  it('passes over a line that a kill cut off, and a life that said nothing', () => {
    firstLife().close();
    appendFileSync(nameOf(0), '{"t":"ok","id":"c","ev');
    appendFileSync(nameOf(1), '');
    expect(new History(nameOf, 2).left.open.map(({ id }) => id)).toEqual(['c', 'd']);
  });
});
