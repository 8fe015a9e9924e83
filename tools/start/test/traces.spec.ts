import { gzipSync } from 'node:zlib';
import { readableIn } from './traces';

const NIK = '6399017101907731';
const DECOY = '6399017101807731';
const ENCODERS: Readonly<Record<string, (text: string) => string | Buffer>> = {
  raw: (text) => text,
  'in JSON': (text) => JSON.stringify({ nik: text }),
  hex: (text) => Buffer.from(text).toString('hex'),
  'hex of base64, as bytea prints text': (text) => `\\x${Buffer.from(Buffer.from(text).toString('base64')).toString('hex')}`,
  base64: (text) => Buffer.from(text).toString('base64'),
  'base64 for URLs': (text) => Buffer.from(text).toString('base64url'),
  'base64 of base64': (text) => Buffer.from(Buffer.from(text).toString('base64')).toString('base64'),
  'URL-encoded': (text) => encodeURIComponent(text),
  'every byte URL-encoded': (text) => [...Buffer.from(text)].map((byte) => `%${byte.toString(16)}`).join(''),
  'UTF-16': (text) => Buffer.from(text, 'utf16le'),
};

describe('what can be read in bytes', () => {
  it.each(Object.entries(ENCODERS))('is found: %s', (_, encode) => {
    for (const before of ['', 'a', 'ab', 'abc', '{"nama":"Kenari Fiktif"} ']) {
      const bytes = Buffer.concat([Buffer.from(encode(`${before}${NIK} dan seterusnya`))]);
      expect(readableIn(bytes, [NIK, DECOY])).toEqual([NIK]);
    }
  });

  it('is not found where it does not stand', () => {
    expect(readableIn(gzipSync(NIK), [NIK])).toEqual([]);
    expect(readableIn(Buffer.from(NIK.slice(1)), [NIK])).toEqual([]);
  });
});
