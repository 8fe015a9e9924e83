import { pageFrom, pageOf } from './page';

const ID = '00000000-0000-7000-8000-000000000001';
const cursorOf = (place: unknown) => Buffer.from(JSON.stringify(place)).toString('base64url');
const asked: unknown[][] = [];
const rows = {
  query: async (_sql: string, values: unknown[] = []) => {
    asked.push(values);
    return [{ total: 0 }] as never;
  },
};
const page = (cursor: string) =>
  pageOf(rows as never, { table: 'work', where: 'true', values: [], order: 'due_at' }, pageFrom({ cursor }));

beforeEach(() => asked.splice(0));

describe('a cursor', () => {
  it('asks for what comes after its place', async () => {
    await page(cursorOf(['2026-02-03T10:00:00.000Z', ID]));
    expect(asked[0]).toEqual(['2026-02-03T10:00:00.000Z', ID]);
  });

  it.each([
    ['of no JSON', 'x'],
    ['with a NUL', cursorOf(['x\u0000', ID])],
    ['with a control', cursorOf(['x\n', ID])],
    ['beyond ASCII', cursorOf(['é', ID])],
    ['of no id', cursorOf(['x', 'y'])],
  ])('of other make is refused before anything is asked: %s', async (_, cursor) => {
    await expect(page(cursor)).rejects.toMatchObject({ status: 400, code: 'MALFORMED_CURSOR' });
    expect(asked).toEqual([]);
  });
});
