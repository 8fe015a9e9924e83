import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ExpectedCase, expectationOf, sorted } from '@satualur/contracts/timeline/expectation';
import type { Language, ToldTimeline } from '@satualur/contracts/timeline/views';
import type { Played } from '../src/player';
import { msOf } from '../src/instants';
import { auditor, expectOneDigest } from './digest';
import { idsOf } from './ids-of';
import { type WholeStack, ROOT } from './whole-stack';

/** The timelines written by hand, by the number of the record that opened the case. `renamed` turns them into those of another pack. */
export function expectedCases(renamed: (text: string) => string = (text) => text): ReadonlyMap<string, ExpectedCase> {
  const cases = ['s1.json', 's3.json'].flatMap((file) => {
    const text = renamed(readFileSync(join(ROOT, 'libs/case-timeline/test/expected', file), 'utf8'));
    return (JSON.parse(text) as { cases: ExpectedCase[] }).cases;
  });
  return new Map(
    cases.map((one) => [one.records[0]!.ref, { ...one, entries: sorted(one.entries), technical: sorted(one.technical) }]),
  );
}

export async function timelineOf(whole: WholeStack, caseid: string, more: string): Promise<ToldTimeline> {
  const { status, body } = await whole.api.get('timeline', `/cases/${caseid}/timeline?${more}`, whole.staff.secretariat);
  expect(status).toBe(200);
  return body as unknown as ToldTimeline;
}

const told = (whole: WholeStack, caseid: string, lang: Language) => timelineOf(whole, caseid, `lang=${lang}&technical=true`);

/** Holds every timeline of a play against the expected ones, entry by entry. */
export async function expectTimelines(
  whole: WholeStack,
  { cases }: Played,
  expected: ReadonlyMap<string, ExpectedCase>,
): Promise<void> {
  expect(cases.map(({ record }) => record).sort()).toEqual([...expected.keys()].sort());
  for (const { caseid, record } of cases) {
    const [id, en] = [await told(whole, caseid, 'id'), await told(whole, caseid, 'en')];
    expect(expectationOf(id, en)).toEqual(expected.get(record));
    expect(en).toMatchObject({ final: true, waitsFor: [] });
    expectCausesFirst(en);
  }
}

function expectCausesFirst({ entries }: ToldTimeline): void {
  const place = new Map(entries.map(({ id }, index) => [id, index]));
  for (const { id, cause } of entries) {
    expect(cause?.state ?? 'present').toBe('present');
    if (cause) expect(place.get(cause.id) ?? -1).toBeLessThan(place.get(id)!);
  }
  expect(entries.map(({ known }) => known)).toEqual(entries.map(({ known }) => known).sort());
}

/** The states of all referrals as known before an instant, by number. */
export async function statesAt(whole: WholeStack, { cases }: Played, asOf: string): Promise<Readonly<Record<string, string>>> {
  const instant = encodeURIComponent(new Date(msOf(asOf)).toISOString());
  const timelines = await Promise.all(cases.map(({ caseid }) => timelineOf(whole, caseid, `asOf=${instant}`)));
  return Object.fromEntries(timelines.flatMap(({ referrals }) => referrals.map(({ ref, state }) => [ref, state])));
}

/** What comes out at the other end of Kafka when S3 and S1 of the acceptance pack are played through the services' own APIs. */
export function playedPack(given: () => WholeStack, played: () => Played): void {
  it('tells every case, in both languages, as it was written by hand', () => expectTimelines(given(), played(), expectedCases()));

  it.each(['A', 'B'] as const)('knows the referrals in the states that the pack gives at %s', async (at) => {
    const { pack } = given();
    const stated = pack.referrals.map((one) => [one.referralId, at === 'A' ? one.statusAtA : one.statusAtB]);
    expect(await statesAt(given(), played(), pack.asOf[at])).toEqual(Object.fromEntries(stated));
  });

  it('refuses the acceptance that came late', async () => {
    const { api, staff, pack } = given();
    expect(played().refused).toEqual([{ index: 0, refused: true, code: 'REFERRAL_EXPIRED' }]);
    const [{ referralId, agency } = { referralId: '', agency: '' }] = pack.refusedCommands;
    const id = idsOf(played())(referralId ?? '');
    const answer = await api.post('referral', `/referrals/${id}/accept`, staff.caseworker(agency), 'late once more', {});
    expect(answer).toMatchObject({ status: 409, body: { code: 'REFERRAL_EXPIRED' } });
  });

  it('has one digest: live, rebuilt, and folded from the logs in Kafka alone', () => expectOneDigest(given()));

  it('stands in logs that hold, by the keys that the registry published', async () => {
    const agencies = Object.keys(await given().stores.events()).filter((log) => log !== 'registry');
    const { status, out } = await auditor(given(), 'verify', ...agencies.flatMap((log) => ['--log', log]));
    expect({ status, verdict: out['verdict'] }).toEqual({ status: 0, verdict: 'holds' });
    const logs = out['logs'] as readonly { readonly events: number; readonly covered: number }[];
    expect(logs.every(({ events, covered }) => events === covered)).toBe(true);
    expect(logs.some(({ events }) => events > 10)).toBe(true);
  });

  it('tells each case as a fold of the logs tells it, and has their digest as known at any instant', async () => {
    const live = ['timeline', '--live', given().services.addresses.timeline];
    for (const { caseid } of played().cases) expect((await auditor(given(), ...live, '--case', caseid)).status).toBe(0);
    const folds = await Promise.all(['2026-02-04', '2026-02-07'].map((asOf) => auditor(given(), ...live, '--as-of', asOf)));
    expect(folds.map(({ status, out }) => [status, out['live']])).toEqual(folds.map(({ out }) => [0, out['digest']]));
    expect(new Set(folds.map(({ out }) => out['digest'])).size).toBe(2);
  });

  it('changes nothing when it is played a second time', async () => {
    const { stores, play } = given();
    const before = await stores.events();
    const again = await play();
    expect(again.ids).toEqual(played().ids);
    expect({ ...again, timers: 0 }).toEqual({ ...played(), timers: 0 });
    expect(await stores.events()).toEqual(before);
    await expectTimelines(given(), again, expectedCases());
  });

  it('ends no service by itself, and parks nothing', async () => {
    const { ended, stores } = given();
    expect(ended).toEqual([]);
    expect(await parkedIn(stores)).toEqual([]);
  });
}

/** Every parked record of every service. */
export async function parkedIn(stores: WholeStack['stores']): Promise<readonly Record<string, unknown>[]> {
  const found = (await stores.databases()).map(async (database) => {
    const tables = await stores.query<{ at: string }>(
      database,
      "SELECT quote_ident(schemaname) || '.parked' AS at FROM pg_tables WHERE tablename = 'parked' ORDER BY 1",
    );
    const rows = tables.map(({ at }) =>
      stores.query<Record<string, unknown>>(database, `SELECT *, '${database} ${at}' AS at FROM ${at}`),
    );
    return (await Promise.all(rows)).flat();
  });
  return (await Promise.all(found)).flat();
}
