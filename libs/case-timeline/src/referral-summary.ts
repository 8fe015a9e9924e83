import { categoryOf, type Instant, instantOf, msOfInstant, type Uuid, uuidOfStream } from '@satualur/contracts/ids';
import { actInIn, actInOut, joint, type JointReferral, type Parties } from '@satualur/contracts/referral/joint';
import type { Act, ActKind } from '@satualur/contracts/referral/life-cycle';
import type { ReferralInEvent, ReferralOutEvent } from '@satualur/contracts/referral/events';
import type { ReferralSummary } from '@satualur/contracts/timeline/views';
import { type KnownEvent, publishedOf } from './known-event';

type HalfEvent = ReferralOutEvent | ReferralInEvent;
type Opening = Extract<HalfEvent, { type: 'ReferralSent' | 'ReferralReceived' }>;

const utc = (instant: Instant): Instant => instantOf(msOfInstant(instant));

/** What is known of one referral, each half in its own order. */
interface Halves {
  readonly out: readonly ReferralOutEvent[];
  readonly incoming: readonly ReferralInEvent[];
}

/** One line a referral, both halves together, by its first event. One of which neither sending nor receipt is known is left out. */
export function referralsOf(events: readonly KnownEvent[]): readonly ReferralSummary[] {
  const halves = halvesOf(events);
  const replacedBy = new Map<Uuid, Uuid>();
  for (const [referral, { out }] of halves) {
    for (const event of out) if (event.type === 'ReferralRerouted') replacedBy.set(referral, event.data.by);
  }
  return [...halves].flatMap(([referral, half]) => {
    const together = joint(half.out, half.incoming);
    return together ? [summary(referral, half, together, replacedBy.get(referral) ?? null)] : [];
  });
}

function halvesOf(events: readonly KnownEvent[]): ReadonlyMap<Uuid, Halves> {
  const halves = new Map<Uuid, { out: ReferralOutEvent[]; incoming: ReferralInEvent[] }>();
  for (const known of events) {
    const category = categoryOf(known.envelope.subject);
    if (category !== 'referralout' && category !== 'referralin') continue;
    const referral = uuidOfStream(known.envelope.subject);
    const half = halves.get(referral) ?? { out: [], incoming: [] };
    if (category === 'referralout') half.out.push(publishedOf(known) as ReferralOutEvent);
    else half.incoming.push(publishedOf(known) as ReferralInEvent);
    halves.set(referral, half);
  }
  return halves;
}

const isOpening = (event: HalfEvent): event is Opening => event.type === 'ReferralSent' || event.type === 'ReferralReceived';

function summary(referral: Uuid, half: Halves, together: JointReferral, supersededBy: Uuid | null): ReferralSummary {
  const opening = [...half.out, ...half.incoming].find(isOpening)!;
  const { ref, from, to, record, service, legalBasis, application, supersedes, acknowledgeBy, deadline } = opening.data;
  const { state, overdue, escalated } = together;
  return {
    ...{ referral, ref, from, to, record, service, legalBasis, acknowledgeBy, deadline, state, overdue, escalated, supersededBy },
    application: application ?? null,
    supersedes: supersedes ?? null,
    sent: utc(opening.type === 'ReferralSent' ? opening.time! : opening.data.sentAs.at),
    ...milestones(half, { from, to }, together),
  };
}

const DECIDING: ReadonlySet<ActKind> = new Set(['Accepted', 'Rejected', 'Expired', 'Withdrawn']);
const CLOSING: ReadonlySet<ActKind> = new Set(['Rejected', 'Expired', 'Withdrawn', 'Completed', 'Terminated']);

interface Told {
  readonly at: Instant;
  readonly reason: string | null;
}
const place = ({ hlc, by, kind }: Act): string => `${hlc} ${by} ${kind}`;

/** Instants of the acts that had effect; those that lost their race set none. */
function milestones(half: Halves, parties: Parties, { effective }: JointReferral) {
  const told = actsTold(half, parties);
  const first = (kinds: ReadonlySet<ActKind>): Told | undefined => {
    const act = effective.find(({ kind }) => kinds.has(kind));
    return act && told.get(place(act));
  };
  const closing = first(CLOSING);
  return {
    acknowledged: first(new Set(['Acknowledged']))?.at ?? null,
    decided: first(DECIDING)?.at ?? null,
    serviceStarted: first(new Set(['ServiceStarted']))?.at ?? null,
    closed: closing?.at ?? null,
    reason: closing?.reason ?? null,
  };
}

/** When each act was done, and why: by the doer's own event if known, else as the other side noted it. */
function actsTold({ out, incoming }: Halves, parties: Parties): ReadonlyMap<string, Told> {
  const acts = [
    ...out.map((event) => ({ event, act: actInOut(event, parties) })),
    ...incoming.map((event) => ({ event, act: actInIn(event, parties) })),
  ];
  const noted = (event: HalfEvent): number =>
    event.type === 'ReferralAnswerNoted' || event.type === 'ReferralNoticeNoted' ? 0 : 1;
  const told = new Map<string, Told>();
  for (const { event, act } of acts.sort((a, b) => noted(a.event) - noted(b.event))) {
    const reason = 'reason' in event.data ? event.data.reason : null;
    if (act) told.set(place(act), { at: utc('at' in event.data ? event.data.at : event.time!), reason });
  }
  return told;
}
