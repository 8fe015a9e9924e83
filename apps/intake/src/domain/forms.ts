import type { SomeAssertions } from '@satualur/contracts/intake/events';
import type { Instant } from '@satualur/contracts/ids';

const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Sixteen digits whose embedded date of birth can be one: day (plus 40 for women), month, year of two digits. */
export function isWellFormedNik(nik: string): boolean {
  if (!/^\d{16}$/.test(nik)) return false;
  const [stated, month, year] = [6, 8, 10].map((at) => Number(nik.slice(at, at + 2))) as [number, number, number];
  const day = stated > 40 ? stated - 40 : stated;
  if (month < 1 || month > 12 || day < 1 || day > DAYS[month - 1]!) return false;
  return month !== 2 || day < 29 || year % 4 === 0;
}

const CODED = ['sex', 'exploitation', 'traffickingStatus', 'maritalStatus'] as const;

/** The HTCDS 2.0 list of each coded field. */
export const LISTS = {
  exploitation: 'vic_TypeOfExploitation',
  traffickingStatus: 'vic_TraffickingStatus',
  maritalStatus: 'prs_MaritalStatus',
} as const;

/** Values as they are stored: as claimed, with the form of the NIK judged and the scheme of every code named. */
export function asStored<A extends SomeAssertions>(assertions: A): A {
  const coded = CODED.flatMap((field) => {
    const value = assertions[field];
    return value === undefined ? [] : [[field, { ...value, scheme: value.scheme ?? 'htcds-2.0' }] as const];
  });
  const { nik } = assertions;
  const judged = nik && { nik: { ...nik, wellFormed: typeof nik.value === 'string' && isWellFormedNik(nik.value) } };
  return { ...assertions, ...Object.fromEntries(coded), ...judged };
}

/** Lists, in force at `at`, of which a stated code is no part. */
export function unlisted(
  assertions: SomeAssertions,
  allows: (list: string, code: string, at: Instant) => boolean,
  at: Instant,
): readonly string[] {
  return (Object.keys(LISTS) as (keyof typeof LISTS)[]).flatMap((field) => {
    const value = assertions[field]?.value;
    const codes: readonly string[] = value === undefined ? [] : Array.isArray(value) ? value : [value];
    return codes.every((code) => allows(LISTS[field], code, at)) ? [] : [LISTS[field]];
  });
}
