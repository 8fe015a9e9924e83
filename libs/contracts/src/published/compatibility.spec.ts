import fc from 'fast-check';
import { z } from 'zod';
import { catalogue } from '../catalogue';
import { breaks } from './compatibility';
import { type JsonSchema, publishedSchema } from './json-schema';

const of = (schema: z.ZodType): JsonSchema => z.toJSONSchema(schema) as JsonSchema;
const base = { code: z.enum(['a', 'b']), name: z.string().max(10), note: z.string().optional(), inner: z.object({ n: z.int() }) };
const was = of(z.object(base));
const becomes = (change: z.ZodRawShape) => breaks(was, of(z.object({ ...base, ...change })));

describe('what may change within a version', () => {
  it.each([
    ['nothing', {}],
    ['an optional field is added', { more: z.string().optional() }],
    ['a field becomes optional', { name: z.string().max(10).optional() }],
    ['a list of values grows', { code: z.enum(['a', 'b', 'c']) }],
    ['a bound is loosened', { name: z.string().max(20) }],
    ['a bound goes', { name: z.string() }],
    ['an optional field is added deep down', { inner: z.object({ n: z.int(), m: z.int().optional() }) }],
  ])('%s', (_, change) => expect(becomes(change)).toEqual([]));
});

describe('what may not', () => {
  const { note: _, ...removed } = base;
  it('a field is removed', () => expect(breaks(was, of(z.object(removed)))).toEqual(['data.note: was removed']));
  it.each([
    ['a required field is added', { more: z.string() }, 'data.more: became required'],
    ['an optional field becomes required', { note: z.string() }, 'data.note: became required'],
    ['a value is removed', { code: z.enum(['a']) }, 'data.code: the value b was removed'],
    ['a bound is tightened', { name: z.string().max(5) }, 'data.name: maxLength was changed or tightened'],
    ['a bound is added', { name: z.string().max(10).min(1) }, 'data.name: minLength was changed or tightened'],
    ['a pattern is added', { name: z.string().max(10).regex(/^x/) }, 'data.name: pattern was changed or tightened'],
    ['free text becomes a list', { name: z.enum(['x']) }, 'data.name: values were limited'],
    ['a type changes', { note: z.number().optional() }, 'data.note: type was changed or tightened'],
    ['a deep field is removed', { inner: z.object({}) }, 'data.inner.n: was removed'],
    ['a deep field becomes required', { inner: z.object({ n: z.int(), m: z.int() }) }, 'data.inner.m: became required'],
  ])('%s', (_what, change, complaint) => expect(becomes(change)).toContain(complaint));
  it('an item of a list is narrowed', () =>
    expect(breaks(of(z.array(z.enum(['a', 'b']))), of(z.array(z.enum(['a']))))).toEqual(['data[]: the value b was removed']));
  it('an alternative is removed', () => {
    const [text, number, flag] = [z.object({ t: z.string() }), z.object({ n: z.int() }), z.object({ f: z.boolean() })];
    expect(breaks(of(z.union([text, number])), of(z.union([text, flag])))).toEqual(['data: alternative 1 was removed']);
  });
});

/** Values that the old schema takes must be taken by the new one wherever the walker has no objection. */
describe('no objection', () => {
  const scalar = fc.constantFrom<z.ZodType>(
    z.string(),
    z.string().max(2),
    z.string().min(2),
    z.enum(['a', 'b']),
    z.enum(['a']),
    z.int(),
    z.int().min(1),
  );
  const field = fc.tuple(scalar, fc.boolean()).map(([schema, optional]) => (optional ? schema.optional() : schema));
  const shape = fc.dictionary(fc.constantFrom('p', 'q', 'r'), field, { maxKeys: 3 });
  const value = fc.constantFrom<unknown>('a', 'b', 'cc', 'ccc', '', 0, 1, 2);
  const values = fc.dictionary(fc.constantFrom('p', 'q', 'r'), value, { maxKeys: 3 });
  it('means that everything written before is still read', () =>
    fc.assert(
      fc.property(shape, shape, values, (before, after, data) => {
        fc.pre(breaks(of(z.object(before)), of(z.object(after))).length === 0 && z.strictObject(before).safeParse(data).success);
        expect(z.object(after).safeParse(data).success).toBe(true);
      }),
      { numRuns: 300, maxSkipsPerRun: 200 },
    ));
});

it('has no objection to the schemas as they are', () => {
  for (const entry of catalogue.values()) expect(breaks(publishedSchema(entry), publishedSchema(entry))).toEqual([]);
});
