import { createHash } from 'node:crypto';
import { codeLists, listNameOf } from '@satualur/contracts/codes/schemes';
import { Instant } from '@satualur/contracts/ids';
import { codeEvents, type RegistryEvent } from '@satualur/contracts/registry/events';
import { slaPolicy, slaPolicyChanged } from '@satualur/contracts/registry/examples';
import { HybridClock } from '@satualur/event-store/clock';
import { MemoryEventStore, MemoryLog } from '@satualur/event-store/memory-store';
import { randomIds } from '@satualur/event-store/random-ids';
import { Directory } from '@satualur/service-host/directory';
import { z } from 'zod';
import { codes } from '../domain/code-list';
import { holidays } from '../domain/calendar';
import { codeStream, holidayStream, loadHolidays, loadReference } from './load-reference';
import { referenceData, referenceYears } from './reference';

const now = Date.parse('2026-02-03T10:00:00+08:00');
const clock = { now: () => now };
const published = (command: (typeof referenceData)[number]) => codes.decide(command, codes.initialState)[0]!;
const lists = referenceData.flatMap((command) => (command.type === 'PublishCodeList' ? [command] : []));
const maps = referenceData.flatMap((command) => (command.type === 'PublishConceptMap' ? [command] : []));
const codesOf = (name: string) => lists.find(({ list }) => list === name)?.codes.map(({ code }) => code) ?? [];

describe('the reference data', () => {
  /** Lengths of the standard's own lists, and of the forms that come with it. */
  it('holds every list of HTCDS 2.0 as long as the standard has it', () => {
    const htcds = lists.filter(({ scheme }) => scheme === 'htcds-2.0');
    expect(Object.fromEntries(htcds.map(({ list, codes: all }) => [list, all.length]))).toEqual({
      ...{ org_Type: 9, prs_Gender: 6, prs_MaritalStatus: 6, prs_HighestLevelOfEducation: 9, vic_TraffickingStatus: 3 },
      ...{ vic_TraffickingStatusDecisionMakingOrg: 5, vic_RelationshipToTrafficker: 3, vic_RecruitmentWebsitesAndApps: 15 },
      ...{ vic_MethodOfRecruitment: 10, vic_MethodsOfControl: 16, vic_TypeOfExploitation: 11, vic_ForcedLabourIndustry: 21 },
      ...{ vic_TypeOfSexExploitation: 4, vic_ExploitationWebsitesAndApps: 15, vic_Vulnerabilities: 12, per_RoleInProcess: 15 },
      ...{ cas_Status: 4, cas_ReasonForIncomingReferral: 3, cas_ReasonForOutgoingReferral: 3, hte_Type: 3, spl_Type: 9 },
      iso3166_alpha2: 249,
    });
  });

  it('holds the codes and labels of HTCDS 2.0 letter by letter', () => {
    const written = lists
      .filter(({ scheme }) => scheme === 'htcds-2.0')
      .flatMap(({ list, codes: all }) => all.map(({ code, label }) => `${list}\t${code}\t${label.en}`));
    expect(createHash('sha256').update(written.join('\n')).digest('hex')).toBe(
      '27eb03fd1a1912f2141fb293568af76c09ea7f8c9b3deea7908b05b927af292c',
    );
  });

  it('holds the 13 kabupaten and kota of the province and their 156 kecamatan', () => {
    const [districts, subdistricts] = [codesOf('kabkota'), codesOf('kecamatan')];
    expect([districts.length, subdistricts.length]).toEqual([13, 156]);
    const perDistrict = districts.map((district) => subdistricts.filter((code) => code.startsWith(district)).length);
    expect(perDistrict).toEqual([11, 22, 20, 17, 12, 11, 11, 10, 12, 12, 8, 5, 5]);
    const named = ['kabkota', 'kecamatan'].flatMap((name) =>
      lists.find(({ list }) => list === name)!.codes.map(({ code, label }) => `${code}\t${label.id}`),
    );
    expect(createHash('sha256').update(named.join('\n')).digest('hex')).toBe(
      '3668f715acb5e15ca98deeb8d5aa63fd0752f54d8b0530d2d46d6e1d306013ec',
    );
  });

  const enums = [...codeLists].filter(([schema]) => schema instanceof z.ZodEnum);
  it.each(enums.map(([schema, note]) => [listNameOf(note), schema as z.ZodEnum, note.scheme] as const))(
    'holds %s as the contracts know it',
    (name, known, scheme) => {
      expect(codesOf(name)).toEqual(known.options);
      expect(lists.find(({ list }) => list === name)?.scheme).toBe(scheme);
    },
  );

  it('is of events that the contracts accept, each list and map once', () => {
    for (const command of referenceData) {
      const { type, data } = published(command);
      expect(codeEvents[type].safeParse(data).error).toBeUndefined();
    }
    const streams = referenceData.map(codeStream);
    expect(new Set(streams).size).toBe(streams.length);
  });

  it('maps every code of a list, to codes that are in the other', () => {
    for (const { map, from, to, entries } of maps) {
      expect([map, entries.map(({ code }) => code).sort()]).toEqual([map, [...codesOf(from.list)].sort()]);
      for (const { to: target } of entries) if (target !== null) expect(codesOf(to.list)).toContain(target);
      for (const { scheme, list } of [from, to]) expect(lists.find((one) => one.list === list)?.scheme).toBe(scheme);
    }
  });

  it('holds nothing of a standard before its day', () => {
    const directory = new Directory();
    for (const command of referenceData) directory.apply(published(command) as RegistryEvent);
    const known = (list: string, at: string) => directory.lists.codes(list, Instant.parse(at))?.version;
    expect(known('vic_TypeOfExploitation', '2021-12-23T23:59:59+08:00')).toBeUndefined();
    expect(known('vic_TypeOfExploitation', '2021-12-24T00:00:00+08:00')).toBe('2.0');
    expect(known('kecamatan', '2024-12-31T23:59:59+08:00')).toBeUndefined();
    expect(known('kecamatan', '2025-01-01T00:00:00+08:00')).toBe('300.2.2-2430/2025');
    expect(known('TraffickingMeans', '2007-04-19T00:00:00+08:00')).toBe('2007');
  });
});

