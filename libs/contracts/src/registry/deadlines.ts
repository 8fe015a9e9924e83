import { type Instant, instantOf, msOfInstant } from '../ids';
import type { Limit } from './limits';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** WITA, Asia/Makassar: UTC+8 without summer time. */
const WITA = 8 * HOUR;

const after = (start: Instant, ms: number): Instant => instantOf(msOfInstant(start) + ms);

/** Local calendar date of an instant in WITA. */
export const dateOf = (at: Instant): string => instantOf(msOfInstant(at) + WITA).slice(0, 10);

const midnight = (date: string): number => msOfInstant(`${date}T00:00:00Z` as Instant);

/** 24:00 WITA of a calendar date. */
export const endOfDay = (date: string): Instant => instantOf(midnight(date) + DAY - WITA);

/** 00:00 WITA of a calendar date. */
export const startOfDay = (date: string): Instant => instantOf(midnight(date) - WITA);

/** @param on calendar date `2026-08-17` */
export type IsHoliday = (on: string) => boolean;

/** Days of the civil service's week that are free: Saturday and Sunday (Perpres 21/2023 art. 3(2)). */
const FREE_DAYS: readonly number[] = [6, 0];
/** 0 is Sunday; 1 January 1970 was a Thursday. */
const weekdayOf = (date: string): number => (((midnight(date) / DAY + 4) % 7) + 7) % 7;
const isWorkingDay = (date: string, isHoliday: IsHoliday): boolean => !FREE_DAYS.includes(weekdayOf(date)) && !isHoliday(date);

const dayAfter = (date: string, days: number): string => instantOf(midnight(date) + days * DAY).slice(0, 10);

/** The `count`-th working day after a date; the date itself does not count. */
function workingDayAfter(date: string, count: number, isHoliday: IsHoliday): string {
  let [day, left] = [date, count];
  while (left > 0) {
    day = dayAfter(day, 1);
    if (isWorkingDay(day, isHoliday)) left--;
  }
  return day;
}

/**
 * The instant at which a limit that began at `start` ends; what happens at that very instant is in time (FORMAT 7).
 *
 * Hours are elapsed time. Days are counted by the local date in WITA, the day of the start not among them (domain 2.3, 5.5 rule 18);
 * working days leave out Saturdays, Sundays and the holidays that the registry has published. The last day is over at 24:00 WITA, or
 * at the time of day at which the limit began: with calendar days that is n × 24 hours.
 *
 * @param limit how much of what, from the policy valid at `start`: see `limitOf`, whose limits each name their norm
 */
export function dueAt(start: Instant, { amount, unit, dayEnds }: Limit, isHoliday: IsHoliday): Instant {
  if (unit === 'Hours') return after(start, amount * HOUR);
  const from = dateOf(start);
  const last = unit === 'WorkingDays' ? workingDayAfter(from, amount, isHoliday) : dayAfter(from, amount);
  return dayEnds === 'Elapsed24h' ? after(start, midnight(last) - midnight(from)) : endOfDay(last);
}

/** The local date on which a limit ends: of one at 24:00 the day that ends then. */
export const lastDayOf = (due: Instant): string => dateOf(instantOf(msOfInstant(due) - 1));

/** A limit's end plus some hours of grace. */
export const withGrace = (due: Instant, hours: number): Instant => after(due, hours * HOUR);

/** First day of a month counted from the year 0. */
const firstOf = (month: number): number => midnight(`${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-01`);

/** The same day of a later month, or that month's last day. */
export function monthsAfter(date: string, months: number): string {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  const target = year * 12 + month - 1 + months;
  const days = (firstOf(target + 1) - firstOf(target)) / DAY;
  return instantOf(firstOf(target) + (Math.min(day, days) - 1) * DAY).slice(0, 10);
}

/** Elapsed days between two instants, one decimal rounded half up as FORMAT 8 asks: 6.0, 9.0. */
export const elapsedDays = (from: Instant, to: Instant): number =>
  Math.floor(((msOfInstant(to) - msOfInstant(from)) * 10) / DAY + 0.5) / 10;

/** The policy that holds at `at` among dated ones in any order: the latest that is valid by then; of equal ones the one stated last. */
export const inForce = <P extends { readonly validFrom: Instant }>(policies: readonly P[], at: Instant): P | undefined =>
  policies
    .filter((policy) => msOfInstant(policy.validFrom) <= msOfInstant(at))
    .reduce<P | undefined>(
      (best, policy) => (best && msOfInstant(best.validFrom) > msOfInstant(policy.validFrom) ? best : policy),
      undefined,
    );
