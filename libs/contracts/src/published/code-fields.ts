import { z } from 'zod';
import type { CatalogueEntry } from '../catalogue';
import { CodeScheme } from '../codes/casework';
import { type CodeListNote, codeLists } from '../codes/schemes';
import { sealedMark } from '../sealed';

export interface CodeList extends CodeListNote {
  readonly codes: readonly string[];
  /** `ReferralSent.service`; a value that stands in several assertions is named by its last part. */
  readonly fields: readonly string[];
}

interface Found {
  readonly list: z.ZodEnum;
  readonly field: string;
}

function enumsIn(schema: z.ZodType, path: readonly string[]): readonly Found[] {
  if (sealedMark(schema)) return [];
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return enumsIn(schema.unwrap() as z.ZodType, path);
  if (schema instanceof z.ZodArray) return enumsIn(schema.element as z.ZodType, path);
  if (schema instanceof z.ZodEnum) return schema === CodeScheme ? [] : [{ list: schema, field: nameOf(path) }];
  if (!(schema instanceof z.ZodObject)) return [];
  return Object.entries(schema.shape as Record<string, z.ZodType>).flatMap(([name, field]) => enumsIn(field, [...path, name]));
}

/** `[ReferralSent, service]` as it is; of an assertion's value only which field is asserted. */
const nameOf = (path: readonly string[]): string => {
  const [event, ...rest] = path.filter((part) => part !== 'assertions' && part !== 'value');
  return `${event}.${rest.at(-1) === 'method' ? 'method' : rest.join('.')}`;
};

const localTo = (field: string): CodeListNote => ({ name: field, scheme: 'satualur', follows: '' });

/** Every list whose codes an event may hold, the standards' first. */
export function codeListsOf(entries: Iterable<CatalogueEntry>): readonly CodeList[] {
  const lists = new Map<z.ZodEnum, { fields: Set<string> }>();
  for (const { name, schema } of entries)
    for (const { list, field } of enumsIn(schema, [name])) {
      const known = lists.get(list) ?? { fields: new Set<string>() };
      lists.set(list, { fields: known.fields.add(field) });
    }
  const described = [...lists].map(([list, { fields }]) => {
    const [first] = fields as Iterable<string>;
    return { ...(codeLists.get(list) ?? localTo(first!)), codes: list.options.map(String), fields: [...fields] };
  });
  const isLocal = ({ scheme }: CodeList): number => (scheme === 'satualur' ? 1 : 0);
  return described.sort((a, b) => isLocal(a) - isLocal(b) || (a.name < b.name ? -1 : 1));
}