describe('the holidays of 2026', () => {
  const [year] = referenceYears;

  it('are 17 of the nation and 8 of joint leave, no day twice', () => {
    const days = year!.days.map(({ on }) => on);
    expect([days.length, new Set(days).size]).toEqual([25, 25]);
    expect(year!.days.filter(({ name }) => name.startsWith('Cuti bersama'))).toHaveLength(8);
    expect(holidays.decide(year!, {})[0]!.data.days.map(({ on }) => on)).toEqual(days);
  });

  /** The days of the week that the decree prints. */
  it.each([
    ['2026-01-16', 5],
    ['2026-02-17', 2],
    ['2026-03-19', 4],
    ['2026-03-21', 6],
    ['2026-05-27', 3],
    ['2026-06-16', 2],
    ['2026-08-25', 2],
    ['2026-12-24', 4],
  ])('fall on the day of the week that the decree says: %s', (on, day) => {
    expect(year!.days.map((one) => one.on)).toContain(on);
    expect(new Date(`${on}T00:00:00Z`).getUTCDay()).toBe(day);
  });

  it('make working days count on after the feast', () => {
    const directory = new Directory();
    const limit = { amount: 3, unit: 'WorkingDays', source: 'contoh' } as const;
    const policy = slaPolicyChanged({ policy: slaPolicy({ limits: { AnswerRequest: limit } }) });
    for (const event of [policy, holidays.decide(year!, {})[0]!]) directory.apply(event as RegistryEvent);
    const due = directory.dueAt('AnswerRequest', Instant.parse('2026-03-17T10:00:00+08:00'));
    expect(due).toBe(new Date('2026-03-28T00:00:00+08:00').toISOString());
  });
});

describe('loading the reference data', () => {
  const open = () => {
    const log = new MemoryLog();
    const store = new MemoryEventStore({ log, source: '/services/registry', clock: new HybridClock(clock, false) });
    return { log, store };
  };

  it('publishes all of it at the first start, and nothing at the second', async () => {
    const { store } = open();
    expect(await loadReference(store, clock)).toBe(referenceData.length);
    expect(await loadReference(store, clock)).toBe(0);
    for (const command of referenceData) expect(await store.read(codeStream(command))).toHaveLength(1);
  });

  it('publishes the holidays once, and leaves a year that the task force published itself', async () => {
    const { store } = open();
    const stream = holidayStream(2026);
    expect([await loadHolidays(store, clock), await loadHolidays(store, clock)]).toEqual([1, 0]);
    expect(await store.read(stream)).toHaveLength(1);
    const other = open().store;
    const theirs = { ...referenceYears[0]!, days: [{ on: '2026-08-17', name: 'contoh' }] };
    const cause = { actor: 'staff-1/secretariat' as never, at: Instant.parse('2026-01-01T00:00:00Z') };
    await other.transact({ ...cause, command: { id: randomIds().next() } }, async (unit) => {
      await unit.decide(stream, holidays, theirs);
    });
    expect(await loadHolidays(other, clock)).toBe(0);
    expect(await other.read(stream)).toHaveLength(1);
  });

  it('leaves what the task force published itself', async () => {
    const { store } = open();
    const [ours] = lists;
    const theirs = { ...ours!, codes: ours!.codes.slice(0, 1), source: 'contoh' };
    const cause = {
      actor: 'staff-1/secretariat' as never,
      at: Instant.parse('2026-01-01T00:00:00Z'),
      command: { id: randomIds().next() },
    };
    await store.transact(cause, async (unit) => void (await unit.decide(codeStream(theirs), codes, theirs)));
    expect(await loadReference(store, clock)).toBe(referenceData.length - 1);
    expect(await store.read(codeStream(theirs))).toHaveLength(1);
  });

  it('publishes what a later release adds', async () => {
    const { store } = open();
    await loadReference(store, clock, referenceData.slice(0, -1));
    expect(await loadReference(store, clock)).toBe(1);
  });
});
