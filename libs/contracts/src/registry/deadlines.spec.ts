import fc from 'fast-check';
import { instantOf, msOfInstant, type Instant } from '../ids';
import { dueAt, elapsedDays, endOfDay, inForce, lastDayOf, monthsAfter, startOfDay, withGrace } from './deadlines';
import { slaPolicy } from './examples';
import { AfterCare, afterCareOf, defaultLimits, Limit, LimitName, limitOf } from './limits';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const instants = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2035, 0) }).map(instantOf);
const days = fc.integer({ min: 1, max: 366 });
const wita = (instant: Instant) => {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: 'Asia/Makassar',
    dateStyle: 'short',
    timeStyle: 'medium',
    hour12: false,
  });
  return parts.format(msOfInstant(instant));
};
const localDate = (instant: Instant) => wita(instant).slice(0, 10);
const limit = (amount: number, unit: Limit['unit'], dayEnds?: Limit['dayEnds']): Limit => ({
  ...{ amount, unit, source: 'contoh' },
  ...(dayEnds && { dayEnds }),
});
const never = () => false;
const later = (date: string, count: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + count * DAY).toISOString().slice(0, 10);
const weekday = (date: string): number => new Date(`${date}T00:00:00Z`).getUTCDay();

describe('a limit in hours', () => {
  it('runs on elapsed time, whatever day it is', () =>
    fc.assert(
      fc.property(instants, fc.double({ min: 0.5, max: 8760, noNaN: true }), (start, hours) => {
        const due = dueAt(start, limit(hours, 'Hours'), () => true);
        expect(msOfInstant(due)).toBe(Math.trunc(msOfInstant(start) + hours * HOUR));
      }),
    ));
  it('of 72 hours ends where S3 says', () =>
    expect(dueAt('2026-02-03T10:00:00+08:00' as Instant, limit(72, 'Hours'), never)).toBe('2026-02-06T02:00:00.000Z'));
});

describe('a limit in calendar days', () => {
  it('ends at 24:00 WITA of the n-th day after the local date', () =>
    fc.assert(
      fc.property(instants, days, (start, count) => {
        const due = dueAt(start, limit(count, 'CalendarDays', 'EndOfLocalDay'), () => true);
        expect(wita(due).slice(-8)).toMatch(/^(24|00):00:00$/);
        expect(localDate(instantOf(msOfInstant(due) - 1))).toBe(later(localDate(start), count));
        expect(lastDayOf(due)).toBe(later(localDate(start), count));
      }),
    ));
  it('or after n times 24 hours', () =>
    fc.assert(
      fc.property(instants, days, (start, count) => {
        const due = dueAt(start, limit(count, 'CalendarDays', 'Elapsed24h'), () => true);
        expect(msOfInstant(due) - msOfInstant(start)).toBe(count * DAY);
      }),
    ));
  it.each([
    ['2026-02-03T10:00:00+08:00', '2026-02-10T16:00:00.000Z'],
    ['2026-02-03T00:00:00+08:00', '2026-02-10T16:00:00.000Z'],
    ['2026-02-03T23:59:59+08:00', '2026-02-10T16:00:00.000Z'],
    ['2026-02-03T23:59:59+07:00', '2026-02-11T16:00:00.000Z'],
  ])('of seven, from %s, ends at %s', (start, due) => expect(dueAt(start as Instant, limit(7, 'CalendarDays'), never)).toBe(due));
});

describe('a limit in working days', () => {
  const holidays = fc.uniqueArray(fc.integer({ min: 0, max: 400 }), { maxLength: 30 });

  it('has so many working days after the day of its start, the last one among them', () =>
    fc.assert(
      fc.property(instants, fc.integer({ min: 1, max: 60 }), holidays, (start, count, free) => {
        const from = localDate(start);
        const isHoliday = (on: string) => free.some((day) => later(from, day) === on);
        const last = lastDayOf(dueAt(start, limit(count, 'WorkingDays'), isHoliday));
        const works = (on: string) => weekday(on) !== 0 && weekday(on) !== 6 && !isHoliday(on);
        const length = (Date.parse(last) - Date.parse(from)) / DAY;
        const worked = Array.from({ length }, (_, index) => later(from, index + 1)).filter(works);
        expect([worked.length, worked.at(-1)]).toEqual([count, last]);
      }),
    ));
  it.each([
    ['2026-02-05T10:00:00+08:00', 1, '2026-02-06T16:00:00.000Z'],
    ['2026-02-06T10:00:00+08:00', 1, '2026-02-09T16:00:00.000Z'],
    ['2026-02-07T10:00:00+08:00', 1, '2026-02-09T16:00:00.000Z'],
    ['2026-02-06T23:30:00+07:00', 1, '2026-02-09T16:00:00.000Z'],
    ['2026-02-06T10:00:00+08:00', 6, '2026-02-17T16:00:00.000Z'],
  ])('from %s, %d of them, ends at %s', (start, count, due) =>
    expect(dueAt(start as Instant, limit(count, 'WorkingDays'), (on) => on === '2026-02-16')).toBe(due),
  );
  it('ends at its own time of day where the policy says so', () =>
    expect(dueAt('2026-02-06T10:00:00+08:00' as Instant, limit(1, 'WorkingDays', 'Elapsed24h'), never)).toBe(
      '2026-02-09T02:00:00.000Z',
    ));
});

