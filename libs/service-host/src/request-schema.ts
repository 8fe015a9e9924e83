import { sealedMark } from '@satualur/contracts/sealed';
import { z } from 'zod';
import { type FieldFault, faultsOf } from './field-fault';
import { Problem } from './problem';
import { codedFields, listAt } from './stated-codes';

type Shape = Record<string, z.ZodType>;
type Definition = z.core.$ZodTypeDef & Record<string, unknown>;

const rebuilt = (schema: z.ZodType, changes: Record<string, unknown>): z.ZodType =>
  z.core.clone(schema as never, { ...(schema.def as Definition), ...changes } as never) as unknown as z.ZodType;

/**
 * The schema of what a caller may say: objects at every level refuse unknown members, and a field marked as personal data takes its
 * plain value only, never a box that the caller sealed.
 */
export function requestSchema<S extends z.ZodType>(schema: S): S {
  return strictly(schema) as S;
}

function strictly(schema: z.ZodType): z.ZodType {
  const mark = sealedMark(schema);
  if (mark) return strictly(mark.plain);
  if (schema instanceof z.ZodObject) return strictObject(schema);
  if (schema instanceof z.ZodArray) return rebuilt(schema, { element: strictly(schema.element as z.ZodType) });
  if (schema instanceof z.ZodRecord) return rebuilt(schema, { valueType: strictly(schema.valueType as z.ZodType) });
  if (schema instanceof z.ZodUnion) return rebuilt(schema, { options: (schema.options as z.ZodType[]).map(strictly) });
  if (isWrapper(schema)) return rebuilt(schema, { innerType: strictly(schema.def.innerType as z.ZodType) });
  return schema;
}

function strictObject(schema: z.ZodObject): z.ZodType {
  const shape = Object.fromEntries(Object.entries(schema.shape as Shape).map(([name, field]) => [name, strictly(field)]));
  return rebuilt(schema, { shape, catchall: schema.def.catchall ?? z.never() });
}

const isWrapper = (schema: z.ZodType): schema is z.ZodOptional | z.ZodNullable | z.ZodDefault | z.ZodPrefault | z.ZodReadonly =>
  [z.ZodOptional, z.ZodNullable, z.ZodDefault, z.ZodPrefault, z.ZodReadonly].some((wrapper) => schema instanceof wrapper);

/** A request's value by its schema; throws Problem 422 VALIDATION_FAILED with a pointer to each field, without values. */
export function parseRequest<S extends z.ZodType>(schema: S, value: unknown, at: readonly string[] = []): z.infer<S> {
  const parsed = schema.safeParse(value, { reportInput: true });
  if (parsed.success) return parsed.data;
  throw new Problem(422, 'VALIDATION_FAILED', { errors: faultsOf(parsed.error, at).map((fault) => withList(fault, schema)) });
}

function withList(fault: FieldFault, schema: z.ZodType): FieldFault {
  const list = fault.code === 'not-in-list' ? listAt(codedFields(schema), fault.pointer) : undefined;
  return list === undefined ? fault : { ...fault, list };
}
