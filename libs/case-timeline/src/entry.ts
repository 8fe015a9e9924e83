import { catalogueByType } from '@satualur/contracts/catalogue';
import { msOfHlc } from '@satualur/contracts/hlc';
import { type Instant, instantOf, msOfInstant } from '@satualur/contracts/ids';
import type { CauseView, TimelineEntry } from '@satualur/contracts/timeline/views';
import { type KnownEvent, type Published, publishedOf } from './known-event';
import { isReadable } from './readable';

/** Kept and folded, shown on request only (details 5). */
const TECHNICAL: ReadonlySet<string> = new Set<Published['type']>([
  'AgencyProvisioned',
  'KeysGranted',
  'KeysAwaited',
  'KeysReceived',
  'KeysRequested',
  'ReferralReceived',
  'ReferralAnswerNoted',
  'ReferralNoticeNoted',
  'CommandRefused',
]);

export type PlainEntry = Omit<TimelineEntry, 'final' | 'waitsFor' | 'cause'>;

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

const HAPPENED = {
  ServiceApplicationFiled: 'requestedAt',
  ServiceApplicationSatisfied: 'startedAt',
  ReferralExpired: 'deadline',
  ReferralServiceStarted: 'at',
  ReferralCompleted: 'at',
  ReferralAnswerNoted: 'at',
  ReferralNoticeNoted: 'at',
} as const satisfies Partial<Record<Published['type'], string>>;

/** When it happened, where the event says so beside when it was recorded. */
function happenedAt({ type, data }: Published): Instant | null {
  const field = (HAPPENED as Partial<Record<string, string>>)[type];
  return field === undefined ? null : ((data as Readonly<Record<string, Instant>>)[field] ?? null);
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
