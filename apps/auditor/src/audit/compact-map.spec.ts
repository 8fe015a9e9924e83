import * as fc from 'fast-check';
import { CompactMap, type Key, keyOf } from './compact-map';

const word = fc.integer({ min: 0, max: 0xffffffff });
/** Few different keys, so that they meet; 0/0 among them. */
const key: fc.Arbitrary<Key> = fc.tuple(fc.constantFrom(0, 1, 0xffffffff), fc.integer({ min: 0, max: 40 }));

describe('a compact map', () => {
  it('keeps what a map keeps, through growth', () =>
    fc.assert(
      fc.property(fc.array(fc.tuple(key, word, word), { maxLength: 300 }), (writes) => {
        const compact = new CompactMap(2, 4);
        const plain = new Map<string, readonly [number, number]>();
        for (const [at, one, other] of writes) {
          compact.set(at, one, other);
          plain.set(nameOf(at), [one, other]);
        }
        expect(compact.size).toBe(plain.size);
        for (const [at] of writes) {
          const offset = compact.find(at);
          expect([compact.word(offset), compact.word(offset + 1)]).toEqual(plain.get(nameOf(at)));
        }
        expect(compact.find([7, 7])).toBe(-1);
      }),
    ));

  it('makes its keys of every part of an id', () => {
    const base = '00000001-0002-4003-8004-000000000005';
    const keys = [base, ...[0, 9, 14, 19, 24, 35].map((at) => base.slice(0, at) + 'f' + base.slice(at + 1))].map((id) =>
      keyOf(id).join(),
    );
    expect(new Set(keys).size).toBe(keys.length);
  });
});

/** The one pair of keys that the map does not tell apart. */
const nameOf = ([high, low]: Key): string => (high === 0 && low === 0 ? '0,1' : `${high},${low}`);
