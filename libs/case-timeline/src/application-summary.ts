import type { ServiceCategory } from '@satualur/contracts/codes/services';
import { type Instant, instantOf, msOfInstant, uuidOfStream } from '@satualur/contracts/ids';
import type { ApplicationSummary, RecordSummary } from '@satualur/contracts/timeline/views';
import { type KnownEvent, publishedOf } from './known-event';

const utc = (instant: Instant): Instant => instantOf(msOfInstant(instant));
const DAY_MS = 86_400_000;

/** Days of 24 h between two instants, one decimal, half up. */
export const daysBetween = (from: Instant, to: Instant): number =>
  Math.round(((msOfInstant(to) - msOfInstant(from)) * 10) / DAY_MS) / 10;

export function applicationsOf(events: readonly KnownEvent[]): readonly ApplicationSummary[] {
  const summaries = new Map<string, ApplicationSummary>();
  for (const known of events) {
    const next = evolve(summaries.get(known.envelope.subject), known);
    if (next) summaries.set(known.envelope.subject, next);
  }
  return [...summaries.values()];
}

function evolve(summary: ApplicationSummary | undefined, known: KnownEvent): ApplicationSummary | undefined {
  const event = publishedOf(known);
  if (event.type === 'ServiceApplicationFiled') return filed(known, event.data);
  if (!summary) return undefined;
  if (event.type === 'ServiceApplicationBreached' && !summary.serviceStarted) return { ...summary, outcome: 'breached' };
  if (event.type === 'ServiceApplicationSatisfied' && isEarlier(event.data.startedAt, summary.serviceStarted))
    return satisfied(summary, event.data);
  return summary;
}

const isEarlier = (start: Instant, known: Instant | null): boolean => known === null || msOfInstant(start) < msOfInstant(known);

const filed = (
  { envelope, log }: KnownEvent,
  {
    ref,
    service,
    requestedAt,
    dueAt,
  }: { ref: ApplicationSummary['ref']; service: ServiceCategory; requestedAt: Instant; dueAt: Instant },
): ApplicationSummary => ({
  application: uuidOfStream(envelope.subject),
  ref,
  agency: log,
  service,
  requested: utc(requestedAt),
  due: utc(dueAt),
  outcome: 'running',
  serviceStarted: null,
  provider: null,
  days: null,
});

/** Met by a start at or before the limit, also when it became known only after the breach was declared (FORMAT 7). */
const satisfied = (
  summary: ApplicationSummary,
  { startedAt, provider }: { startedAt: Instant; provider: NonNullable<ApplicationSummary['provider']> },
) => ({
  ...summary,
  outcome: msOfInstant(startedAt) <= msOfInstant(summary.due) ? ('met' as const) : ('breached' as const),
  serviceStarted: utc(startedAt),
  provider,
  days: daysBetween(summary.requested, startedAt),
});

export const recordsOf = (events: readonly KnownEvent[]): readonly RecordSummary[] =>
  events.flatMap((known) => {
    const event = publishedOf(known);
    if (event.type !== 'AgencyRecordRegistered') return [];
    const { ref, viaReferral, caseRef } = event.data;
    const record = uuidOfStream(known.envelope.subject);
    const registered = utc(known.envelope.time);
    return [{ record, ref, agency: known.log, viaReferral: viaReferral ?? null, caseRef: caseRef ?? null, registered }];
  });
