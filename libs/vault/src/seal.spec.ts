import { createSecretKey, randomBytes } from 'node:crypto';
import { AgencyKey, type StreamId, type SubjectId } from '@satualur/contracts/ids';
import { SealedBox } from '@satualur/contracts/sealed';
import fc from 'fast-check';
import { associatedData, BrokenSeal, openValue, sealValue } from './seal';
import type { SealContext } from './vault';

const key = createSecretKey(randomBytes(32));
const context: SealContext = {
  owner: AgencyKey.parse('pol-contoh'),
  subject: '0b6c3a52-1d4e-4f60-8a71-92b3c4d5e6f7' as SubjectId,
  stream: 'record-3f2504e0-4f89-41d3-9a0c-0305e82c3301' as StreamId,
  version: 1,
  field: 'assertions.name.value',
};
const box = sealValue('Siti Fiktif', 'identity', key, context);

describe('a sealed value', () => {
  it('opens to any JSON value that went in', () =>
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const sealed = SealedBox.parse(sealValue(value, 'narrative', key, context));
        expect(openValue(sealed, key, context)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    ));

  it('is bound to owner, subject, stream, version and field', () =>
    expect(associatedData(context).toString()).toBe(
      'pol-contoh/0b6c3a52-1d4e-4f60-8a71-92b3c4d5e6f7/record-3f2504e0-4f89-41d3-9a0c-0305e82c3301/1/assertions.name.value',
    ));

  const elsewhere: Record<keyof SealContext, SealContext> = {
    owner: { ...context, owner: AgencyKey.parse('pol-lain') },
    subject: { ...context, subject: '0b6c3a52-1d4e-4f60-8a71-92b3c4d5e6f8' as SubjectId },
    stream: { ...context, stream: 'record-3f2504e0-4f89-41d3-9a0c-0305e82c3302' as StreamId },
    version: { ...context, version: 2 },
    field: { ...context, field: 'assertions.nik.value' },
  };
  it.each(Object.entries(elsewhere))('does not open at another %s', (_, place) =>
    expect(() => openValue(box, key, place)).toThrow(BrokenSeal),
  );

  it('does not open under another key', () =>
    expect(() => openValue(box, createSecretKey(randomBytes(32)), context)).toThrow(BrokenSeal));

  it('does not open when any byte was changed, or when it was cut short', () => {
    const bytes = Buffer.from(box.ct, 'base64url');
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed[at]! ^= 1;
      expect(() => openValue({ ...box, ct: changed.toString('base64url') }, key, context)).toThrow(BrokenSeal);
      expect(() => openValue({ ...box, ct: bytes.subarray(0, at).toString('base64url') }, key, context)).toThrow(BrokenSeal);
    }
  });

  it('never has the same nonce twice', () => {
    const nonces = Array.from({ length: 5_000 }, () => sealValue(1, 'identity', key, context).ct.slice(0, 16));
    expect(new Set(nonces).size).toBe(nonces.length);
  });

  it('is refused for what JSON cannot say', () => expect(() => sealValue(NaN, 'identity', key, context)).toThrow(TypeError));
});
