import type { Caller, Role } from '@satualur/access/access';
import { projectorScope, visibleCases } from '@satualur/access/visible-cases';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Module } from '@nestjs/common';
import * as fc from 'fast-check';
import { type AgencyKey, instantOf } from '@satualur/contracts/ids';
import { hlcOf } from '@satualur/contracts/hlc';
import type { CaseLine, ToldTimeline } from '@satualur/contracts/timeline/views';
import { wallClock } from '@satualur/event-store/clock';
import { digestOf } from '@satualur/projections/digest';
import type { LogEvent } from '@satualur/projections/projection';
import { Projector } from '@satualur/projections/projector';
import type { LogSource } from '@satualur/projections/rebuild';
import { type ScratchDatabase, scratchDatabase } from '@satualur/projections/scratch-database';
import { silentLog } from '@satualur/service-host/logging';
import { createApp } from '@satualur/service-host/serve';
import { asker, callersByToken, testConfig } from '@satualur/service-host/testing';
import { contentOf } from '@satualur/case-timeline/content';
import { TimelineController } from './http/timeline.controller';
import { caseTimeline } from './projections/case-timeline.projection';
import { casesBy } from './projections/case-timeline.rows';
import { registryLog } from '@satualur/case-timeline/stories/registry.story';
import { storyS1, storyS1OfBp3mi, storyS3 } from '@satualur/case-timeline/stories/s1-s3.story';
import { wita } from '@satualur/case-timeline/stories/story';
import { TimelineReader } from './timeline.reader';

const stories = [storyS1(), storyS1OfBp3mi(), storyS3()];
/** One log an agency, whatever the number of cases it takes part in. */
const logs = new Map<string, readonly LogEvent[]>([['registry', registryLog().events]]);
for (const story of stories) for (const [name, log] of story.logs) logs.set(name, renumbered(name, log.events));

function renumbered(name: string, events: readonly LogEvent[]): readonly LogEvent[] {
  const before = logs.get(name) ?? [];
  return [...before, ...events.map((event, index) => ({ ...event, seq: before.length + index + 1 }))];
}

const all = [...logs.values()].flat();
const source: LogSource = {
  logs: async () => [...logs.keys()],
  async *read(log, after) {
    for (let from = after; from < logs.get(log)!.length; from += 3) yield logs.get(log)!.slice(from, from + 3);
  },
};
const [s1, bp3mi, s3] = stories.map((story) => story.caseid) as readonly string[] as readonly [string, string, string];

const caller = (agency: string, ...roles: Role[]): Caller => ({ staff: 'staf-1', agency: agency as AgencyKey, roles });
const callers = {
  police: caller('pol-6310', 'caseworker'),
  hospital: caller('rs-6371', 'supervisor'),
  clerk: caller('pol-6310', 'clerk'),
  stranger: caller('lbh-63', 'caseworker'),
  secretariat: caller('dp3akb-63', 'secretariat'),
  auditor: caller('lbh-63', 'auditor'),
};

jest.setTimeout(60_000);

const SENT = ['AgencyRecordRegistered', 'ServiceApplicationFiled', 'LegalBasisRecorded', 'ReferralSent'];

