import * as fc from 'fast-check';
import { leafHash } from '@satualur/contracts/bytes';
import type { Entry } from '../log-under-audit';
import { InOrder } from './in-order';
import { RecentLeaves } from './recent-leaves';

const entry = (seq: number): Entry => ({ seq, leaf: leafHash(Buffer.from(String(seq))), bytes: Buffer.from(String(seq)) });
const given = (inOrder: InOrder, seqs: readonly number[]) =>
  [...seqs.flatMap((seq) => inOrder.take(entry(seq))), ...inOrder.end()].map(({ seq }) => seq);
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

describe('events in order', () => {
  it('are given in order, however they came', () =>
    fc.assert(
      fc.property(fc.shuffledSubarray(upTo(40), { minLength: 40, maxLength: 40 }), (seqs) =>
        expect(given(new InOrder(), seqs)).toEqual(upTo(40)),
      ),
    ));

  it('go on behind one that is lost', () => expect(given(new InOrder(), [1, 2, 4, 5])).toEqual([1, 2, 4, 5]));

  it('are waited for only so long', () => {
    const inOrder = new InOrder({ events: 3, bytes: 1_000 });
    expect([2, 3, 4, 5].map((seq) => inOrder.take(entry(seq)).length)).toEqual([0, 0, 0, 4]);
    expect(inOrder.next).toBe(6);
    const small = new InOrder({ events: 1_000, bytes: 2 });
    expect([2, 3, 4].map((seq) => small.take(entry(seq)).length)).toEqual([0, 0, 3]);
  });

  it('are told of when they come after the next one, and when a place is taken twice', () => {
    const inOrder = new InOrder();
    inOrder.take(entry(2));
    expect(inOrder.take(entry(2))).toEqual([]);
    expect(inOrder.take({ ...entry(3), seq: 2 })).toEqual([{ seq: 2, stray: 'LEAF_CONFLICT' }]);
    expect(inOrder.take(entry(1)).map(({ flaw }) => flaw)).toEqual(['OUT_OF_PLACE', undefined]);
  });
});

describe('recent leaves', () => {
  it('tell a repeat from another event, from one left out, and from one too long ago', () => {
    const recent = new RecentLeaves();
    for (const seq of [1, 2, 4]) recent.keep(seq, entry(seq).leaf);
    expect(recent.conflict(entry(2))).toEqual([]);
    expect(recent.conflict({ ...entry(1), seq: 2 })).toEqual([{ seq: 2, stray: 'LEAF_CONFLICT' }]);
    expect(recent.conflict(entry(3))).toEqual([{ seq: 3, stray: 'OUT_OF_PLACE' }]);
    recent.keep(70_000, entry(70_000).leaf);
    expect(recent.conflict(entry(4))).toEqual([{ seq: 4, stray: 'REPEAT_UNPROVEN' }]);
    expect(recent.conflict(entry(69_000))).toEqual([{ seq: 69_000, stray: 'OUT_OF_PLACE' }]);
  });
});
