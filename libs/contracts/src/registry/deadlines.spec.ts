import fc from 'fast-check';
import { instantOf, msOfInstant, type Instant } from '../ids';
import { acknowledgeBy, decideBy, elapsedDays, expireAt, inForce, statutoryDue } from './deadlines';
import { slaPolicy } from './examples';

const HOUR = 3_600_000;
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

describe('limits in hours', () => {
  it('run on elapsed time from the sending', () =>
    fc.assert(
      fc.property(
        instants,
        fc.double({ min: 0.5, max: 8760, noNaN: true }),
        fc.double({ min: 0, max: 720, noNaN: true }),
        (sentAt, hours, grace) => {
          const policy = slaPolicy({ acknowledgeHours: hours, decideHours: hours, expiryGraceHours: grace });
          expect(msOfInstant(acknowledgeBy(sentAt, policy)) - msOfInstant(sentAt)).toBe(
            Math.trunc(hours * HOUR + msOfInstant(sentAt)) - msOfInstant(sentAt),
          );
          expect(decideBy(sentAt, policy)).toBe(acknowledgeBy(sentAt, policy));
          expect(msOfInstant(expireAt(sentAt, policy))).toBeGreaterThanOrEqual(msOfInstant(decideBy(sentAt, policy)));
        },
      ),
    ));
  it('give an emergency its own limit of acknowledgement, one hour where the policy says nothing', () => {
    const sentAt = '2026-02-03T02:00:00.000Z' as Instant;
    expect(acknowledgeBy(sentAt, slaPolicy(), true)).toBe('2026-02-03T03:00:00.000Z');
    expect(acknowledgeBy(sentAt, slaPolicy({ emergencyHours: 2 }), true)).toBe('2026-02-03T04:00:00.000Z');
  });
  it.each([
    [acknowledgeBy, '2026-02-04T02:00:00.000Z'],
    [decideBy, '2026-02-06T02:00:00.000Z'],
    [expireAt, '2026-02-06T02:00:00.000Z'],
  ])('%p of S3 is %s', (limit, expected) => expect(limit('2026-02-03T10:00:00+08:00' as Instant, slaPolicy())).toBe(expected));
});

describe('the statutory clock', () => {
  it('ends at 24:00 WITA of the n-th day after the local date', () =>
    fc.assert(
      fc.property(instants, days, (requestedAt, statutoryDays) => {
        const due = statutoryDue(requestedAt, slaPolicy({ statutoryDays, statutoryDayEnds: 'EndOfLocalDay' }));
        expect(wita(due).slice(-8)).toMatch(/^(24|00):00:00$/);
        const lastMoment = instantOf(msOfInstant(due) - 1);
        const date = new Date(`${localDate(requestedAt)}T00:00:00Z`);
        date.setUTCDate(date.getUTCDate() + statutoryDays);
        expect(localDate(lastMoment)).toBe(date.toISOString().slice(0, 10));
      }),
    ));
  it('or after n times 24 hours', () =>
    fc.assert(
      fc.property(instants, days, (requestedAt, statutoryDays) => {
        const due = statutoryDue(requestedAt, slaPolicy({ statutoryDays, statutoryDayEnds: 'Elapsed24h' }));
        expect(msOfInstant(due) - msOfInstant(requestedAt)).toBe(statutoryDays * 24 * HOUR);
      }),
    ));
  it.each([
    ['2026-02-03T10:00:00+08:00', '2026-02-10T16:00:00.000Z'],
    ['2026-02-03T00:00:00+08:00', '2026-02-10T16:00:00.000Z'],
    ['2026-02-03T23:59:59+08:00', '2026-02-10T16:00:00.000Z'],
    ['2026-02-03T23:59:59+07:00', '2026-02-11T16:00:00.000Z'],
  ])('of %s is %s', (requestedAt, due) => expect(statutoryDue(requestedAt as Instant, slaPolicy())).toBe(due));
});

describe('elapsedDays', () => {
  it.each([
    ['2026-02-03T10:00:00+08:00', '2026-02-09T10:00:00+08:00', 6],
    ['2026-01-13T11:00:00+08:00', '2026-01-14T14:00:00+08:00', 1.1],
    ['2026-03-01T09:00:00+08:00', '2026-03-10T09:00:00+08:00', 9],
    ['2026-03-01T00:00:00+08:00', '2026-03-01T01:12:00+08:00', 0.1],
  ])('from %s to %s are %d', (from, to, expected) => expect(elapsedDays(from as Instant, to as Instant)).toBe(expected));
});

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
