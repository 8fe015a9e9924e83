import { RecentLeaves } from './recent-leaves';

const leaf = (seq: number): Buffer => Buffer.alloc(32, seq);

it('keeps the leaves of the last events, and forgets those before', () => {
  const leaves = new RecentLeaves(3);
  expect(leaves.of(1)).toBeUndefined();
  for (const seq of [1, 2, 3, 4]) leaves.keep(seq, leaf(seq));
  expect([1, 2, 3, 4, 5].map((seq) => leaves.of(seq))).toEqual([undefined, leaf(2), leaf(3), leaf(4), undefined]);
  leaves.keep(4, leaf(9));
  expect(leaves.of(4)).toEqual(leaf(9));
});