describe('the limits of a policy', () => {
  const stated = (over: Parameters<typeof slaPolicy>[0] = {}) => ({ policy: slaPolicy(over), source: 'Keputusan 1 (contoh)' });

  it.each([
    ['Acknowledge', { amount: 24, unit: 'Hours' }],
    ['Decide', { amount: 72, unit: 'Hours' }],
    ['ConfirmStop', { amount: 72, unit: 'Hours' }],
    ['StartService', { amount: 7, unit: 'CalendarDays', dayEnds: 'EndOfLocalDay' }],
    ['PayRestitution', { amount: 14, unit: 'CalendarDays', dayEnds: 'EndOfLocalDay' }],
  ] as const)('are its figures, with its source: %s', (name, figure) =>
    expect(limitOf(name, stated())).toEqual({ ...figure, source: 'Keputusan 1 (contoh)' }),
  );
  it('are the defaults for what it leaves out, and where no policy holds', () => {
    for (const name of LimitName.options) expect(limitOf(name)).toMatchObject(defaultLimits[name]);
    for (const name of ['AcknowledgeEmergency', 'FirstAid', 'Screen', 'NotifyBreach', 'AnswerRequest'] as const)
      expect(limitOf(name, stated())).toMatchObject(defaultLimits[name]);
    expect(limitOf('AcknowledgeEmergency', stated({ emergencyHours: 2 })).amount).toBe(2);
    expect([afterCareOf().months, afterCareOf(stated()).months]).toEqual([
      [1, 3, 6],
      [1, 3, 6],
    ]);
  });
  it('hold instead of its figures where it states them by themselves', () =>
    expect(limitOf('StartService', stated({ limits: { StartService: limit(5, 'WorkingDays') } }))).toEqual(
      limit(5, 'WorkingDays', 'EndOfLocalDay'),
    ));
  it('end their days by the policy’s rule, unless they have one of their own; restitution always at the end of its day', () => {
    const elapsed = { statutoryDayEnds: 'Elapsed24h' as const, limits: { Screen: limit(1, 'WorkingDays', 'EndOfLocalDay') } };
    expect(limitOf('StartService', stated(elapsed)).dayEnds).toBe('Elapsed24h');
    expect(limitOf('FirstAid', stated(elapsed)).dayEnds).toBe('Elapsed24h');
    expect(limitOf('Screen', stated(elapsed)).dayEnds).toBe('EndOfLocalDay');
    expect(limitOf('PayRestitution', stated(elapsed)).dayEnds).toBe('EndOfLocalDay');
  });
  it('are whole days, and visits in order', () => {
    expect(Limit.safeParse(limit(1.5, 'Hours')).success).toBe(true);
    expect(Limit.safeParse(limit(1.5, 'WorkingDays')).success).toBe(false);
    expect(Limit.safeParse(limit(367, 'CalendarDays')).success).toBe(false);
    const visits = (...months: number[]) => AfterCare.safeParse({ months, source: 'contoh' }).success;
    expect([visits(1, 3, 6), visits(3, 1), visits(1, 1), visits()]).toEqual([true, false, false, false]);
  });
});

describe('elapsedDays', () => {
  it.each([
    ['2026-02-03T10:00:00+08:00', '2026-02-09T10:00:00+08:00', 6],
    ['2026-01-13T11:00:00+08:00', '2026-01-14T14:00:00+08:00', 1.1],
    ['2026-03-01T09:00:00+08:00', '2026-03-10T09:00:00+08:00', 9],
    ['2026-03-01T00:00:00+08:00', '2026-03-01T01:12:00+08:00', 0.1],
  ])('from %s to %s are %d', (from, to, expected) => expect(elapsedDays(from as Instant, to as Instant)).toBe(expected));
});

describe('a day', () => {
  it('begins and ends at midnight in WITA', () =>
    expect([startOfDay('2026-02-03'), endOfDay('2026-02-03')]).toEqual(['2026-02-02T16:00:00.000Z', '2026-02-03T16:00:00.000Z']));
  it('of a later month is that month’s last one where it has no such day', () =>
    expect([monthsAfter('2026-08-31', 1), monthsAfter('2026-08-31', 6)]).toEqual(['2026-09-30', '2027-02-28']));
});

it('a grace is added in hours', () =>
  expect(withGrace('2026-02-06T02:00:00.000Z' as Instant, 1.5)).toBe('2026-02-06T03:30:00.000Z'));

describe('the policy in force', () => {
  const dated = (validFrom: string) => ({ validFrom: validFrom as Instant });
  const policies = [dated('2026-03-01T00:00:00+08:00'), dated('2026-01-01T00:00:00+08:00'), dated('2026-06-01T00:00:00+08:00')];
  it.each([
    ['2025-12-31T23:59:59+08:00', undefined],
    ['2026-01-01T00:00:00+08:00', policies[1]],
    ['2026-05-31T23:59:59+08:00', policies[0]],
    ['2026-06-01T00:00:00+08:00', policies[2]],
  ])('at %s', (at, expected) => expect(inForce(policies, at as Instant)).toBe(expected));
});
