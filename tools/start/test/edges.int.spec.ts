import { join } from 'node:path';
import type { ToldTimeline } from '@satualur/contracts/timeline/views';
import type { Played } from '../src/player';
import { parkedIn, statesAt, timelineOf } from './played-pack';
import { startWholeStack, type WholeStack } from './whole-stack';

jest.setTimeout(120_000);

const at = (text: string) => `asOf=${encodeURIComponent(new Date(`${text}+08:00`).toISOString())}`;

/** Equal instants, limits met at their very end, records received late, batches: every answer stands in FORMAT, none was taken from a play. */
describe('a pack at the edges of time', () => {
  let whole: WholeStack;
  let played: Played;
  const told = async (query: string): Promise<readonly ToldTimeline[]> =>
    Promise.all(played.cases.map(({ caseid }) => timelineOf(whole, caseid, query)));
  beforeAll(async () => {
    whole = await startWholeStack({ file: join(__dirname, 'edges.pack.json'), only: [] });
    played = await whole.play();
  }, 300_000);
  afterAll(() => whole?.stop());

  it.each(['A', 'B'] as const)('has every referral in the state that it must have at %s', async (instant) => {
    const stated = whole.pack.referrals.map((one) => [one.referralId, instant === 'A' ? one.statusAtA : one.statusAtB]);
    expect(await statesAt(whole, played, whole.pack.asOf[instant])).toEqual(Object.fromEntries(stated));
  });

  it('refuses what comes in the instant of an expiry or a withdrawal as coming after it', () =>
    expect(played.refused).toEqual([
      { index: 0, refused: true, code: 'REFERRAL_EXPIRED' },
      { index: 1, refused: true, code: 'CONSENT_WITHDRAWN' },
    ]));

  it('finds an acknowledgement at the limit in time, one a second later not, and none owed by what was withdrawn at it', async () => {
    const overdue = (await told('')).flatMap(({ referrals }) => referrals.map(({ ref, overdue: late }) => [ref as string, late]));
    expect(Object.fromEntries(overdue)).toMatchObject({
      ...{ 'F-31': false, 'F-32': true, 'F-13': false, 'F-41': false, 'F-11': false, 'F-12': true, 'F-21': true },
    });
  });

  it('finds a service that starts at the end of the seventh day in time, and never says otherwise', async () => {
    const cases = await told('');
    const clocks = cases.flatMap(({ applications }) => applications.map(({ ref, outcome, days }) => [ref, outcome, days]));
    expect(clocks.sort()).toEqual([
      ['SA-1', 'met', 3],
      ['SA-5', 'met', 2],
      ['SA-7', 'met', 7.6],
    ]);
    const types = cases.flatMap(({ entries }) => entries.map(({ type }) => type));
    expect(types).not.toContain('ServiceApplicationBreached');
  });

  it('finds a stop confirmed, and restitution paid, at the very end of their time', async () => {
    const now = await told('');
    const stops = now.flatMap(({ consents }) => consents.flatMap(({ withdrawals }) => withdrawals));
    expect(stops.map(({ state, overdue }) => [state, overdue])).toEqual([
      ['confirmed', false],
      ['confirmed', false],
    ]);
    const ledger = (cases: readonly ToldTimeline[]) => cases.flatMap(({ restitution }) => restitution);
    const standing = { claimed: 1_000_000, awarded: 800_000, dueOn: '2026-02-28', overdue: false };
    expect(ledger(await told(at('2026-03-01T00:00:00')))).toMatchObject([{ ...standing, paid: 0, outstanding: 800_000 }]);
    expect(ledger(now)).toMatchObject([{ ...standing, paid: 800_000, outstanding: 0 }]);
  });

  it('knows a record when it is received and not before, whatever was done for its person meanwhile', async () => {
    const known = async (text: string) =>
      (await told(at(text)))
        .flatMap(({ records }) => records.map(({ ref }) => ref as string))
        .filter((ref) => /^R-[678]$/.test(ref));
    expect(await known('2026-03-10T08:00:00')).toEqual([]);
    expect(await known('2026-03-10T08:00:01')).toEqual(['R-6']);
    expect((await known('2026-04-01T00:00:00')).sort()).toEqual(['R-6', 'R-7', 'R-8']);
    const [late] = (await told('')).flatMap(({ records }) => records.filter(({ ref }) => (ref as string) === 'R-6'));
    expect(late!.status).toBe('ActualVictimOfTrafficking');
    expect(new Date(late!.registered)).toEqual(new Date('2026-02-09T08:00:00+08:00'));
  });

  it('sends the lines of a batch as one, where they are of one instant', async () => {
    const batches = Object.entries(await whole.stores.kinds()).filter(([kind]) => kind.includes('ReferralBatchSent'));
    expect(batches).toEqual([[expect.stringMatching(/^pol-01 /), 1]]);
    const lines = (await told('')).flatMap(({ referrals }) => referrals.map(({ ref, batch }) => [ref as string, batch]));
    expect(Object.fromEntries(lines)).toMatchObject({ 'F-61': 'B-6', 'F-62': 'B-6', 'F-63': 'B-7', 'F-64': 'B-7', 'F-71': null });
  });

  it('changes nothing when it is played a second time, and parks nothing', async () => {
    const before = await whole.stores.events();
    await whole.play();
    expect(await whole.stores.events()).toEqual(before);
    expect([await parkedIn(whole.stores), whole.ended]).toEqual([[], []]);
  });
});
