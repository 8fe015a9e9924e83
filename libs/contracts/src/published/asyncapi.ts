import { z } from 'zod';
import { AGENCY_SERVICES, catalogue, type CatalogueEntry } from '../catalogue';
import { envelope } from './envelope';
import { type EventName, eventNames } from './examples';
import { type JsonSchema, storedSchema } from './json-schema';
import { notes } from './notes';

const ref = (path: string) => ({ $ref: `#/${path}` });
const entryOf = (name: EventName): CatalogueEntry => catalogue.get(name)!;
const draft7 = (schema: z.ZodType): JsonSchema => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { target: 'draft-7' }) as JsonSchema;
  return rest;
};

const text = (description: string) => ({ type: 'string', description });
const logHeaders = { seq: text('Place in the log, 1, 2, 3 …, decimal'), leaf: text('RFC 6962 leaf hash, hex') };
const inboxHeaders = {
  ...logHeaders,
  origin: text('Name of the log that the event stands in'),
  prev: text('Seq of the previous event of that log addressed to this agency, 0 if none'),
  sig: text('Ed25519 over `satualur-inbox-v1`, origin, to, seq, leaf and prev, one a line; base64url'),
};
const headersOf = (properties: Record<string, JsonSchema>) => ({ type: 'object', properties, required: Object.keys(properties) });

const message = (name: EventName) => ({
  name,
  title: entryOf(name).type,
  summary: notes[name].says,
  contentType: 'application/cloudevents+json',
  payload: {
    allOf: [ref('components/schemas/Envelope'), { type: 'object', properties: { data: ref(`components/schemas/${name}`) } }],
  },
});

const markMessage = {
  name: 'Checkpoint',
  title: 'Signed checkpoint with watermark',
  contentType: 'application/json',
  payload: {
    type: 'object',
    required: ['origin', 'size', 'root', 'watermark', 'note'],
    properties: {
      origin: text('Name of the log'),
      size: { type: 'integer', minimum: 0, description: 'Events covered' },
      root: text('RFC 6962 tree head, base64'),
      watermark: text('No later event of this log has a reading at or below it: 16 hex digits'),
      note: text('The same as a C2SP signed note'),
    },
  },
};

const grantMessage = {
  name: 'WrappedKeys',
  title: 'Keys granted by KeysGranted, wrapped to their recipient',
  contentType: 'application/jose',
  headers: headersOf({ origin: text('The keys’ owner') }),
  payload: text('JWE, compact form, ECDH-ES'),
};

const YEARS: JsonSchema = { 'cleanup.policy': ['delete'], 'retention.ms': -1 };
const topic = (topicConfiguration: JsonSchema) => ({ kafka: { partitions: 1, topicConfiguration, bindingVersion: '0.5.0' } });

interface Channel {
  readonly address: string;
  readonly description: string;
  readonly parameter?: readonly [name: string, description: string];
  readonly messages: readonly string[];
  readonly kept: JsonSchema;
}

const ofAgency = eventNames.filter((name) => ['any', ...AGENCY_SERVICES].includes(entryOf(name).owner));
const ofRegistry = eventNames.filter((name) => ['any', 'registry'].includes(entryOf(name).owner));
const addressed = eventNames.filter((name) => notes[name].audience);
const agency = ['agency', 'Key of an agency on the platform'] as const;

const channels: Readonly<Record<string, Channel>> = {
  agencyLog: {
    address: 'log.{agency}',
    description: 'The log of one agency’s store: all its events in one total order. Written by its owner, kept for ever.',
    parameter: agency,
    messages: ofAgency.map((name) => `${name}InLog`),
    kept: YEARS,
  },
  registryLog: {
    address: 'log.registry',
    description: 'The directory: agencies with their public keys, task forces, policies. Read by all, kept for ever.',
    messages: ofRegistry.map((name) => `${name}InLog`),
    kept: YEARS,
  },
  inbox: {
    address: 'inbox.{agency}',
    description:
      'Copies of the events whose `audience` names the agency. Written by the other agencies’ relays, read by its owner.',
    parameter: agency,
    messages: addressed.map((name) => `${name}InInbox`),
    kept: YEARS,
  },
  mark: {
    address: 'mark.{log}',
    description: 'The latest checkpoint and watermark of a log.',
    parameter: ['log', 'An agency’s key or a task-force service’s name'],
    messages: ['Checkpoint'],
    kept: { 'cleanup.policy': ['compact'] },
  },
  grants: {
    address: 'grants.{agency}',
    description: 'Wrapped keys for the agency; deleted once taken in, kept a day at most.',
    parameter: agency,
    messages: ['WrappedKeys'],
    kept: { 'cleanup.policy': ['delete'], 'retention.ms': 86_400_000 },
  },
};

const channelOf = ({ address, description, parameter, messages, kept }: Channel) => ({
  address,
  description,
  ...(parameter && { parameters: { [parameter[0]]: { description: parameter[1] } } }),
  messages: Object.fromEntries(messages.map((name) => [name, ref(`components/messages/${name}`)])),
  bindings: topic(kept),
});

const operations = Object.fromEntries(
  Object.keys(channels).flatMap((name) => [
    [`write.${name}`, { action: 'send', channel: ref(`channels/${name}`) }],
    [`read.${name}`, { action: 'receive', channel: ref(`channels/${name}`) }],
  ]),
);

/** The AsyncAPI 3.0 document: topics of architecture 5 that exist now, one message per event and kind of topic. */
export const asyncapi = (): JsonSchema => ({
  asyncapi: '3.0.0',
  info: {
    title: 'Satu Alur',
    version: '1.0.0',
    license: { name: 'Apache-2.0' },
    description: 'Events of the agencies that handle trafficking cases. Each topic has one partition; delivery is at least once.',
  },
  defaultContentType: 'application/cloudevents+json',
  channels: Object.fromEntries(Object.entries(channels).map(([name, channel]) => [name, channelOf(channel)])),
  operations,
  components: {
    messages: {
      ...Object.fromEntries(eventNames.map((name) => [`${name}InLog`, { ...message(name), headers: headersOf(logHeaders) }])),
      ...Object.fromEntries(addressed.map((name) => [`${name}InInbox`, { ...message(name), headers: headersOf(inboxHeaders) }])),
      Checkpoint: markMessage,
      WrappedKeys: grantMessage,
    },
    schemas: {
      Envelope: draft7(envelope),
      ...Object.fromEntries(eventNames.map((name) => [name, storedSchema(entryOf(name), 'draft-7')])),
    },
  },
});
