const DAY_MS = 86_400_000;
const WITA_MS = 8 * 3_600_000;

/** The date in WITA of an instant, as `2026-06-19`. */
export const localDate = (ms: number): string => new Date(ms + WITA_MS).toISOString().slice(0, 10);

/** 24:00 WITA of the `days`-th day after the local date of an instant. */
export const endOfLocalDay = (ms: number, days: number): number =>
  (Math.floor((ms + WITA_MS) / DAY_MS) + days + 1) * DAY_MS - WITA_MS;

export const daysLater = (ms: number, days: number): number => ms + days * DAY_MS;

/** Days of 24 h, one decimal, half up. */
export const elapsedDays = (fromMs: number, toMs: number): number =>
  Math.floor(((toMs - fromMs) * 20 + DAY_MS) / (2 * DAY_MS)) / 10;
