import { type Instant, instantOf, msOfInstant } from '../ids';
import type { SlaPolicy } from './events';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** WITA, Asia/Makassar: UTC+8 without summer time. */
const WITA = 8 * HOUR;

const after = (start: Instant, ms: number): Instant => instantOf(msOfInstant(start) + ms);

const EMERGENCY_HOURS = 1;

/** Limit of the acknowledgement clock (SLA-P1), an emergency's own where it is one; hours are elapsed time. */
export const acknowledgeBy = (sentAt: Instant, policy: SlaPolicy, emergency = false): Instant =>
  after(sentAt, (emergency ? (policy.emergencyHours ?? EMERGENCY_HOURS) : policy.acknowledgeHours) * HOUR);

/** The lease's end (SLA-P2): the recipient decides at or before it (architecture 7). */
export const decideBy = (sentAt: Instant, policy: SlaPolicy): Instant => after(sentAt, policy.decideHours * HOUR);

/** When the sender declares expiry: the lease's end plus the policy's grace. */
export const expireAt = (sentAt: Instant, policy: SlaPolicy): Instant =>
  after(sentAt, (policy.decideHours + policy.expiryGraceHours) * HOUR);

/** 24:00 WITA of the `days`-th day after the local date of `start`. */
const endOfLocalDay = (start: Instant, days: number): Instant => {
  const localDay = Math.floor((msOfInstant(start) + WITA) / DAY);
  return instantOf((localDay + days + 1) * DAY - WITA);
};

/** Limit of the statutory clock, UU 21/2007 art. 52, by the policy's own rule of a day's end (FORMAT 7). */
export function statutoryDue(requestedAt: Instant, policy: SlaPolicy): Instant {
  switch (policy.statutoryDayEnds) {
    case 'EndOfLocalDay':
      return endOfLocalDay(requestedAt, policy.statutoryDays);
    case 'Elapsed24h':
      return after(requestedAt, policy.statutoryDays * DAY);
  }
}

/** Local calendar date of an instant in WITA. */
export const dateOf = (at: Instant): string => instantOf(msOfInstant(at) + WITA).slice(0, 10);

const midnight = (date: string): number => msOfInstant(`${date}T00:00:00Z` as Instant);

/** 24:00 WITA of a calendar date. */
export const endOfDay = (date: string): Instant => instantOf(midnight(date) + DAY - WITA);

/** The last day for payment: the date on which the final verdict was notified plus the policy's days (FORMAT 7, UU 21/2007 art. 50(1)). */
export const restitutionDueOn = (notifiedAt: Instant, policy: SlaPolicy): string =>
  instantOf(midnight(dateOf(notifiedAt)) + policy.restitutionDays * DAY).slice(0, 10);

/** First day of a month counted from the year 0. */
const firstOf = (month: number): number => midnight(`${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-01`);

/** The same day of a later month, or that month's last day. */
export function monthsAfter(date: string, months: number): string {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  const target = year * 12 + month - 1 + months;
  const days = (firstOf(target + 1) - firstOf(target)) / DAY;
  return instantOf(firstOf(target) + (Math.min(day, days) - 1) * DAY).slice(0, 10);
}

/** Limit of 3×24 hours of UU 27/2022 art. 46, and of the answers to the data subject. */
export const threeDaysAfter = (at: Instant): Instant => after(at, 3 * DAY);

/** Until when a recipient confirms that it stopped processing (SLA of consent). */
export const confirmStopBy = (at: Instant, policy: SlaPolicy): Instant => after(at, policy.stopConfirmHours * HOUR);

/** Limit of the acknowledgement of an emergency; one hour unless the policy says otherwise. */
export const acknowledgeEmergencyBy = (sentAt: Instant, policy: SlaPolicy): Instant =>
  after(sentAt, (policy.emergencyHours ?? 1) * HOUR);

/** Elapsed days between two instants, one decimal rounded half up as FORMAT 8 asks: 6.0, 9.0. */
export const elapsedDays = (from: Instant, to: Instant): number =>
  Math.floor(((msOfInstant(to) - msOfInstant(from)) * 10) / DAY + 0.5) / 10;

/** The policy that holds at `at` among dated ones in any order: the latest that is valid by then. */
export const inForce = <P extends { readonly validFrom: Instant }>(policies: readonly P[], at: Instant): P | undefined =>
  policies
    .filter((policy) => msOfInstant(policy.validFrom) <= msOfInstant(at))
    .reduce<P | undefined>(
      (best, policy) => (best && msOfInstant(best.validFrom) > msOfInstant(policy.validFrom) ? best : policy),
      undefined,
    );