describe('the timeline service', () => {
  let database: ScratchDatabase;
  let projector: Projector;
  let app: NestFastifyApplication;
  const get = (token: keyof typeof callers, path: string, headers = {}) => asker(app, token)('GET', path, { headers });

  beforeAll(async () => {
    database = await scratchDatabase(process.env['TEST_DATABASE_URL']!);
    projector = new Projector(database.pool, caseTimeline);
    await projector.open();
    for (const [log, events] of logs) await projector.apply(log, events);
    for (const [log, events] of [...logs, ['dp3akb-63', []] as const])
      await projector.watermark(log, { size: events.length, watermark: hlcOf(wita('02-06 00:00')) });
    @Module({
      controllers: [TimelineController],
      providers: [{ provide: TimelineReader, useValue: new TimelineReader(projector, wallClock) }],
    })
    class TimelineModule {}
    app = await createApp(TimelineModule, { config: testConfig('timeline'), callers: callersByToken(callers), log: silentLog });
  });
  afterAll(async () => {
    await app?.close();
    await database?.drop();
  });

  it('tells a case in Indonesian by default and in English on request', async () => {
    const told = (await get('police', `/cases/${s3}/timeline`)).json<ToldTimeline>();
    expect(told).toMatchObject({ caseid: s3, language: 'id', asOf: null, final: false });
    expect(told.entries[0]!.sentence).toBe('POL-6310 mendaftarkan catatan R-0301 tentang korban (korban TPPO; kerja paksa).');
    const english = (await get('police', `/cases/${s3}/timeline?lang=en`)).json<ToldTimeline>();
    expect(english.entries[0]!.sentence).toBe(
      'POL-6310 registered record R-0301 of a victim (victim of trafficking; forced labour).',
    );
    expect(english.participants.map((agency) => agency.code)).toEqual(['DP3AKB-63', 'POL-6310', 'RS-6310', 'RS-6371']);
  });

  it('is final up to the marks, and names whom it waits for', async () => {
    const { entries } = (await get('police', `/cases/${s3}/timeline`)).json<ToldTimeline>();
    expect(entries.filter((entry) => entry.final).map((entry) => entry.type)).toEqual([
      'AgencyRecordRegistered',
      'ServiceApplicationFiled',
      'LegalBasisRecorded',
      'ReferralSent',
      'ReferralOverdue',
      'ReferralEscalated',
    ]);
    expect(entries.at(-1)!.waitsFor).toEqual(['dp3akb-63', 'pol-6310', 'rs-6310', 'rs-6371']);
  });

  it('shows technical entries on request only', async () => {
    const types = async (query: string) =>
      (await get('police', `/cases/${s3}/timeline${query}`)).json<ToldTimeline>().entries.map((entry) => entry.type);
    expect(await types('')).not.toContain('ReferralReceived');
    expect(await types('?technical=true')).toEqual(expect.arrayContaining(['ReferralReceived', 'KeysGranted']));
  });

  it.each([
    ['2026-02-04T10:00:00%2B08:00', SENT],
    ['2026-02-04T10:00:00+08:00', SENT],
    ['2026-02-04T02:00:00.001Z', [...SENT, 'ReferralOverdue', 'ReferralEscalated']],
    ['2026-02-03', []],
    ['2026-02-04', SENT],
  ])('tells what was known strictly before %s', async (asOf, types) => {
    const told = (await get('police', `/cases/${s3}/timeline?asOf=${asOf}`)).json<ToldTimeline>();
    expect(told.entries.map((entry) => entry.type)).toEqual(types);
  });

  it.each([
    'asOf=yesterday',
    'asOf=2026-02-30',
    'asOf=2026-02-04T25:00:00Z',
    'asOf=',
    'lang=fr',
    'technical=1',
    'other=1',
    'lang=id&lang=en',
  ])('refuses %s', async (query) => {
    const { status, text } = await get('police', `/cases/${s3}/timeline?${query}`);
    expect([400, 422]).toContain(status);
    expect(text).not.toContain('yesterday');
  });

  it('tells it as text to be read', async () => {
    const { headers, text } = await get('police', `/cases/${s3}/timeline?lang=en`, { accept: 'text/plain' });
    expect(headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(text).toContain('4 Feb 2026 10:00 WITA    Referral F-0301 is overdue: not acknowledged by 4 Feb 2026 10:00 WITA.');
    expect(text).toContain('  SA-02  6.0 days, met');
    expect(text).toContain('  F-0301  POL-6310 > RS-6310  expired (was overdue, was escalated)');
    expect(text).toContain('[provisional, waits for DP3AKB-63, POL-6310, RS-6310, RS-6371]');
  });

  it('answers with the highest reading shown', async () => {
    const { headers } = await get('police', `/cases/${s3}/timeline?asOf=2026-02-03T10:00:00Z&technical=true`);
    const expected = all
      .filter((event) => event.envelope.caseid === s3 && event.envelope.knowntime < '2026-02-03T10:00:00')
      .map((event) => event.hlc);
    expect(headers['satualur-hlc']).toBe(expected.sort().at(-1));
  });

  it.each([
    ['police', s3, 200],
    ['hospital', s3, 200],
    ['hospital', s1, 200],
    ['police', s1, 404],
    ['police', bp3mi, 404],
    ['clerk', s3, 404],
    ['stranger', s3, 404],
    ['secretariat', s1, 200],
    ['auditor', bp3mi, 200],
    ['auditor', '00000000-0000-4000-8000-000000000000', 404],
    ['auditor', 'x', 404],
  ] as const)('%s asking for case %s gets %i', async (token, caseid, status) => {
    const hidden = await get(token, `/cases/${caseid}/timeline`);
    expect(hidden.status).toBe(status);
    if (status === 404) expect(hidden.json()).toEqual((await get('auditor', '/cases/x/timeline')).json());
  });

  it('lists the cases the caller may see, and finds one by an agency’s number', async () => {
    const list = async (token: keyof typeof callers, query = '') =>
      (await get(token, `/cases${query}`)).json<{ cases: CaseLine[] }>().cases;
    expect((await list('auditor')).map((line) => line.caseid)).toEqual([s1, bp3mi, s3].sort());
    expect((await list('hospital')).map((line) => line.caseid)).toEqual([s1, s3].sort());
    expect(await list('stranger')).toEqual([]);
    expect(await list('police', '?ref=F-0302')).toEqual([
      {
        caseid: s3,
        participants: ['DP3AKB-63', 'POL-6310', 'RS-6310', 'RS-6371'],
        refs: expect.arrayContaining([{ kind: 'referral', ref: 'F-0302', agency: 'POL-6310' }]),
      },
    ]);
    expect(await list('police', '?ref=F-0101')).toEqual([]);
    expect((await list('auditor', `?after=${[s1, bp3mi, s3].sort()[1]}`)).map((line) => line.caseid)).toEqual(
      [s1, bp3mi, s3].sort().slice(2),
    );
  });

  it('lets row policies hide what a query forgets to hide', async () => {
    const count = (set: string) =>
      projector.read(async (rows, schema) => {
        if (set !== '') await rows.query(set);
        const tables = ['entry', 'participant', 'case_ref']
          .map((table) => `SELECT caseid FROM "${schema}".${table}`)
          .join(' UNION ');
        return (
          await rows.query<{ caseid: string }>(`SELECT DISTINCT caseid FROM (${tables}) t WHERE caseid IS NOT NULL`)
        ).rows.map((row) => row.caseid);
      });
    expect(await count('')).toEqual([]);
    expect(await count("SELECT set_config('app.agency', 'pol-6310', true)")).toEqual([s3]);
    expect(await count("SELECT set_config('app.agency', 'lbh-63', true)")).toEqual([]);
  });

  it('lets queries hide what row policies would let through', async () => {
    const seen = await projector.read(async (rows, schema) => {
      await rows.query(projectorScope.text, projectorScope.values);
      const visible = visibleCases(callers.police, 'none', { schema, name: 'participant' }, 4);
      return casesBy(rows, schema, { ref: undefined, after: undefined, limit: 9, visible });
    });
    expect(seen).toEqual([s3]);
  });

  it('takes a bare date as the local midnight at its start', async () => {
    const told = (await get('hospital', `/cases/${s1}/timeline?asOf=2026-01-13`)).json<ToldTimeline>();
    expect(told.entries.map((entry) => entry.type)).toEqual(['AgencyRecordRegistered', 'LegalBasisRecorded', 'ReferralSent']);
  });

  it('gives its digest to who may read every case', async () => {
    expect((await get('auditor', '/digest')).json()).toEqual({ digest: await digestOf(contentOf(all)) });
    expect((await get('police', '/digest')).status).toBe(404);
  });

  it.each(['01-13 10:00', '02-04 10:00', '02-06 14:30'])(
    'gives its digest as known at %s: that of the logs cut there',
    async (local) => {
      const asOf = instantOf(wita(local));
      const cut = all.filter((event) => event.hlc < hlcOf(wita(local)));
      expect(cut.length).toBeLessThan(all.length);
      const { digest } = (await get('auditor', `/digest?asOf=${asOf}`)).json<{ digest: string }>();
      expect(digest).toBe(await digestOf(contentOf(cut)));
      expect(await digestOf(contentOf(all, asOf))).toBe(digest);
    },
  );

  it('has one digest: live, rebuilt, and folded from the logs alone', async () => {
    const live = await projector.digest();
    await projector.rebuild(source);
    expect(await projector.digest()).toBe(live);
    expect(await digestOf(contentOf(all))).toBe(live);
    expect((await get('police', `/cases/${s3}/timeline`)).status).toBe(200);
  });

  it('has that digest whatever the interleaving, the splits and the repeats', async () => {
    const expected = await digestOf(contentOf(all));
    const names = [...logs.keys()];
    const plan = fc.record({
      order: fc.array(fc.nat(names.length - 1), { maxLength: 60 }),
      size: fc.integer({ min: 1, max: 9 }),
    });
    let round = 0;
    await fc.assert(
      fc.asyncProperty(plan, async ({ order, size }) => {
        const delivered = new Projector(database.pool, { ...caseTimeline, name: `interleaved-${round++}` });
        await delivered.open();
        for (const index of order) {
          const log = logs.get(names[index]!)!;
          const from = delivered.marks().get(names[index]!)?.seq ?? 0;
          await delivered.apply(names[index]!, log.slice(Math.max(0, from - 2), from + size));
        }
        for (const [name, log] of logs) await delivered.apply(name, log);
        expect(await delivered.digest()).toBe(expected);
      }),
      { numRuns: 8 },
    );
  });
});
