import { type Bar, holds, jsonOf, rowOf, shown } from './row';

const ratio = (values: readonly number[], bar: Bar) => rowOf(values, { name: 'append', unit: 'ratio', bar, peer: 'plain' });

describe('a row', () => {
  it.each<readonly [number, Bar, boolean]>([
    [0.8, ['≥', 0.8], true],
    [0.799, ['≥', 0.8], false],
    [12, ['≤', 12], true],
    [12.01, ['≤', 12], false],
    [0, ['=', 0], true],
    [1, ['=', 0], false],
    [NaN, ['≥', 0], false],
    [NaN, ['≤', 9], false],
  ])('of %d keeps to %j: %s', (value, bar, kept) => expect(holds({ value, bar })).toBe(kept));

  it('is the median of its rounds, written as JSON', () => {
    expect(jsonOf([ratio([0.7, 0.9, 0.8], ['≥', 0.8])])).toEqual({
      rows: [{ name: 'append', value: 0.8, unit: 'ratio', bar: '≥ 0.80', holds: true, min: 0.7, max: 0.9, peer: 'plain' }],
    });
  });

  it('shows three figures that count', () =>
    expect([0.834, 12.34, 1234.5, 80_000].map(shown)).toEqual(['0.83', '12.3', '1,235', '80,000']));
});
