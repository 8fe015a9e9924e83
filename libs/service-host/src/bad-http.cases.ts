/** Bad bodies and values by the classes of reliability.md 4.2; every one must be refused whatever the route. */

/** Stands for a person in what is sent; no answer may hold it. */
export const CANARY = 'Kanari Fiktif 6399017101900001';

export interface BadBody {
  readonly name: string;
  readonly body: Buffer;
  readonly statuses: readonly number[];
  readonly headers?: Readonly<Record<string, string>>;
}

const bad = (statuses: readonly number[], named: Readonly<Record<string, string | Buffer>>): BadBody[] =>
  Object.entries(named).map(([name, body]) => ({ name, statuses, body: Buffer.from(body) }));

const textWith = (sample: object, members: string): string => {
  const inner = JSON.stringify(sample).slice(1, -1);
  return `{${inner}${inner === '' ? '' : ','}${members}}`;
};
const firstMember = (sample: object): string => {
  const [name, value] = Object.entries(sample)[0] ?? ['catatan', CANARY];
  return `${JSON.stringify(name)}:${JSON.stringify(value)}`;
};

/** B1 not JSON, B2 JSON that readers understand differently, B3 depth and size, B4 repeated names, B5 names of prototypes, B6 other than an object. */
export const badBodies = (sample: object): Readonly<Record<'B1' | 'B2' | 'B3' | 'B4' | 'B5' | 'B6', readonly BadBody[]>> => {
  const good = JSON.stringify(sample);
  const twice = firstMember(sample);
  const escaped = twice.replace(/^"(.)/, (_, letter: string) => `"\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return {
    B1: bad([400], {
      'nothing at all': ' ',
      'cut short': good.slice(0, -1),
      'text after it': `${good}${JSON.stringify(CANARY)}`,
      'a second text': `${good}${good}`,
      'a comma too many': textWith(sample, `"x":"${CANARY}",`),
      'single quotes': `{'x':'${CANARY}'}`,
      'a comment': `/* ${CANARY} */${good}`,
      'a bare word': CANARY.split(' ')[0]!,
      'a control character': textWith(sample, `"x":"${CANARY}\t"`),
      HTML: `<p>${CANARY}</p>`,
      'a form': `x=${encodeURIComponent(CANARY)}`,
    }),
    B2: bad([400], {
      'a byte order mark': `\ufeff${good}`,
      'UTF-16': Buffer.from(good, 'utf16le'),
      'Latin-1': Buffer.from(textWith(sample, '"x":"é"'), 'latin1'),
      'an overlong form': Buffer.concat([Buffer.from('{"x":"'), Buffer.from([0xc0, 0xaf]), Buffer.from('"}')]),
      'an escaped lone surrogate': textWith(sample, `"x":"${CANARY}\\ud800"`),
      'a noncharacter': textWith(sample, `"x":"${CANARY}\\uffff"`),
      'a huge exponent': textWith(sample, '"x":1e400'),
    }),
    B3: [
      ...bad([400], {
        '33 levels': textWith(sample, `"x":${'['.repeat(33)}${']'.repeat(33)}`),
        '5,000 levels': textWith(sample, `"x":${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`),
      }),
      ...bad([413], {
        '1,000,000 levels': '['.repeat(1_000_000),
        '100,000 members': `{${Array.from({ length: 100_000 }, (_, index) => `"k${index}":0`).join(',')}}`,
        'an array of 1,000,000': `[${'0,'.repeat(999_999)}0]`,
        '128 KiB and a byte': textWith(sample, `"x":"${'a'.repeat(128 * 1024 + 1 - textWith(sample, '"x":""').length)}"`),
      }),
      ...['gzip', 'br', 'deflate', 'x-unknown'].map((coding) => ({
        name: `encoded by ${coding}`,
        statuses: [415],
        body: Buffer.from(good),
        headers: { 'content-encoding': coding },
      })),
    ],
    B4: bad([400], {
      'a name twice': textWith(sample, `${twice},${twice}`),
      'a name twice, once by an escape': textWith(sample, `${twice},${escaped}`),
      'deep inside': textWith(sample, `"x":[{"setuju":false,"setuju":"${CANARY}"}]`),
    }),
    B5: bad([400, 422], {
      __proto__: textWith(sample, '"__proto__":{"polluted":"x"}'),
      'escaped __proto__': textWith(sample, '"\\u005f_proto__":{"polluted":"x"}'),
      'constructor.prototype': textWith(sample, '"constructor":{"prototype":{"polluted":"x"}}'),
      toString: textWith(sample, `"toString":"${CANARY}"`),
      hasOwnProperty: textWith(sample, `"hasOwnProperty":"${CANARY}"`),
      'a person as a name': textWith(sample, `"${CANARY}":1`),
    }),
    B6: bad([422], {
      'an array': `["${CANARY}"]`,
      'a text': JSON.stringify(CANARY),
      'a number': '6399',
      null: 'null',
      'a member nobody knows': textWith(sample, `"tidakDikenal":"${CANARY}"`),
    }),
  };
};

type Path = readonly string[];
export interface BadField extends BadBody {
  readonly path: Path;
}

/** Every member of a sample by its path, containers too. */
function membersOf(value: unknown, path: Path = []): { readonly path: Path; readonly value: unknown }[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const here = [...path, name];
    return [{ path: here, value: inner as unknown }, ...membersOf(inner, here)];
  });
}

