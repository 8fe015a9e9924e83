import { canonicalJson, encodeEvent } from '../bytes';
import { catalogue } from '../catalogue';
import type { Envelope } from '../event';
import { asyncapi } from './asyncapi';
import { breaks } from './compatibility';
import { eventsPage } from './events-page';
import { type EventName, eventNames } from './examples';
import { type JsonSchema, publishedSchema } from './json-schema';
import { storedExample } from './stored-example';
import { yaml } from './yaml';

const GENERATED = '# Generated from libs/contracts by `node libs/contracts/tools/generate.mjs`; do not edit.\n';

/** A generated file; `objection` says why the committed text may not be replaced by it, if it may not. */
export interface Artefact {
  /** From the root of the repository, with slashes. */
  readonly path: string;
  readonly text: string;
  readonly objection: (committed: string) => string | undefined;
}

const free = (): undefined => undefined;

function schemaFile(name: EventName): Artefact {
  const entry = catalogue.get(name)!;
  const schema = publishedSchema(entry);
  return {
    path: `libs/contracts/schemas/${name}/${entry.version}.json`,
    text: `${JSON.stringify(schema, null, 2)}\n`,
    objection: (committed) => breaks(JSON.parse(committed) as JsonSchema, schema).join('; ') || undefined,
  };
}

/** Bytes once published must parse for ever: a new example may replace them only while the schema still takes the old ones. */
function goldenFile(name: EventName): Artefact {
  const { version, schema } = catalogue.get(name)!;
  return {
    path: `libs/contracts/golden/${name}/${version}.json`,
    text: encodeEvent(storedExample(name)).toString('utf8'),
    objection: (committed) => {
      const old = JSON.parse(committed) as Envelope;
      if (canonicalJson(old) !== committed) return 'the committed bytes are not canonical';
      return schema.safeParse(old.data).success ? undefined : 'the schema no longer takes the committed bytes';
    },
  };
}

/** Everything that is generated from the contracts and committed. */
export const artefacts = (): readonly Artefact[] => [
  ...eventNames.map(schemaFile),
  ...eventNames.map(goldenFile),
  { path: 'docs/events.md', text: eventsPage(), objection: free },
  { path: 'docs/asyncapi.yaml', text: `${GENERATED}${yaml(asyncapi())}`, objection: free },
];
