import { decodeEvent, encodeEvent, MAX_EVENT_BYTES } from '@satualur/contracts/bytes';
import { catalogue, catalogueByType, type CatalogueEntry, dataSchemaOf } from '@satualur/contracts/catalogue';
import type { AnyEvent, Cause, Envelope } from '@satualur/contracts/event';
import { type Hlc, msOfHlc } from '@satualur/contracts/hlc';
import { type AgencyKey, categoryOf, instantOf, type StreamId, type Uuid } from '@satualur/contracts/ids';
import { isSealedBox } from '@satualur/contracts/sealed';
import { EventTooLarge, type StoredEvent, UnknownEvent } from './store';

/** The catalogue's entry; throws for data, stream category or type that the catalogue does not allow: a programming error. */
export function entryFor(event: AnyEvent, stream: StreamId): CatalogueEntry {
  const entry = catalogue.get(event.type);
  if (!entry) throw new UnknownEvent(event.type);
  if (!entry.categories.includes(categoryOf(stream))) throw new TypeError(`${event.type} does not stand in this stream`);
  const checked = entry.schema.safeParse(event.data);
  if (!checked.success) {
    const paths = checked.error.issues.map((issue) => issue.path.join('.') || issue.code);
    throw new TypeError(`${event.type}: data does not fit its schema at ${paths.join(', ')}`);
  }
  return entry;
}

/** Throws when a field of personal data would be stored in the clear. */
export function mustBeSealed(event: AnyEvent, entry: CatalogueEntry): void {
  for (const { path } of entry.sealedPaths) {
    const value = path.reduce<unknown>((at, name) => (at as Record<string, unknown> | null | undefined)?.[name], event.data);
    if (value !== undefined && value !== null && !isSealedBox(value))
      throw new TypeError(`${event.type}: ${path.join('.')} is not sealed`);
  }
}

export interface Stamping {
  readonly source: string;
  readonly stream: StreamId;
  readonly version: number;
  readonly id: Uuid;
  readonly hlc: Hlc;
  readonly cause: Cause;
}

/** Members that are undefined are left out by the canonical form. */
function envelopeOf(event: AnyEvent, entry: CatalogueEntry, { source, stream, version, id, hlc, cause }: Stamping): Envelope {
  return {
    specversion: '1.0',
    id,
    source,
    type: entry.type,
    subject: stream,
    time: event.time ?? cause.recordedAt ?? cause.at,
    datacontenttype: 'application/json',
    dataschema: dataSchemaOf(entry),
    knowntime: instantOf(msOfHlc(hlc)),
    hlc,
    sequence: String(version),
    caseid: event.caseid,
    correlationid: cause.correlationId ?? cause.command.id,
    causationid: cause.causation?.id,
    actor: cause.actor,
    legalbasis: event.legalbasis,
    audience: event.audience?.length ? event.audience.join(' ') : undefined,
    traceparent: cause.traceparent,
    data: event.data,
  } as Envelope;
}

/** Canonical bytes of a stamped event. Throws EventTooLarge above 65,535 bytes. */
export function stampedBytes(event: AnyEvent, entry: CatalogueEntry, stamping: Stamping): Buffer {
  const bytes = encodeEvent(envelopeOf(event, entry, stamping));
  if (bytes.length > MAX_EVENT_BYTES) throw new EventTooLarge(event.type);
  return bytes;
}

/** Stored bytes as deciders fold them. Throws UnknownEvent for a type or version this build does not know. */
export function storedEvent(bytes: Buffer): StoredEvent {
  const envelope = decodeEvent(bytes);
  const entry = catalogueByType.get(envelope.type);
  if (!entry) throw new UnknownEvent(envelope.type);
  const { data, caseid, audience, legalbasis, hlc, time } = envelope;
  const event: AnyEvent = {
    type: entry.name,
    data,
    ...(caseid !== undefined && { caseid }),
    ...(audience !== undefined && { audience: audience.split(' ') as AgencyKey[] }),
    ...(legalbasis !== undefined && { legalbasis }),
    hlc,
    time,
  };
  return { stream: envelope.subject, version: Number(envelope.sequence), hlc: envelope.hlc, envelope, event, bytes };
}
