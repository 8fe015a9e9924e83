import { Assertions } from './intake/events';
import { assertions } from './intake/examples';
import { openedForm, plainForm, sealedPaths } from './sealed';

const box = { sealed: 'identity', ct: 'x'.repeat(43) };
const withName = (value: unknown) => ({ ...assertions(), name: { value, method: 'SelfDeclared' } });

describe('personal data', () => {
  it('is known by its paths', () =>
    expect(sealedPaths(Assertions).map(({ path }) => path.join('.'))).toEqual(
      [
        ...['name', 'salutation', 'firstName', 'middleName', 'secondName', 'birthDate', 'ageEstimate'],
        ...['nik', 'passport', 'seamanBook', 'lpNumber', 'phone', 'email', 'address', 'ageWhenTrafficked'],
      ].map((field) => `${field}.value`),
    ));
  it.each([
    ['a plain value', 'Kenanga Contoh', true, true, true],
    ['a box', box, true, false, false],
    ['a closed field', { closed: 'erased' }, false, false, true],
    ['nothing', undefined, false, false, false],
  ])('%s may be decided and stored, sent in, shown', (_, value, decided, sentIn, shown) => {
    const taken = [Assertions, plainForm(Assertions), openedForm(Assertions)].map(
      (schema) => schema.safeParse(withName(value)).success,
    );
    expect(taken).toEqual([decided, sentIn, shown]);
  });
  it('is sent in with known fields only', () =>
    expect(plainForm(Assertions).safeParse({ ...assertions(), more: 1 }).success).toBe(false));
});
