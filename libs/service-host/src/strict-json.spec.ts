import fc from 'fast-check';
import { JsonRefused, parseStrictJson } from './strict-json';

const parse = (text: string): unknown => parseStrictJson(Buffer.from(text));

function faultOf(input: string | Buffer): string {
  try {
    parseStrictJson(Buffer.from(input));
    return 'accepted';
  } catch (error) {
    return error instanceof JsonRefused ? error.fault : String(error);
  }
}

/** After the classes of the JSON parsing test suite (Seriot, "Parsing JSON is a Minefield", 2016). */
const refused: Readonly<Record<string, readonly (string | Buffer)[]>> = {
  'malformed-json': [
    ...[
      '',
      ' ',
      '{',
      '[',
      '"',
      '"a',
      '{"a"',
      '{"a":',
      '{"a":1',
      '{"a":1,',
      '[1',
      '[1,',
      '}',
      ']',
      ':',
      ',',
      'nul',
      'tru',
      'fals',
    ],
    ...[
      'True',
      'NULL',
      'NaN',
      '-NaN',
      'Infinity',
      '-Infinity',
      'undefined',
      '[1,]',
      '[,1]',
      '[1,,2]',
      '{"a":1,}',
      '{,}',
      '{"a"}',
    ],
    ...[
      '{a:1}',
      "{'a':1}",
      '{1:1}',
      '{"a":1 "b":2}',
      '[1 2]',
      '{"a",1}',
      '{"a"::1}',
      '1 2',
      '{}{}',
      '[]]',
      '{}x',
      '[1]#',
      '/**/1',
    ],
    ...['01', '+1', '1.', '.1', '-.1', '1e', '1e+', '1.e1', '0x10', '1_000', '--1', '1-', '-', '-a', '1.2.3', '0e', '１'],
    ...['"\t"', '"\n"', '"\u0000"', '"\\x41"', '"\\a"', '"\\u12"', '"\\u123g"', '"\\U1234"', '"\\', '"\\"', "'a'", '"a\\u"'],
    ...['\f1', '\v1', '\u00a01', '\u20281', '[1]\u0000', '<html>', 'a=b', '{"a":1}}', '[[]', '{"a":[}', '[{]', 'nulll', 'truee'],
    ...[Buffer.from('\ufeff{}'), Buffer.from([0x00, 0x7b, 0x00, 0x7d])],
  ],
  'invalid-utf8': [
    Buffer.from([0x22, 0xff, 0x22]),
    Buffer.from([0x22, 0xc0, 0xaf, 0x22]),
    Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]),
    Buffer.from([0x22, 0xf4, 0x90, 0x80, 0x80, 0x22]),
    Buffer.from([0x22, 0xe2, 0x82, 0x22]),
    Buffer.from([0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00]),
    Buffer.from([0xfe, 0xff, 0x00, 0x7b, 0x00, 0x7d]),
    Buffer.from('{"nama":"é"}', 'latin1'),
  ],
  'invalid-character': [
    '"\\ud800"',
    '"\\udc00\\ud800"',
    '"\\ud800x"',
    '{"\\udfff":1}',
    '"\\uffff"',
    '"\ufdd0"',
    '"\u{1fffe}"',
    '"\\ud83f\\udffe"',
  ],
  'duplicate-key': [
    '{"a":1,"a":1}',
    '{"consent":false,"consent":true}',
    '{"consent":1,"\\u0063onsent":2}',
    '[{"x":{"":1,"":2}}]',
    '{"a":{},"b":1,"a":{}}',
  ],
  'forbidden-key': ['{"__proto__":{"x":1}}', '{"a":[{"__proto__":1}]}', '{"\\u005f_proto__":null}'],
  'number-not-exact': [
    ...[
      '1e309',
      '-1e309',
      '1e400',
      '1e-400',
      '9007199254740993',
      '9171010101900001',
      '9471016512990003',
      '-9007199254740992',
      '-0',
      '-0.0',
    ],
    ...[
      '0.12345678901234567890',
      '1e22',
      '123456789012345678901234567890',
      '0.1000000000000000055',
      '4.9e-324',
      '-0e5',
      '1e-324',
    ],
  ],
  'too-deep': [
    `${'['.repeat(33)}${']'.repeat(33)}`,
    '['.repeat(5_000),
    `${'{"a":'.repeat(33)}1${'}'.repeat(33)}`,
    '['.repeat(1_000_000),
  ],
};

describe.each(Object.entries(refused))('%s', (fault, inputs) => {
  it.each(inputs.map((input) => [JSON.stringify(input.toString('latin1')).slice(0, 60), input] as const))('is %s', (_, input) =>
    expect(faultOf(input)).toBe(fault),
  );
});

