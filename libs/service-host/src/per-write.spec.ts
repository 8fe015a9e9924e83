import { agencyKeyOf } from '@satualur/contracts/ids';
import type { AgencyParts } from './open-agency';
import { ofOneMoment, PerWrite } from './per-write';

const agency = (progress: { events: number; calls: number }) =>
  ({ agency: { key: agencyKeyOf('POLDA-63') }, progress: () => progress }) as unknown as AgencyParts;

describe('what only writes change', () => {
  it('is asked again after a write, and not before', async () => {
    const progress = { events: 0, calls: 0 };
    let asked = 0;
    const known = new PerWrite<number>();
    const of = () => known.of(agency(progress), async () => ++asked);
    expect([await of(), await of()]).toEqual([1, 1]);
    progress.calls++;
    expect([await of(), await of()]).toEqual([2, 2]);
  });

  it('is asked again after it could not be told', async () => {
    const known = new PerWrite<string>();
    const parts = agency({ events: 0, calls: 0 });
    await expect(known.of(parts, () => Promise.reject(new Error('no connection')))).rejects.toThrow('no connection');
    expect(await known.of(parts, async () => 'told')).toBe('told');
  });

  it('is told with the rest only when nothing was written while it was asked', async () => {
    let calls = 0;
    let asked = 0;
    const ask = async (): Promise<number> => {
      if (++asked < 3) calls++;
      return asked;
    };
    expect(
      await ofOneMoment(
        () => calls,
        ask,
        (last) => ({ last, calls }),
      ),
    ).toEqual({ last: 3, calls: 2 });
  });
});
