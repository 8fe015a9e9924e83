import { createHash } from 'node:crypto';
import { at, HOSPITAL, hlcAt, idOf, POLICE, STAFF } from '../cast';
import { catalogue, type CatalogueEntry, dataSchemaOf } from '../catalogue';
import type { AnyEvent, Envelope } from '../event';
import { msOfHlc } from '../hlc';
import { instantOf, streamOf } from '../ids';
import type { SealedBox, SealedPath } from '../sealed';
import { type EventName, examples } from './examples';

/** Categories of streams that stand at the referral's recipient. */
const AT_RECIPIENT: ReadonlySet<string> = new Set(['referralin', 'episode', 'keys']);

const sourceOf = ({ owner, categories }: CatalogueEntry): string => {
  if (owner === 'registry') return '/services/registry';
  const agency = categories.some((category) => AT_RECIPIENT.has(category)) ? HOSPITAL : POLICE;
  return `/agencies/${agency}/${owner === 'any' ? 'referral' : owner}`;
};

const box = ({ path, dataClass }: SealedPath): SealedBox => ({
  sealed: dataClass,
  ct: createHash('sha256').update(path.join('/')).digest('base64url'),
});

/** The value with every sealed path that it holds replaced by a box: the form that is stored. */
function sealing(value: object, path: readonly string[], replacement: SealedBox): object {
  const [name, ...rest] = path as [string, ...string[]];
  const field = (value as Record<string, unknown>)[name];
  if (field === undefined) return value;
  return { ...value, [name]: rest.length === 0 ? replacement : sealing(field as object, rest, replacement) };
}

const sealedData = (event: AnyEvent, { sealedPaths }: CatalogueEntry): object =>
  sealedPaths.reduce((data, sealedPath) => sealing(data, sealedPath.path, box(sealedPath)), event.data);

/** An event's example as it would stand in a log: fixed ids and readings, boxes of no meaning in place of personal data. */
export function storedExample(name: EventName): Envelope {
  const entry = catalogue.get(name)!;
  const event = examples[name]();
  const hlc = hlcAt('02-03 10:00');
  return {
    specversion: '1.0',
    id: idOf(0xe0e),
    source: sourceOf(entry),
    type: entry.type,
    subject: streamOf(entry.categories[0]!, idOf(0x57)),
    time: at('02-03 10:00'),
    datacontenttype: 'application/json',
    dataschema: dataSchemaOf(entry),
    knowntime: instantOf(msOfHlc(hlc)),
    hlc,
    sequence: '1',
    ...(event.caseid && { caseid: event.caseid }),
    correlationid: idOf(0xc0),
    actor: STAFF,
    ...(event.legalbasis && { legalbasis: event.legalbasis }),
    ...(event.audience && { audience: event.audience.join(' ') }),
    data: sealedData(event, entry),
  };
}
