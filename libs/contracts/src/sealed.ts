import { z } from 'zod';

/** Classes of personal data (architecture 9); each has a data key of its own per agency and data subject. */
export const DataClass = z.enum(['identity', 'narrative', 'medical', 'legal', 'shelter']);
export type DataClass = z.infer<typeof DataClass>;

/**
 * A sealed field as it stands in an event's bytes: AES-256-GCM, `ct` is base64url of nonce (12 bytes), ciphertext and tag (16 bytes).
 * Associated data: `<stream>/<version>/<field path>` of the event that was sealed first.
 */
export const SealedBox = z.strictObject({ sealed: DataClass, ct: z.string().regex(/^[A-Za-z0-9_-]{38,}$/) });
export type SealedBox = z.infer<typeof SealedBox>;

export const isSealedBox = (value: unknown): value is SealedBox =>
  typeof value === 'object' && value !== null && 'sealed' in value && 'ct' in value;

/** What opening a box yields when the key is destroyed or was never granted. */
export class Erased {
  constructor(readonly reason: 'erased' | 'not-granted') {}
}

const marks = new WeakMap<z.ZodType, { dataClass: DataClass; plain: z.ZodType }>();

/**
 * Marks a field as personal data. A decider gives the plain value; `transact` seals it, so stored bytes always hold a SealedBox.
 * No decider's rule may depend on its content.
 */
export function sealed<S extends z.ZodType>(dataClass: DataClass, plain: S): z.ZodUnion<readonly [typeof SealedBox, S]> {
  const schema = z.union([SealedBox, plain]);
  marks.set(schema, { dataClass, plain });
  return schema;
}

export const sealedMark = (schema: z.ZodType): { dataClass: DataClass; plain: z.ZodType } | undefined => marks.get(schema);

export interface SealedPath {
  readonly path: readonly string[];
  readonly dataClass: DataClass;
}

/** Every sealed field of an event's data schema, as paths through nested objects (arrays hold no sealed fields). */
export function sealedPaths(schema: z.ZodType, prefix: readonly string[] = []): SealedPath[] {
  const mark = sealedMark(schema);
  if (mark) return [{ path: prefix, dataClass: mark.dataClass }];
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable)
    return sealedPaths(schema.unwrap() as z.ZodType, prefix);
  if (!(schema instanceof z.ZodObject)) return [];
  return Object.entries(schema.shape as Record<string, z.ZodType>).flatMap(([name, field]) =>
    sealedPaths(field, [...prefix, name]),
  );
}

/** The schema with every sealed field replaced, through nested objects and optional fields; closed objects stay closed. */
function mapSealed(schema: z.ZodType, replace: (plain: z.ZodType) => z.ZodType): z.ZodType {
  const mark = sealedMark(schema);
  if (mark) return replace(mark.plain);
  if (schema instanceof z.ZodOptional) return mapSealed(schema.unwrap() as z.ZodType, replace).optional();
  if (!(schema instanceof z.ZodObject)) return schema;
  const fields = Object.entries(schema.shape as Record<string, z.ZodType>);
  return schema.extend(Object.fromEntries(fields.map(([name, field]) => [name, mapSealed(field, replace)])));
}

/** What a caller may send: plain values only, so that nobody plants a box of their own making. */
export const plainForm = <S extends z.ZodType>(schema: S): z.ZodType<z.infer<S>> =>
  mapSealed(schema, (plain) => plain) as z.ZodType<z.infer<S>>;

/** How a field that cannot be opened is shown. */
export const Closed = z.strictObject({ closed: z.enum(['erased', 'not-granted']) });
export type Closed = z.infer<typeof Closed>;

/** What a reader is shown: every sealed field open, or closed with the reason. */
export const openedForm = (schema: z.ZodType): z.ZodType => mapSealed(schema, (plain) => z.union([plain, Closed]));
