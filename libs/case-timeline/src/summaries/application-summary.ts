import type { ServiceCategory } from '@satualur/contracts/codes/services';
import { type Instant, msOfInstant, uuidOfStream } from '@satualur/contracts/ids';
import type { ApplicationSummary } from '@satualur/contracts/timeline/summaries';
import { type KnownEvent, publishedOf } from '../known-event';
import { type Streams, summarise, utc } from './streams';

const DAY_MS = 86_400_000;

/** Days of 24 h between two instants, one decimal, half up. */
export const daysBetween = (from: Instant, to: Instant): number =>
  Math.round(((msOfInstant(to) - msOfInstant(from)) * 10) / DAY_MS) / 10;

export const applicationsOf = (streams: Streams): readonly ApplicationSummary[] => summarise(streams('application'), evolve);

/** What each event makes of a clock that no service has stopped. */
const OUTCOMES: Partial<Record<string, ApplicationSummary['outcome']>> = {
  ServiceApplicationBreached: 'breached',
  ServiceApplicationWithdrawn: 'withdrawn',
  ServiceApplicationResumed: 'running',
};

function evolve(summary: ApplicationSummary | undefined, known: KnownEvent): ApplicationSummary | undefined {
  const event = publishedOf(known);
  if (event.type === 'ServiceApplicationFiled') return filed(known, event.data);
  if (!summary) return undefined;
  if (event.type === 'ServiceApplicationSatisfied')
    return isEarlier(event.data.startedAt, summary.serviceStarted) ? satisfied(summary, event.data) : summary;
  const outcome = OUTCOMES[event.type];
  return outcome === undefined || summary.serviceStarted ? summary : { ...summary, outcome };
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
