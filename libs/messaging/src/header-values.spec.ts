import * as fc from 'fast-check';
import { leafIn, seqIn } from './header-values';

const SEQ = /^[1-9][0-9]{0,14}$/;
const LEAF = /^[0-9a-f]{64}$/;
const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
const rubbish = fc.uint8Array({ maxLength: 70 }).map((bytes) => Buffer.from(bytes).toString('latin1'));

describe('the value of a header', () => {
  it('is a seq exactly when it is written as one', () => {
    const digits = fc.array(fc.constantFrom(...'0123456789'), { maxLength: 17 }).map((all) => all.join(''));
    const almost = fc.constantFrom('', '0', '01', '1 ', '+1', '-1', '1e3', '1\n', '٣', '9'.repeat(15), '9'.repeat(16));
    const check = (text: string) =>
      expect(seqIn(latin1(text))).toBe(SEQ.test(latin1(text).toString('latin1')) ? Number(text) : undefined);
    fc.assert(fc.property(fc.oneof(digits, almost, rubbish), check));
    expect(seqIn(undefined)).toBeUndefined();
  });

  it('is a leaf exactly when it is written as one', () => {
    const leaf = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('hex'));
    const spoilt = fc
      .tuple(leaf, fc.nat(63), fc.nat(255))
      .map(([text, at, code]) => text.slice(0, at) + String.fromCharCode(code) + text.slice(at + 1));
    const check = (text: string) => expect(leafIn(latin1(text))).toEqual(LEAF.test(text) ? Buffer.from(text, 'hex') : undefined);
    fc.assert(
      fc.property(
        fc.oneof(
          leaf,
          spoilt,
          rubbish,
          leaf.map((text) => text.toUpperCase()),
        ),
        check,
      ),
    );
    expect(leafIn(undefined)).toBeUndefined();
  });
});
