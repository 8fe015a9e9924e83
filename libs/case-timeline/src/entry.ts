import { catalogueByType } from '@satualur/contracts/catalogue';
import { msOfHlc } from '@satualur/contracts/hlc';
import { type Instant, instantOf, msOfInstant } from '@satualur/contracts/ids';
import type { CauseView, TimelineEntry } from '@satualur/contracts/timeline/views';
import { HAPPENED, TECHNICAL } from './kinds';
import { type KnownEvent, type Published, publishedOf } from './known-event';
import { isReadable } from './readable';

export type PlainEntry = Omit<TimelineEntry, 'final' | 'waitsFor' | 'cause' | 'masked'>;

export function entryOf(known: KnownEvent): PlainEntry {
  const { envelope, hlc, log, seq } = known;
  const readable = isReadable(known);
  const event = publishedOf(known);
  const shown = instantOf(msOfHlc(hlc));
  return {
    id: envelope.id,
    known: shown,
    hlc,
    recorded: readable ? instantOf(msOfInstant(envelope.time)) : shown,
    ...(readable && msOfInstant(envelope.time) > msOfHlc(hlc) && { clockAhead: true as const }),
    happened: readable ? happenedAt(event) : null,
    by: log,
    seq,
    stream: envelope.subject,
    type: event.type,
    actor: envelope.actor,
    readable,
    facts: readable ? factsOf(known) : {},
    technical: TECHNICAL.has(event.type),
  };
}

const DATE = /^\d{4}-\d\d-\d\d$/;

/** When it happened, where the event says so beside when it was recorded; a date stands for its first instant in WITA (FORMAT 1.1). */
function happenedAt({ type, data }: Published): Instant | null {
  const field = (HAPPENED as Partial<Record<string, string>>)[type];
  const stated = field === undefined ? undefined : (data as Readonly<Record<string, string | undefined>>)[field];
  if (stated === undefined) return null;
  return DATE.test(stated) ? instantOf(msOfInstant(`${stated}T00:00:00+08:00` as Instant)) : (stated as Instant);
}

/** Whatever stands at a sealed path is replaced by its class, also what should have been sealed and was not. */
function factsOf({ envelope }: KnownEvent): object {
  const sealed = catalogueByType.get(envelope.type)!.sealedPaths;
  return sealed.reduce<object>((facts, { path, dataClass }) => masked(facts, path, dataClass), envelope.data);
}

function masked(facts: object, [name, ...rest]: readonly string[], dataClass: string): object {
  const value = (facts as Readonly<Record<string, unknown>>)[name!];
  if (value === undefined) return facts;
  const inner = rest.length === 0 ? { sealed: dataClass } : masked(value as object, rest, dataClass);
  return { ...facts, [name!]: inner };
}

export function causeOf(known: KnownEvent, present: ReadonlySet<string>, final: boolean): CauseView | null {
  const id = known.envelope.causationid;
  if (id === undefined) return null;
  return { id, state: present.has(id) ? 'present' : final ? 'lost' : 'missing' };
}
