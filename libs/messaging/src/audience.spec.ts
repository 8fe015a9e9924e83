import { encodeEvent } from '@satualur/contracts/bytes';
import { audienceOf } from './audience';
import { envelope } from './testing.log';

const audience = (over: Parameters<typeof envelope>[2]) => audienceOf(encodeEvent(envelope('dinsos', 1, over)));

describe('audienceOf', () => {
  it('finds the agencies an event is addressed to, each once', () => {
    expect(audience({ audience: 'polres rumah-aman polres' })).toEqual(['polres', 'rumah-aman']);
  });

  it('finds none where there is none, also when the data speaks of an audience', () => {
    expect(audience({})).toEqual([]);
    expect(audience({ audience: '' })).toEqual([]);
    expect(audience({ data: { audience: 'polres', text: '","audience":"polres"' } })).toEqual([]);
  });

  it('parses what does not begin as expected', () => {
    expect(audience({ actor: 'quo"te', audience: 'polres' })).toEqual(['polres']);
    expect(audience({ actor: undefined, audience: 'polres' })).toEqual(['polres']);
    expect(audience({ audience: 'polres '.repeat(500) })).toEqual(['polres']);
    expect(audienceOf(Buffer.from('[]'))).toEqual([]);
  });

  it('says that bytes are no event', () => {
    expect(() => audienceOf(Buffer.from('rubbish'))).toThrow(SyntaxError);
  });
});
