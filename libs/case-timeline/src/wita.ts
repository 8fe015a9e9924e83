import { type Instant, msOfInstant } from '@satualur/contracts/ids';
import type { Language } from '@satualur/contracts/timeline/views';

const WITA_MS = 8 * 3_600_000;
const MONTHS: Record<Language, readonly string[]> = {
  id: ['Jan', 'Feb', 'Mar', 'Apr', 'Mei', 'Jun', 'Jul', 'Agu', 'Sep', 'Okt', 'Nov', 'Des'],
  en: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
};
const SEPARATOR: Record<Language, string> = { id: '.', en: ':' };
const two = (n: number): string => String(n).padStart(2, '0');

/** An instant as people in South Kalimantan write it: `4 Feb 2026 10.00 WITA`, in English `4 Feb 2026 10:00 WITA`; seconds are cut. */
export function inWita(instant: Instant, language: Language): string {
  const local = new Date(msOfInstant(instant) + WITA_MS);
  const time = [local.getUTCHours(), local.getUTCMinutes()].map(two).join(SEPARATOR[language]);
  return `${local.getUTCDate()} ${MONTHS[language][local.getUTCMonth()]} ${local.getUTCFullYear()} ${time} WITA`;
}

/** A date of an event, `2026-02-04`, in the same habit: `4 Feb 2026`. */
export function inDays(date: string, language: Language): string {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  return `${day} ${MONTHS[language][month - 1]} ${year}`;
}