const MARK = '"@@bad@@"';
function replaced(sample: unknown, [name, ...rest]: Path): unknown {
  if (name === undefined) return '@@bad@@';
  if (Array.isArray(sample)) return sample.map((item: unknown, index) => (String(index) === name ? replaced(item, rest) : item));
  return { ...(sample as object), [name]: replaced((sample as Record<string, unknown>)[name], rest) };
}
const withText = (sample: object, path: Path, text: string): Buffer =>
  Buffer.from(JSON.stringify(replaced(sample, path)).replace(MARK, text));

const kindOf = (value: unknown): string => (Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value);
const OTHER_KINDS: Readonly<Record<string, string>> = {
  number: '6399017101900001',
  boolean: 'true',
  string: JSON.stringify(CANARY),
  array: `[["${CANARY}"]]`,
  object: `{"$gt":"","x":"${CANARY}"}`,
};
const NUMBERS = ['-0', '1e309', '1e-400', '9007199254740993', '0x10', '1_000', 'NaN', 'Infinity', '01', '.5'];
const INSTANTS = [
  ...[
    '2026-02-30T08:00:00+08:00',
    '2023-02-29T08:00:00+08:00',
    '2026-04-31T08:00:00+08:00',
    '0000-01-01T00:00:00Z',
    '0001-01-01T00:00:00+08:00',
  ],
  ...[
    '10000-01-01T00:00:00Z',
    '2026-02-01T24:00:00+08:00',
    '2026-02-01T23:59:61Z',
    '2026-02-01T08:00:00',
    '2026-02-01T08:00:00+08',
    '2026-02-01',
  ],
  ...[
    '2026-13-01T08:00:00Z',
    '2026-02-01 08:00:00Z',
    '1 Februari 2026',
    '',
    `${CANARY}`,
    '２０２６-02-01T08:00:00Z',
    '2026-02-01T08:00:00+25:00',
  ],
];
const DATES = [
  '2026-02-30',
  '2023-02-29',
  '2026-04-31',
  '0000-01-01',
  '10000-01-01',
  '2026-13-01',
  '2026-00-10',
  '01-02-2026',
  '２０２６-02-01',
  CANARY,
];

/** B6: each member as every other kind; B7: each number as no number; B8: each instant and date as none. */
export const badFields = (sample: object): Readonly<Record<'B6' | 'B7' | 'B8', readonly BadField[]>> => {
  const members = membersOf(sample);
  const fields = (statuses: readonly number[], { path, value }: (typeof members)[number], texts: readonly string[]): BadField[] =>
    texts.map((text) => ({
      name: `${kindOf(value)} /${path.join('/')} as ${text.slice(0, 40)}`,
      path,
      statuses,
      body: withText(sample, path, text),
    }));
  const others = (value: unknown) =>
    Object.entries(OTHER_KINDS).flatMap(([kind, text]) => (kind === kindOf(value) ? [] : [text]));
  const looks = (pattern: RegExp) => members.filter(({ value }) => typeof value === 'string' && pattern.test(value));
  const quoted = (texts: readonly string[]) => texts.map((text) => JSON.stringify(text));
  return {
    B6: members.flatMap((member) => fields([422], member, others(member.value))),
    B7: members.filter(({ value }) => typeof value === 'number').flatMap((member) => fields([400], member, NUMBERS)),
    B8: [
      ...looks(/^\d{4}-\d\d-\d\dT/).flatMap((member) => fields([422], member, quoted(INSTANTS))),
      ...looks(/^\d{4}-\d\d-\d\d$/).flatMap((member) => fields([422], member, quoted(DATES))),
    ],
  };
};
