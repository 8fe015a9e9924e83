import { Coded, type CodeScheme } from '@satualur/contracts/codes/casework';
import { codeLists, listNameOf } from '@satualur/contracts/codes/schemes';
import type { StatedCode } from '@satualur/contracts/event';
import { sealedMark } from '@satualur/contracts/sealed';
import { z } from 'zod';
import { pointerTo } from './field-fault';

/** Where a body may state a code: `*` is every item of an array or member of a record; of which list, or one that names its own scheme. */
interface CodedField {
  readonly path: readonly string[];
  readonly list?: string;
}

type Wrapper = z.ZodOptional | z.ZodNullable | z.ZodDefault | z.ZodReadonly;
const WRAPPERS = [z.ZodOptional, z.ZodNullable, z.ZodDefault, z.ZodPrefault, z.ZodReadonly];
const isWrapper = (schema: z.ZodType): schema is Wrapper => WRAPPERS.some((wrapper) => schema instanceof wrapper);

/** Every field of a body that takes its codes from a list of the registry. */
export function codedFields(schema: z.ZodType, path: readonly string[] = []): readonly CodedField[] {
  if (sealedMark(schema)) return [];
  if (schema === Coded) return [{ path }];
  const note = codeLists.get(schema);
  if (note) return [{ path, list: listNameOf(note) }];
  if (isWrapper(schema)) return codedFields(schema.unwrap() as z.ZodType, path);
  if (schema instanceof z.ZodArray) return codedFields(schema.element as z.ZodType, [...path, '*']);
  if (schema instanceof z.ZodRecord) return codedFields(schema.valueType as z.ZodType, [...path, '*']);
  if (schema instanceof z.ZodUnion) return (schema.options as z.ZodType[]).flatMap((option) => codedFields(option, path));
  if (!(schema instanceof z.ZodObject)) return [];
  const fields = Object.entries(schema.shape as Record<string, z.ZodType>);
  return fields.flatMap(([name, field]) => codedFields(field, [...path, name]));
}

/** The list that a refused value at this pointer should have come from. */
export function listAt(fields: readonly CodedField[], pointer: string): string | undefined {
  const parts = pointer.split('/').slice(1);
  const fits = ({ path }: CodedField) =>
    path.length === parts.length && path.every((part, index) => part === '*' || part === parts[index]);
  return fields.find(fits)?.list;
}

interface Place {
  readonly value: unknown;
  readonly at: readonly string[];
  /** Of a value that is asserted, what else was said of it. */
  readonly asserted: { readonly scheme?: CodeScheme };
}

const entriesOf = (value: unknown): [string, unknown][] =>
  typeof value === 'object' && value !== null ? Object.entries(value) : [];

/** One step further into a body; of the items of an asserted list the same was said. */
const into = ({ value, at, asserted }: Place, part: string): readonly Place[] =>
  entriesOf(value)
    .filter(([name]) => part === '*' || name === part)
    .map(([name, inner]) => ({
      ...{ value: inner, at: [...at, name] },
      asserted: part === '*' ? asserted : part === 'value' ? (value as Place['asserted']) : {},
    }));

const placesOf = (body: unknown, path: readonly string[]): readonly Place[] =>
  path.reduce<readonly Place[]>(
    (places, part) => places.flatMap((place) => into(place, part)),
    [{ value: body, at: [], asserted: {} }],
  );

/** The codes that a parsed body states. */
export const statedCodes = (fields: readonly CodedField[], body: unknown): readonly StatedCode[] =>
  fields.flatMap(({ path, list }) =>
    placesOf(body, path).flatMap(({ value, at, asserted: { scheme } }): StatedCode[] => {
      const pointer = pointerTo(at);
      if (list !== undefined) return typeof value === 'string' ? [{ list, code: value, pointer, ...(scheme && { scheme }) }] : [];
      const coded = value as Coded;
      return [{ scheme: coded.scheme, version: coded.version, code: coded.code, pointer }];
    }),
  );
