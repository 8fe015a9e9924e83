import * as fc from 'fast-check';
import type { StreamId } from '@satualur/contracts/ids';
import { hlcOf } from '@satualur/contracts/hlc';
import { countedWatermark, freshAfter, Gap, LeafChanged, markAfter, START } from './marks';
import { TestLog } from '@satualur/contracts/testing';

const log = new TestLog('registry', false);
for (let n = 0; n < 9; n++) {
  const event = { type: 'TaskForceFormed', data: { kabkota: `630${n}` } };
  log.write({ stream: 'taskforce-00000000-0000-7000-8000-000000000001' as StreamId, event, at: 1000 + n });
}
const { events } = log;
const upTo = (seq: number) => (seq === 0 ? START : markAfter(events.slice(0, seq)));
const seqs = (mark: number, run: typeof events) => freshAfter(upTo(mark), 'registry', run).map((event) => event.seq);

describe('what of a run is new', () => {
  it('is what stands after the mark, each place once, however often it is given', () => {
    expect(seqs(0, events.slice(0, 3))).toEqual([1, 2, 3]);
    expect(seqs(2, events.slice(0, 4))).toEqual([3, 4]);
    expect(seqs(1, [events[1]!, events[1]!, events[0]!, events[2]!, events[1]!])).toEqual([2, 3]);
    expect(seqs(3, events.slice(0, 3))).toEqual([]);
  });

  it('is nothing when an event is missing', () => {
    expect(() => seqs(2, [events[3]!])).toThrow(new Gap('registry', 3, 4));
    expect(() => seqs(0, [events[0]!, events[2]!])).toThrow(Gap);
  });

  it('is an incident when the last place holds other bytes', () => {
    const changed = { ...events[1]!, leaf: events[2]!.leaf };
    expect(() => seqs(2, [changed])).toThrow(LeafChanged);
  });

  it('is never of another log', () => expect(() => freshAfter(START, 'other', events)).toThrow(RangeError));

  it('is every event once, in order, over any split with repeats', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(3), fc.integer({ min: 1, max: 4 }))), (runs) => {
        let mark = START;
        const applied: number[] = [];
        for (const [back, size] of [...runs, ...Array.from({ length: 9 }, () => [1, 2] as const)]) {
          const fresh = freshAfter(mark, 'registry', events.slice(Math.max(0, mark.seq - back), mark.seq + size));
          if (fresh.length > 0) mark = markAfter(fresh);
          applied.push(...fresh.map((event) => event.seq));
        }
        expect(applied).toEqual(events.map((event) => event.seq));
      }),
    );
  });
});

it('counts the highest watermark whose size is applied', () => {
  const promises = [
    { size: 1, watermark: hlcOf(7) },
    { size: 2, watermark: hlcOf(9) },
    { size: 2, watermark: hlcOf(8) },
  ];
  expect(countedWatermark(START, promises)).toBeUndefined();
  expect(countedWatermark(upTo(1), promises)).toBe(hlcOf(7));
  expect(countedWatermark(upTo(2), promises)).toBe(hlcOf(9));
});
