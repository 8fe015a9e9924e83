import type { CodeScheme } from '@satualur/contracts/codes/casework';
import type { Field, SomeAssertions } from '@satualur/contracts/intake/events';

const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Sixteen digits whose embedded date of birth can be one: day (plus 40 for women), month, year of two digits. */
export function isWellFormedNik(nik: string): boolean {
  if (!/^\d{16}$/.test(nik)) return false;
  const [stated, month, year] = [6, 8, 10].map((at) => Number(nik.slice(at, at + 2))) as [number, number, number];
  const day = stated > 40 ? stated - 40 : stated;
  if (month < 1 || month > 12 || day < 1 || day > DAYS[month - 1]!) return false;
  return month !== 2 || day < 29 || year % 4 === 0;
}

/** Whose codes each coded field holds, where its caller does not say. */
const SCHEMES = {
  ...{ role: 'satualur', sex: 'htcds-2.0', originKabkota: 'kemendagri' },
  ...{ exploitation: 'htcds-2.0', traffickingStatus: 'htcds-2.0', maritalStatus: 'htcds-2.0', citizenship: 'htcds-2.0' },
  ...{ education: 'htcds-2.0', recruitment: 'htcds-2.0', control: 'htcds-2.0', industry: 'htcds-2.0' },
  ...{ sexExploitation: 'htcds-2.0', relationToTrafficker: 'htcds-2.0', roleInProcess: 'htcds-2.0' },
} as const satisfies Partial<Record<Field, CodeScheme>>;

/** Values as they are stored: as claimed, with the form of the NIK judged and the scheme of every code named. */
export function asStored<A extends SomeAssertions>(assertions: A): A {
  const coded = Object.entries(SCHEMES).flatMap(([field, scheme]) => {
    const value = assertions[field as keyof typeof SCHEMES];
    return value === undefined ? [] : [[field, { ...value, scheme: value.scheme ?? scheme }] as const];
  });
  const { nik } = assertions;
  const judged = nik && { nik: { ...nik, wellFormed: typeof nik.value === 'string' && isWellFormedNik(nik.value) } };
  return { ...assertions, ...Object.fromEntries(coded), ...judged };
}
