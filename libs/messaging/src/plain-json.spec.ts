import { canonicalJson } from '@satualur/contracts/bytes';
import fc from 'fast-check';
import { isPlainCanonicalJson } from './plain-json';

const DEPTH = 32;
const isPlain = (text: string, depth = DEPTH): boolean => isPlainCanonicalJson(Buffer.from(text), depth);

const isCanonical = (text: string): boolean => {
  try {
    return canonicalJson(JSON.parse(text)) === text;
  } catch {
    return false;
  }
};

describe('isPlainCanonicalJson', () => {
  it('holds for what events are made of', () => {
    const event = { b: [1, -7, 0, true, false, null, 'x ~'], a: { '': {}, ab: [], a: '', 'a!': 1, 'a b': 2 }, '10': 1, '2': 2 };
    expect(isPlain(canonicalJson(event))).toBe(true);
  });

  it.each([
    ...[
      '',
      ' {}',
      '{} ',
      '{"b":1,"a":2}',
      '{"a":1,"a":2}',
      '{"ab":1,"a":2}',
      '{"a":1,}',
      '[1,]',
      '[,1]',
      '{"a"}',
      '{"a":}',
      '{a:1}',
    ],
    ...[
      '01',
      '-0',
      '1.0',
      '1e2',
      '1.5',
      '+1',
      '-',
      '9007199254740993',
      'tru',
      'nul',
      'falsy',
      '"a',
      '"\\u0061"',
      '"\n"',
      '"é"',
      '{',
      '[',
    ],
    ...['{}{}', '1 2', '[1 2]', '{"a":1 }', '{"a" :1}', '"', '{"', '{"a"', '{"a":', '{"a":1', '[1', '-1-1'],
  ])('does not hold for %s', (text) => {
    expect(isPlain(text)).toBe(false);
  });

  it('goes as deep as it is told, and not one deeper', () => {
    const nested = (depth: number) => '['.repeat(depth - 1) + '{}' + ']'.repeat(depth - 1);
    expect([isPlain(nested(32)), isPlain(nested(33))]).toEqual([true, false]);
  });

  it('never holds for what is not canonical: values, and values with bytes changed', () => {
    const change = fc.tuple(fc.nat(), fc.constantFrom(...'{}[]",:01-. eatn\\'));
    fc.assert(
      fc.property(
        fc.jsonValue({ maxDepth: 4 }),
        fc.boolean(),
        fc.array(change, { maxLength: 3 }),
        (value, canonical, changes) => {
          const chars = [...(canonical ? canonicalJson(value) : JSON.stringify(value))];
          for (const [at, char] of changes) chars[at % (chars.length + 1)] = char;
          const text = chars.join('');
          if (isPlain(text)) expect(isCanonical(text)).toBe(true);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
