import { type Instant, instantOf, msOfInstant } from '@satualur/contracts/ids';
import { isSealedBox } from '@satualur/contracts/sealed';
import type { CauseView, TimelineEntry } from '@satualur/contracts/timeline/views';
import { type KnownEvent, type Published, publishedOf } from './known-event';

/** Kept and folded, shown on request only (details 5). */
const TECHNICAL: ReadonlySet<string> = new Set<Published['type']>([
  'AgencyProvisioned',
  'KeysGranted',
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
  const event = publishedOf(known);
  return {
    id: envelope.id,
    known: envelope.knowntime,
    hlc,
    recorded: instantOf(msOfInstant(envelope.time)),
    happened: happenedAt(event),
    by: log,
    seq,
    stream: envelope.subject,
    type: event.type,
    actor: envelope.actor,
    facts: withoutSealed(event.data) as object,
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

function withoutSealed(value: unknown): unknown {
  if (isSealedBox(value)) return { sealed: value.sealed };
  if (Array.isArray(value)) return value.map(withoutSealed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutSealed(inner)]));
}

export function causeOf(known: KnownEvent, present: ReadonlySet<string>, final: boolean): CauseView | null {
  const id = known.envelope.causationid;
  if (id === undefined) return null;
  return { id, state: present.has(id) ? 'present' : final ? 'lost' : 'missing' };
}
