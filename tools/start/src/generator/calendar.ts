export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
const WITA = 8 * HOUR;

/** 00:00 WITA of a date. */
const midnight = (date: string): number => Date.parse(`${date}T00:00:00+08:00`);

export const PERIOD = { from: '2026-01-01', to: '2026-07-01' } as const;
export const FROM = midnight(PERIOD.from);
export const A = midnight(PERIOD.to);
export const B = midnight('2026-07-20');
/** When agencies take other codes, and when one leaves. */
export const RENAMED = midnight('2026-03-01');
export const SUCCEEDED = midnight('2026-03-11');
export const LEFT = midnight('2026-05-01');

/** RFC 3339 in WITA. */
export const at = (instant: number): string => `${new Date(instant + WITA).toISOString().slice(0, 19)}+08:00`;

/** The date in WITA. */
export const dateOf = (instant: number): string => at(instant).slice(0, 10);

/** 24:00 WITA of the day that lies `days` after that of an instant. */
export const endOfDay = (instant: number, days: number): number => midnight(dateOf(instant)) + (days + 1) * DAY;
