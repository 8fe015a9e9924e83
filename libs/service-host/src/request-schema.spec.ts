import { sealed } from '@satualur/contracts/sealed';
import { z } from 'zod';
import type { FieldFault } from './field-fault';
import { Problem } from './problem';
import { parseRequest, requestSchema } from './request-schema';

const faultsOf = (schema: z.ZodType, value: unknown): readonly FieldFault[] => {
  try {
    parseRequest(requestSchema(schema), value);
    return [];
  } catch (error) {
    if (error instanceof Problem && error.status === 422) return error.details.errors ?? [];
    throw error;
  }
};
const pointersOf = (schema: z.ZodType, value: unknown) => faultsOf(schema, value).map(({ pointer }) => pointer);

const inner = z.object({ a: z.string() });
const loose = { a: 'x', lebih: 1 };

describe('a request’s schema', () => {
  it.each([
    ['an object', inner, loose, '/lebih'],
    ['an object in an object', z.object({ in: inner }), { in: loose }, '/in/lebih'],
    ['an object in a list', z.object({ in: z.array(inner) }), { in: [{ a: 'x' }, loose] }, '/in/1/lebih'],
    ['an optional object', z.object({ in: inner.optional() }), { in: loose }, '/in/lebih'],
    ['a nullable object', z.object({ in: inner.nullable() }), { in: loose }, '/in/lebih'],
    ['an object with a default', z.object({ in: inner.default({ a: '' }) }), { in: loose }, '/in/lebih'],
    ['an object in a record', z.object({ in: z.record(z.string(), inner) }), { in: { k: loose } }, '/in/k/lebih'],
    [
      'an object among alternatives',
      z.object({ in: z.union([z.object({ deep: inner }), z.string()]) }),
      { in: { deep: loose } },
      '/in/deep/lebih',
    ],
    [
      'a tagged alternative',
      z.object({ in: z.discriminatedUnion('t', [inner.extend({ t: z.literal('x') }), z.object({ t: z.literal('y') })]) }),
      { in: { ...loose, t: 'x' } },
      '/in/lebih',
    ],
    ['an object with a rule of its own', z.object({ in: inner.refine(() => true) }), { in: loose }, '/in/lebih'],
  ])('refuses a member nobody knows in %s', (_, schema, value, pointer) => {
    expect(schema.safeParse(value).success).toBe(true);
    expect(pointersOf(schema, value)).toContain(pointer);
  });

  it('keeps an object’s own rules', () =>
    expect(
      faultsOf(
        inner.refine(({ a }) => a !== 'x', { path: ['a'] }),
        { a: 'x' },
      ),
    ).toEqual([{ pointer: '/a', code: 'not-valid' }]));

  it('lets through what an open object says it takes', () => expect(faultsOf(z.looseObject({}), loose)).toEqual([]));

  it('takes the plain value of a sealed field, never a box', () => {
    const schema = z.object({
      name: sealed('identity', z.string()),
      born: sealed('identity', z.object({ year: z.number() })).optional(),
    });
    expect(faultsOf(schema, { name: 'Siti Fiktif', born: { year: 1990 } })).toEqual([]);
    const box = { sealed: 'identity', ct: 'A'.repeat(40) };
    expect(pointersOf(schema, { name: box })).toEqual(['/name']);
    expect(pointersOf(schema, { name: 'x', born: box })).toEqual(expect.arrayContaining(['/born/year', '/born/ct']));
  });

  it.each([
    ['missing', z.object({ a: z.string() }), {}, { pointer: '/a', code: 'missing', wanted: 'string' }],
    ['wrong-type', z.object({ a: z.string() }), { a: 1 }, { pointer: '/a', code: 'wrong-type', wanted: 'string' }],
    ['null', z.object({ a: z.string() }), { a: null }, { pointer: '/a', code: 'wrong-type', wanted: 'string' }],
    ['not-in-list', z.object({ a: z.enum(['p', 'q']) }), { a: 'r' }, { pointer: '/a', code: 'not-in-list', wanted: ['p', 'q'] }],
    ['too-small', z.object({ a: z.string().min(2) }), { a: 'x' }, { pointer: '/a', code: 'too-small', wanted: 2 }],
    ['too-big', z.object({ a: z.number().max(2) }), { a: 3 }, { pointer: '/a', code: 'too-big', wanted: 2 }],
    [
      'wrong-format',
      z.object({ a: z.string().regex(/^a$/) }),
      { a: 'b' },
      { pointer: '/a', code: 'wrong-format', wanted: 'regex' },
    ],
    [
      'a union of plain kinds',
      z.object({ a: z.union([z.string(), z.number()]) }),
      { a: true },
      { pointer: '/a', code: 'not-valid' },
    ],
  ])('says %s', (_, schema, value, fault) => expect(faultsOf(schema, value)).toEqual([fault]));

  it('stops a pointer before a name that may be a person’s', () =>
    expect(pointersOf(z.object({ in: z.record(z.string(), z.number()) }), { in: { 'Siti Fiktif': 'x', kode: 'x' } })).toEqual([
      '/in',
      '/in/kode',
    ]));

  it('lists at most twenty faults', () =>
    expect(
      pointersOf(
        z.array(z.string()),
        Array.from({ length: 100 }, () => 1),
      ),
    ).toHaveLength(20));
});
