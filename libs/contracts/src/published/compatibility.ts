import type { JsonSchema } from './json-schema';

const object = (value: unknown): JsonSchema => (typeof value === 'object' && value !== null ? (value as JsonSchema) : {});
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Numeric bounds that may only be loosened: lower ones fall, upper ones rise, or they go. */
const LOWER = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems'];
const UPPER = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems'];

const tightened = (was: JsonSchema, is: JsonSchema): string[] => [
  ...LOWER.filter((key) => is[key] !== undefined && (was[key] === undefined || Number(is[key]) > Number(was[key]))),
  ...UPPER.filter((key) => is[key] !== undefined && (was[key] === undefined || Number(is[key]) < Number(was[key]))),
  ...['type', 'pattern', 'const', 'format'].filter((key) => is[key] !== undefined && !same(is[key], was[key])),
];

function narrowed(was: JsonSchema, is: JsonSchema, at: string): string[] {
  const gone = list(was['enum']).filter((value) => is['enum'] !== undefined && !list(is['enum']).includes(value));
  const closed = is['enum'] !== undefined && was['enum'] === undefined && !same(list(is['enum']), [was['const']]);
  return [
    ...tightened(was, is).map((key) => `${at}: ${key} was changed or tightened`),
    ...gone.map((value) => `${at}: the value ${String(value)} was removed`),
    ...(closed ? [`${at}: values were limited`] : []),
  ];
}

function fields(was: JsonSchema, is: JsonSchema, at: string): string[] {
  const [before, after] = [object(was['properties']), object(is['properties'])];
  const required = list(is['required']).filter((name) => !list(was['required']).includes(name));
  return [
    ...Object.keys(before).flatMap((name) =>
      name in after ? breaks(object(before[name]), object(after[name]), `${at}.${name}`) : [`${at}.${name}: was removed`],
    ),
    ...required.map((name) => `${at}.${String(name)}: became required`),
  ];
}

function alternatives(was: JsonSchema, is: JsonSchema, at: string): string[] {
  const [before, after] = [list(was['anyOf']), list(is['anyOf'])];
  if (before.length === 0) return after.length > 0 ? [`${at}: became one of several`] : [];
  return before.flatMap((each, index) =>
    after.some((other) => breaks(object(each), object(other), at).length === 0)
      ? []
      : [`${at}: alternative ${index} was removed`],
  );
}

/**
 * Why events written under the schema `was` might not be read under `is`; empty when all can. A field may be added if it is not
 * required, a list of values may grow, a bound may be loosened; anything else is a new version of the event.
 */
export function breaks(was: JsonSchema, is: JsonSchema, at = 'data'): string[] {
  const items =
    was['items'] === undefined && is['items'] === undefined ? [] : breaks(object(was['items']), object(is['items']), `${at}[]`);
  return [...narrowed(was, is, at), ...fields(was, is, at), ...alternatives(was, is, at), ...items];
}
