import type { Uuid } from '@satualur/contracts/ids';
import { type Instant, instantOf, msOfInstant, uuidOfStream } from '@satualur/contracts/ids';
import { type JointReferral, joint } from '@satualur/contracts/referral/joint';
import type { ReferralInEvent, ReferralOutEvent } from '@satualur/contracts/referral/events';
import type { ReferralSummary } from '@satualur/contracts/timeline/views';
import { type KnownEvent, publishedOf } from './known-event';

type HalfEvent = ReferralOutEvent | ReferralInEvent;
type Opening = Extract<HalfEvent, { type: 'ReferralSent' | 'ReferralReceived' }>;

const utc = (instant: Instant): Instant => instantOf(msOfInstant(instant));

/** One line a referral, both halves together, in the order of their first event. A referral of which only technical echoes are known is left out. */
export function referralsOf(events: readonly KnownEvent[]): readonly ReferralSummary[] {
  const out = halves<ReferralOutEvent>(events, 'referralout-');
  const incoming = halves<ReferralInEvent>(events, 'referralin-');
  const replacedBy = new Map<Uuid, Uuid>();
  for (const [referral, half] of out) {
    for (const event of half) if (event.type === 'ReferralRerouted') replacedBy.set(referral, event.data.by);
  }
  return [...new Set([...out.keys(), ...incoming.keys()])].flatMap((referral) => {
    const both = [...(out.get(referral) ?? []), ...(incoming.get(referral) ?? [])];
    const together = joint(out.get(referral) ?? [], incoming.get(referral) ?? []);
    return together ? [summary(referral, both, together, replacedBy.get(referral) ?? null)] : [];
  });
}

function halves<E extends HalfEvent>(events: readonly KnownEvent[], category: string): Map<Uuid, E[]> {
  const streams = new Map<Uuid, E[]>();
  for (const known of events) {
    if (!known.envelope.subject.startsWith(category)) continue;
    const referral = uuidOfStream(known.envelope.subject);
    streams.set(referral, [...(streams.get(referral) ?? []), publishedOf(known) as E]);
  }
  return streams;
}

const isOpening = (event: HalfEvent): event is Opening => event.type === 'ReferralSent' || event.type === 'ReferralReceived';

function summary(
  referral: Uuid,
  both: readonly HalfEvent[],
  together: JointReferral,
  supersededBy: Uuid | null,
): ReferralSummary {
  const opening = both.find(isOpening)!;
  const { ref, from, to, record, service, legalBasis, application, supersedes, acknowledgeBy, deadline } = opening.data;
  const { state, overdue, escalated } = together;
  return {
    ...{ referral, ref, from, to, record, service, legalBasis, acknowledgeBy, deadline, state, overdue, escalated, supersededBy },
    application: application ?? null,
    supersedes: supersedes ?? null,
    sent: utc(opening.type === 'ReferralSent' ? opening.time! : opening.data.sentAs.at),
    ...milestones(both, together),
  };
}

const DECIDING: ReadonlySet<string> = new Set(['ReferralAccepted', 'ReferralRejected', 'ReferralExpired', 'ReferralWithdrawn']);
const CLOSING: ReadonlySet<string> = new Set([
  'ReferralRejected',
  'ReferralExpired',
  'ReferralWithdrawn',
  'ReferralCompleted',
  'ReferralTerminatedBySender',
  'ReferralTerminatedByRecipient',
]);

/** Instants of the acts that had effect; those that lost their race set none. */
function milestones(both: readonly HalfEvent[], { effective }: JointReferral) {
  const acts = both.filter((event) => effective.some((act) => act.hlc === event.hlc));
  const first = (types: ReadonlySet<string>) => acts.find((event) => types.has(event.type));
  const when = (event: HalfEvent | undefined): Instant | null => (event ? utc(actAt(event)) : null);
  const closing = first(CLOSING);
  return {
    acknowledged: when(first(new Set(['ReferralAcknowledged']))),
    decided: when(first(DECIDING)),
    serviceStarted: when(first(new Set(['ReferralServiceStarted']))),
    closed: when(closing),
    reason: closing && 'reason' in closing.data ? closing.data.reason : null,
  };
}

const actAt = (event: HalfEvent): Instant =>
  event.type === 'ReferralServiceStarted' || event.type === 'ReferralCompleted' ? event.data.at : event.time!;
