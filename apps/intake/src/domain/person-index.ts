import type { SomeAssertions } from '@satualur/contracts/intake/events';
import { nameTokens, soundOf } from '@satualur/contracts/identity/names';

/** One way to find a person; only its keyed hash is kept. */
export interface Entry {
  readonly kind: string;
  readonly value: string;
}

export const NUMBERS = ['nik', 'passport', 'seamanBook', 'lpNumber'] as const;

/** A number as people write it, without signs between. */
export const numberOf = (number: string): string => number.toUpperCase().replace(/[^\p{L}\p{N}]/gu, '');

/** E.164 for numbers of Indonesia written with 0 or 62; others as their digits stand. */
export function phoneOf(phone: string): string {
  const digits = phone.replace(/\D/g, '');
  if (digits.startsWith('0') && !digits.startsWith('00')) return `+62${digits.slice(1)}`;
  return `+${digits.replace(/^00/, '')}`;
}

export const nameEntries = (name: string): readonly Entry[] =>
  nameTokens(name)
    .filter((token) => token.length > 1)
    .map((token) => ({ kind: 'name', value: soundOf(token) }));

/** A number may be of any kind when it is looked for. */
export const numberEntries = (number: string): readonly Entry[] => NUMBERS.map((kind) => ({ kind, value: numberOf(number) }));

export const phoneEntry = (phone: string): Entry => ({ kind: 'phone', value: phoneOf(phone) });
export const guardianEntry = (nik: string): Entry => ({ kind: 'guardian', value: numberOf(nik) });

const plain = (value: unknown): value is string => typeof value === 'string';

/** Everything by which values not sealed yet find their person. */
export function entriesOf(assertions: SomeAssertions): readonly Entry[] {
  const name = assertions.name?.value;
  const phone = assertions.phone?.value;
  const numbers = NUMBERS.flatMap((kind) => {
    const value = assertions[kind]?.value;
    return plain(value) ? [{ kind, value: numberOf(value) }] : [];
  });
  return [...(plain(name) ? nameEntries(name) : []), ...numbers, ...(plain(phone) ? [phoneEntry(phone)] : [])];
}
