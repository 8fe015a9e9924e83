import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeEvent, encodeEvent } from '../bytes';
import { catalogue } from '../catalogue';
import type { Envelope } from '../event';
import { isSealedBox } from '../sealed';
import { envelope } from './envelope';
import { type EventName, eventNames } from './examples';
import { storedExample } from './stored-example';

const golden = join(__dirname, '../../golden');
const files = readdirSync(golden).flatMap((name) => readdirSync(join(golden, name)).map((file) => [name, file] as const));

const valueAt = (data: object, path: readonly string[]): unknown =>
  path.reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], data);

describe.each(files)('golden/%s/%s', (name, file) => {
  const bytes = readFileSync(join(golden, name, file));
  const event: Envelope = decodeEvent(bytes);
  const entry = catalogue.get(name)!;
  it('parses', () => {
    expect(entry.schema.safeParse(event.data).error).toBeUndefined();
    expect(envelope.safeParse(event).error).toBeUndefined();
  });
  it('is canonical to the byte', () => expect(encodeEvent(event).equals(bytes)).toBe(true));
  it('holds personal data in boxes only', () => {
    const values = entry.sealedPaths.map(({ path }) => valueAt(event.data, path)).filter((value) => value !== undefined);
    expect(values.filter((value) => !isSealedBox(value))).toEqual([]);
  });
});

describe('the golden files', () => {
  it('hold one of every event', () => expect(files.map(([name]) => name).sort()).toEqual([...catalogue.keys()].sort()));
  it.each(eventNames)('equal the example of %s as encoded now', (name: EventName) => {
    const { version } = catalogue.get(name)!;
    expect(readFileSync(join(golden, name, `${version}.json`), 'utf8')).toBe(encodeEvent(storedExample(name)).toString('utf8'));
  });
});

it('has examples that the closed schemas take, as a decider gives them and as stored', () => {
  for (const { name, schema } of catalogue.values()) {
    expect([name, schema.safeParse(storedExample(name as EventName).data).error]).toEqual([name, undefined]);
  }
});
