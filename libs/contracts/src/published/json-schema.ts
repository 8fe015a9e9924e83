import { z } from 'zod';
import { type CatalogueEntry, dataSchemaOf } from '../catalogue';
import { SealedBox, sealedMark } from '../sealed';

export type JsonSchema = Readonly<Record<string, unknown>>;
type Target = 'draft-2020-12' | 'draft-7';

const withoutDialect = ({ $schema: _, ...schema }: JsonSchema): JsonSchema => schema;

const boxSchema = (target: Target, dataClass: string): JsonSchema => {
  const { properties, ...schema } = withoutDialect(z.toJSONSchema(SealedBox, { target })) as { properties: object };
  return { ...schema, properties: { ...properties, sealed: { type: 'string', const: dataClass } } };
};

const replace = (schema: Record<string, unknown>, by: JsonSchema): void => {
  for (const key of Object.keys(schema)) delete schema[key];
  Object.assign(schema, by);
};

/**
 * Data of an event as it stands in a log: a sealed field is always a box. Open to fields added later, which a reader keeps
 * (domain 5); what our own services write is checked against the closed schema.
 */
export function storedSchema(entry: CatalogueEntry, target: Target): JsonSchema {
  return withoutDialect(
    z.toJSONSchema(entry.schema, {
      target,
      override: ({ zodSchema, jsonSchema }) => {
        const mark = sealedMark(zodSchema as unknown as z.ZodType);
        if (mark) replace(jsonSchema as Record<string, unknown>, boxSchema(target, mark.dataClass));
        if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
      },
    }),
  );
}

/** The published file: JSON Schema 2020-12 under the `dataschema` address that every event names. */
export const publishedSchema = (entry: CatalogueEntry): JsonSchema => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: dataSchemaOf(entry),
  title: `${entry.name}, version ${entry.version}`,
  ...storedSchema(entry, 'draft-2020-12'),
});
