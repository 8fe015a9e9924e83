import type { SomeAssertions } from '@satualur/contracts/intake/events';
import { nameTokens, soundOf } from '@satualur/contracts/identity/names';

/** One way to find a person; only its keyed hash is kept. */
export interface Entry {
  readonly kind: string;
  readonly value: string;
}

/** HTCDS keeps a name in parts; who knows only the whole states that. */
export const NAME_PARTS = ['firstName', 'middleName', 'secondName'] as const;
export const NUMBERS = ['nik', 'passport', 'seamanBook', 'lpNumber'] as const;

/** A number as people write it, without signs between. */
export const numberOf = (number: string): string => number.toUpperCase().replace(/[^\p{L}\p{N}]/gu, '');

/** E.164 for numbers of Indonesia written with 0 or 62; others as their digits stand. */
export function phoneOf(phone: string): string {
  const digits = phone.replace(/\D/g, '');
  if (digits.startsWith('0') && !digits.startsWith('00')) return `+62${digits.slice(1)}`;
  return `+${digits.replace(/^00/, '')}`;
}

/** Letters of other scripts that look like Latin ones. */
const LOOKALIKES = new Map(
  Object.entries({
    ...{ а: 'a', в: 'b', е: 'e', к: 'k', м: 'm', н: 'h', о: 'o', р: 'p', с: 'c', т: 't', у: 'y', х: 'x', ѕ: 's', і: 'i', ј: 'j' },
    ...{ α: 'a', β: 'b', ε: 'e', ι: 'i', κ: 'k', ο: 'o', ρ: 'p', τ: 't', υ: 'y', χ: 'x', ζ: 'z' },
  }),
);

/** A name as it is looked for (reliability B10): what cannot be seen, and how a letter is coded, keeps nobody from being found. Never a reason to link. */
const seen = (name: string): string =>
  [
    ...name
      .normalize('NFKC')
      .toLowerCase()
      .replace(/\p{Cf}/gu, ''),
  ]
    .map((letter) => LOOKALIKES.get(letter) ?? letter)
    .join('');

/** The tokens by which names are compared when somebody is looked for. */
export const soughtTokens = (name: string): readonly string[] => nameTokens(seen(name));

export const nameEntries = (name: string): readonly Entry[] =>
  soughtTokens(name)
    .filter((token) => token.length > 1)
    .map((token) => ({ kind: 'name', value: soundOf(token) }));

/** A number may be of any kind when it is looked for. */
export const numberEntries = (number: string): readonly Entry[] => NUMBERS.map((kind) => ({ kind, value: numberOf(number) }));

export const phoneEntry = (phone: string): Entry => ({ kind: 'phone', value: phoneOf(phone) });
export const guardianEntry = (nik: string): Entry => ({ kind: 'guardian', value: numberOf(nik) });

const distinct = (entries: readonly Entry[]): readonly Entry[] =>
  entries.filter(({ value }, index) => entries.findIndex((entry) => entry.value === value) === index);

const plain = (value: unknown): value is string => typeof value === 'string';

/** Everything by which values not sealed yet find their person. */
export function entriesOf(assertions: SomeAssertions): readonly Entry[] {
  const names = (['name', ...NAME_PARTS] as const).flatMap((field) => {
    const value = assertions[field]?.value;
    return plain(value) ? nameEntries(value) : [];
  });
  const phone = assertions.phone?.value;
  const numbers = NUMBERS.flatMap((kind) => {
    const value = assertions[kind]?.value;
    return plain(value) ? [{ kind, value: numberOf(value) }] : [];
  });
  return [...distinct(names), ...numbers, ...(plain(phone) ? [phoneEntry(phone)] : [])];
}
