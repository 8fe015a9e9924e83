import { catalogue, type CatalogueEntry } from '../catalogue';
import { type CodeList, codeListsOf } from './code-fields';
import { type EventName, eventNames } from './examples';
import { notes } from './notes';
import { storedExample } from './stored-example';

const code = (text: string): string => `\`${text}\``;
const entryOf = (name: EventName): CatalogueEntry => catalogue.get(name)!;

const sealedFields = ({ sealedPaths }: CatalogueEntry): string =>
  sealedPaths.map(({ path, dataClass }) => `${code(path.join('.'))} (${dataClass})`).join(', ') || 'none';

const anchor = (name: EventName): string => `[${name}](#${name.toLowerCase()})`;

function section(name: EventName): string {
  const entry = entryOf(name);
  const { says, audience, consumers = [] } = notes[name];
  return [
    `### ${name}`,
    '',
    says,
    '',
    `- type ${code(entry.type)}, schema ${code(`libs/contracts/schemas/${name}/${entry.version}.json`)}`,
    `- written by ${entry.owner === 'any' ? 'every service' : code(entry.owner)}, in streams ${entry.categories.map((category) => code(`${category}-<uuid>`)).join(', ')}`,
    `- addressed to ${audience ?? 'nobody: it stands in its log only'}`,
    `- acted on by ${[...consumers, 'timeline']
      .filter((service, index, all) => all.indexOf(service) === index)
      .map(code)
      .join(', ')}`,
    `- sealed fields: ${sealedFields(entry)}`,
    '',
    '```json',
    JSON.stringify(storedExample(name).data, null, 2),
    '```',
    '',
  ].join('\n');
}

function row(name: EventName): string {
  const { owner } = entryOf(name);
  const { audience = '', consumers = [] } = notes[name];
  return `| ${anchor(name)} | ${owner === 'any' ? 'every service' : owner} | ${audience} | ${consumers.join(', ')} |`;
}

const titles: Readonly<Record<string, string>> = {
  registry: 'Registry',
  intake: 'Intake',
  referral: 'Referral',
  services: 'Victim services',
  platform: 'Platform',
};

const chapter = (context: string): string =>
  [`## ${titles[context] ?? context}`, '', ...eventNames.filter((name) => entryOf(name).context === context).map(section)].join(
    '\n',
  );

const listRow = ({ name, scheme, follows, codes, fields }: CodeList): string =>
  `| ${name} | ${code(scheme)} | ${follows} | ${codes.join(', ')} | ${fields.join(', ')} |`;

/** Fields of a record that HTCDS has too, and that hold no code of a list. */
const IDENTITY = [
  ['name', 'last word `prs_SecondName`, the rest `prs_FirstName`'],
  ['sex', '`prs_Gender`: F Feminine, M Masculine'],
  ['birthDate', '`prs_Birthdate`'],
  ['nik', '`prs_IdentityNumber`'],
  ['phone', '`prs_MobilePhone`'],
  ['role', 'context of the person: `vic_*` or `per_*`'],
  ['ageEstimate, originKabkota, passport, seamanBook, lpNumber', 'none: local'],
] as const;

const codeChapter = (): string =>
  [
    '## Code lists',
    '',
    'Which scheme each coded field follows: HTCDS 2.0 (IOM, CC BY 4.0), SIMFONI-PPA, UU 21/2007, UU 27/2022, or this system’s own',
    '(`satualur`). An assertion in a record carries its scheme; elsewhere it follows from the field by this table. A registry may publish',
    'further versions of a list and concept maps between lists (CodeListPublished, ConceptMapPublished).',
    '',
    '| list | scheme | follows | codes | in |',
    '|---|---|---|---|---|',
    ...codeListsOf(eventNames.map(entryOf)).map(listRow),
    '',
    '| field of a record | HTCDS 2.0 |',
    '|---|---|',
    ...IDENTITY.map(([field, follows]) => `| ${field} | ${follows} |`),
    '',
  ].join('\n');

/** `docs/events.md`: the catalogue for people. */
export const eventsPage = (): string =>
  [
    '# Events',
    '',
    'Generated from `libs/contracts` by `node libs/contracts/tools/generate.mjs`; do not edit.',
    '',
    'Every event is a CloudEvents 1.0 event in structured mode, in canonical JSON; the envelope and the topics are in',
    '[asyncapi.yaml](asyncapi.yaml). A version is stored for ever: fields are added, never renamed or removed. The timeline reads every',
    'log; the last column names who else acts on an event. Examples show stored data: a sealed field is a box.',
    '',
    '| event | written by | copy to | acted on by |',
    '|---|---|---|---|',
    ...eventNames.map(row),
    '',
    codeChapter(),
    ...[...new Set(eventNames.map((name) => entryOf(name).context))].map(chapter),
  ].join('\n');
