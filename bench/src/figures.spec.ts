import { median, percentile, spreadOf } from './figures';

describe('figures', () => {
  it('take the middle one, or the mean of the two in the middle', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([9, 1, 5, 7])).toBe(6);
    expect(median([])).toBeNaN();
  });

  it('give a percentile by nearest rank', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(percentile(hundred, 0.5)).toBe(50);
    expect(percentile(hundred, 0.99)).toBe(99);
    expect(percentile([3], 0.99)).toBe(3);
    expect(percentile([], 0.5)).toBeNaN();
  });

  it('give median, minimum and maximum', () => expect(spreadOf([2, 10, 3])).toEqual({ value: 3, min: 2, max: 10 }));
});
