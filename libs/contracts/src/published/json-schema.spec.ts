import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { catalogue } from '../catalogue';
import { breaks } from './compatibility';
import { eventNames, examples } from './examples';
import { type JsonSchema, publishedSchema } from './json-schema';
import { storedExample } from './stored-example';

const ajv = new Ajv2020({ strict: true, allErrors: true });
addFormats(ajv);
const committed = (name: string, version: number): JsonSchema =>
  JSON.parse(readFileSync(join(__dirname, '../../schemas', name, `${version}.json`), 'utf8')) as JsonSchema;

const cases = eventNames.map((name) => {
  const entry = catalogue.get(name)!;
  const schema = committed(name, entry.version);
  return { name, entry, schema, validate: ajv.compile(schema) as ValidateFunction };
});

describe.each(cases)('the committed schema of $name', ({ name, entry, schema, validate }) => {
  it('takes the stored example', () => {
    validate(storedExample(name).data);
    expect(validate.errors).toBeNull();
  });
  it('takes a field added later', () => expect(validate({ ...storedExample(name).data, addedLater: 1 })).toBe(true));
  it('is what the code publishes, and reads all that was written before', () => {
    expect(publishedSchema(entry)).toEqual(schema);
    expect(breaks(schema, publishedSchema(entry))).toEqual([]);
  });
  it('asks for what the code asks for', () => {
    const { data } = storedExample(name);
    for (const field of Object.keys(data)) {
      const { [field]: _, ...rest } = data as Record<string, unknown>;
      expect([field, validate(rest)]).toEqual([field, entry.schema.safeParse(rest).success]);
    }
  });
});

const personal = cases.filter(({ entry }) => entry.sealedPaths.length > 0);

const holds = (data: object, path: readonly string[]): boolean =>
  path.reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], data) !== undefined;

it.each(personal)('refuses personal data of $name in the clear', ({ name, entry, validate }) => {
  const { data } = examples[name]();
  const stated = entry.sealedPaths.filter(({ path }) => holds(data, path)).map(({ path }) => `/${path.join('/')}`);
  expect(stated).not.toEqual([]);
  expect(validate(data)).toBe(false);
  expect(validate.errors!.map(({ instancePath }) => instancePath)).toEqual(expect.arrayContaining(stated));
});
