import { Coded } from '@satualur/contracts/codes/casework';
import { codeLists, listNameOf } from '@satualur/contracts/codes/schemes';
import type { StatedCode } from '@satualur/contracts/event';
import { sealedMark } from '@satualur/contracts/sealed';
import { z } from 'zod';
import { pointerTo } from './field-fault';

/** Where a body may state a code: `*` is every item of an array or member of a record; of which list, or one that names its own scheme. */
export interface CodedField {
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
  readonly beside: unknown;
}

const entriesOf = (value: unknown): [string, unknown][] =>
  typeof value === 'object' && value !== null ? Object.entries(value) : [];

const placesOf = (body: unknown, path: readonly string[]): readonly Place[] =>
  path.reduce<readonly Place[]>(
    (places, part) =>
      places.flatMap(({ value, at }) =>
        entriesOf(value)
          .filter(([name]) => part === '*' || name === part)
          .map(([name, inner]) => ({ value: inner, at: [...at, name], beside: value })),
      ),
    [{ value: body, at: [], beside: undefined }],
  );

/** A value that stands beside the scheme its caller claims for it. */
const schemeBeside = ({ at, beside }: Place): Pick<StatedCode, 'scheme'> => {
  const { scheme } = (at.at(-1) === 'value' ? beside : {}) as Pick<StatedCode, 'scheme'>;
  return scheme === undefined ? {} : { scheme };
};

/** The codes that a parsed body states. */
export const statedCodes = (fields: readonly CodedField[], body: unknown): readonly StatedCode[] =>
  fields.flatMap(({ path, list }) =>
    placesOf(body, path).flatMap((place): StatedCode[] => {
      const pointer = pointerTo(place.at);
      if (list === undefined) {
        const { scheme, version, code } = place.value as Coded;
        return [{ scheme, version, code, pointer }];
      }
      return typeof place.value === 'string' ? [{ list, code: place.value, pointer, ...schemeBeside(place) }] : [];
    }),
  );
