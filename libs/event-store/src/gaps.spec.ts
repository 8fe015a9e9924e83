import { array, assert, integer, property, uniqueArray } from 'fast-check';
import { Gaps } from './gaps';

const passes = uniqueArray(integer({ min: 1, max: 60 }), { maxLength: 50 }).chain((positions) =>
  array(integer({ min: 1, max: 6 }), { minLength: positions.length, maxLength: positions.length }).map((sizes) => {
    const rest = [...positions];
    return sizes.map((size) => rest.splice(0, size).sort((a, b) => a - b)).filter((pass) => pass.length > 0);
  }),
);

describe('gaps', () => {
  it('are exactly the positions below the head not seen yet', () =>
    assert(
      property(passes, (seen) => {
        const gaps = new Gaps();
        const all = new Set<number>();
        for (const pass of seen) {
          gaps.see(pass);
          for (const position of pass) all.add(position);
          const head = Math.max(...all);
          const missing = Array.from({ length: head }, (_, index) => index + 1).filter((position) => !all.has(position));
          expect([gaps.head, gaps.all().sort((a, b) => a - b)]).toEqual([head, missing]);
          expect(gaps.settled).toBe((missing[0] ?? head + 1) - 1);
        }
      }),
    ));

  it('given up are settled; later ones stay', () => {
    const gaps = new Gaps(2);
    gaps.see([4, 7]);
    gaps.bury([3, 5]);
    expect([gaps.all(), gaps.settled]).toEqual([[6], 5]);
  });
});
