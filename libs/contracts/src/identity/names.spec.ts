import { jaroWinkler, namesMatch, nameTokens, soundOf } from './names';

describe('the normal form of a name', () => {
  it.each([
    ['Siti Fiktif', ['siti', 'fiktif']],
    ['H. Noor Contoh', ['nur', 'contoh']],
    ['Hj. Dr. Aisjah binti Rekaan', ['aisyah', 'rekan']],
    ['M. Djoko Tjontoh', ['muhamad', 'joko', 'contoh']],
    ['Moch. Soekarno', ['muhamad', 'sukarno']],
    ['Mohammad Fiktif', ['muhamad', 'fiktif']],
    ['Hj', ['hj']],
    ['Çontoh', ['contoh']],
    ['  ', []],
  ])('%s', (name, tokens) => expect(nameTokens(name)).toEqual(tokens));
});

describe('two names', () => {
  const match = (a: string, b: string) => namesMatch(nameTokens(a), nameTokens(b));
  it.each([
    ['Melati Fiktif', 'Melati F.'],
    ['Melati Fiktif', 'Mlati Fiktif'],
    ['Noor Contoh', 'Nur Contoh'],
    ['Siti', 'Siti Fiktif'],
    ['Siti Rekaan', 'Siti Aminah Rekaan'],
  ])('%s and %s match', (a, b) => expect([match(a, b), match(b, a)]).toEqual([true, true]));
  it.each([
    ['Melati Fiktif', 'Kenanga Fiktif'],
    ['M. F.', 'M. F.'],
    ['Fiktif Siti', 'Siti Fiktif'],
    ['', 'Siti'],
  ])('%s and %s do not', (a, b) => expect(match(a, b)).toBe(a === 'M. F.'));
});

it('measures likeness as Jaro and Winkler do', () => {
  expect(jaroWinkler('martha', 'marhta')).toBeCloseTo(0.9611, 4);
  expect(jaroWinkler('dixon', 'dicksonx')).toBeCloseTo(0.8133, 4);
  expect(jaroWinkler('abc', 'xyz')).toBe(0);
});

it.each([
  ['melati', 'mlati'],
  ['rahmah', 'rama'],
])('hears %s as %s', (a, b) => expect(soundOf(a)).toBe(soundOf(b)));
