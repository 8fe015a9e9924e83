import { HitCounts } from './hit-counts';

const MINUTE_MS = 60_000;
const BLOCK_MS = 5_000;

function given(limit: number) {
  let now = 1_000_000;
  const counts = new HitCounts(() => now);
  return {
    hit: (key = 'staff') => counts.increment(key, MINUTE_MS, limit, BLOCK_MS),
    pass: (ms: number) => void (now += ms),
  };
}

describe('hits within a minute', () => {
  it('block the caller over the limit, and nobody else', async () => {
    const { hit } = given(2);
    expect([await hit(), await hit()].map(({ isBlocked }) => isBlocked)).toEqual([false, false]);
    expect(await hit()).toMatchObject({ isBlocked: true, timeToBlockExpire: 5 });
    expect((await hit('other')).isBlocked).toBe(false);
  });

  it('are not counted while the caller is blocked, and begin anew afterwards', async () => {
    const { hit, pass } = given(1);
    await hit();
    await hit();
    pass(4_999);
    expect(await hit()).toMatchObject({ isBlocked: true, totalHits: 2 });
    pass(1);
    expect(await hit()).toMatchObject({ isBlocked: false, totalHits: 1 });
  });

  it('are forgotten one second after the other', async () => {
    const { hit, pass } = given(3);
    await hit();
    pass(30_000);
    await hit();
    pass(31_000);
    expect((await hit()).totalHits).toBe(2);
    pass(61_000);
    expect((await hit()).totalHits).toBe(1);
  });

  it('of a caller who went away take no room', async () => {
    const { hit, pass } = given(3);
    await hit('gone');
    pass(2 * MINUTE_MS);
    expect((await hit()).totalHits).toBe(1);
    expect((await hit('gone')).totalHits).toBe(1);
  });
});