const accepted = [
  ...['null', 'true', 'false', '0', '-1', '1.5', '1e5', '1E-7', '0.1', '9007199254740991', '-9007199254740991', '1.5e-10'],
  ...[
    '123.4560',
    '0.000',
    '0e0',
    '5e-324',
    '100000000000000',
    '1.000000000000000000',
    '"a"',
    '""',
    '"\\u0000"',
    '"\\ud83d\\ude00"',
    '"😀"',
  ],
  ...[
    '"\u2028"',
    '"\\/\\b\\f\\n\\r\\t\\"\\\\"',
    '"\u007f"',
    '[]',
    '{}',
    ' \t\r\n[ 1 , 2 ] ',
    '{"a":{"a":1}}',
    '{"constructor":1,"toString":2}',
  ],
  ...[
    '{"hasOwnProperty":1}',
    '{"":0}',
    '{"1":1,"0":0}',
    `${'['.repeat(32)}${']'.repeat(32)}`,
    '"Nur ‘Aini Rekaan"',
    '[1,"a",null,{"b":[]}]',
  ],
];

describe('what is accepted', () => {
  it.each(accepted)('%s is what JSON.parse makes of it', (text) => expect(parse(text)).toEqual(JSON.parse(text)));

  it('leaves every prototype alone', () => {
    const value = parse('{"constructor":{"prototype":{"polluted":1}},"toString":1}') as object;
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('points to the fault by member names', () => {
    const refusal = (text: string) => {
      try {
        return parse(text);
      } catch (error) {
        return (error as JsonRefused).path;
      }
    };
    expect(refusal('{"a":[{"b":1},{"b":1,"b":2}]}')).toEqual(['a', 1, 'b']);
    expect(refusal('{"a":{"n":1e309}}')).toEqual(['a', 'n']);
    expect(refusal('{"a":[1,2],"b":[1e309]}')).toEqual(['b', 0]);
  });
});

describe('against JSON.parse', () => {
  const spaced = fc
    .tuple(fc.jsonValue({ maxDepth: 6 }), fc.constantFrom(undefined, 0, 1, '\t'))
    .map(([value, space]) => JSON.stringify(value, null, space));
  const alphabet = fc.constantFrom(
    ...'{}[]:,"\\ \n0123456789-+.eEutrfalsn/bdAF\u00e9'.split(''),
    '"a"',
    '{"a":',
    'null',
    'true',
    '\\u00e9',
    '1.5',
    '\\ud83d',
  );

  it('agrees on every JSON text, or refuses it for one of its own reasons', () =>
    fc.assert(
      fc.property(spaced, (text) => {
        const fault = faultOf(text);
        if (fault === 'accepted') expect(parse(text)).toEqual(JSON.parse(text));
        else expect(['forbidden-key', 'invalid-character', 'number-not-exact']).toContain(fault);
      }),
      { numRuns: 2_000 },
    ));

  it('accepts nothing that JSON.parse refuses, and says malformed only where it does', () =>
    fc.assert(
      fc.property(
        fc.array(alphabet, { maxLength: 14 }).map((parts) => parts.join('')),
        (text) => {
          const fault = faultOf(text);
          const isJson = expectParsed(text);
          if (fault === 'accepted') expect(parse(text)).toEqual(JSON.parse(text));
          if (fault === 'malformed-json') expect(isJson).toBe(false);
          if (isJson) expect(fault).not.toBe('malformed-json');
        },
      ),
      { numRuns: 20_000 },
    ));

  it('accepts a number exactly when a double spells it the same', () =>
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const isPlain = !Object.is(value, -0) && (!Number.isInteger(value) || Number.isSafeInteger(value));
        expect(faultOf(String(Object.is(value, -0) ? '-0' : value))).toBe(isPlain ? 'accepted' : 'number-not-exact');
      }),
    ));

  it('finds a repeated name wherever it stands', () =>
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.nat(), { minKeys: 1 }), fc.nat(), (object, seed) => {
        const members = Object.entries(object).map(([name, value]) => `${JSON.stringify(name)}:${value}`);
        const twice = [...members, members[seed % members.length]!];
        expect(['duplicate-key', 'forbidden-key', 'invalid-character']).toContain(faultOf(`{${twice.join(',')}}`));
      }),
    ));
});

function expectParsed(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

it('reads the largest body of any shape in far less than a second', () => {
  const shapes = ['[1.5', ',12345.678901234567', '"a\\u00e9"', '["k"', '{"a":0'].map((part) =>
    part.repeat(131_072 / part.length),
  );
  const keys = `{${Array.from({ length: 12_000 }, (_, index) => `"k${index}":1`).join(',')}}`;
  const start = performance.now();
  for (const text of [...shapes.map((shape) => `[${shape.slice(1)}]`), keys, `[${'1,'.repeat(65_000)}1]`]) faultOf(text);
  expect(performance.now() - start).toBeLessThan(1_000);
});
