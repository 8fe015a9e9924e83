import { type Instant, type StreamId, type Uuid, uuidOfStream } from '@satualur/contracts/ids';
import { actInIn, actInOut, joint, type JointReferral, type Parties } from '@satualur/contracts/referral/joint';
import type { Act, ActKind } from '@satualur/contracts/referral/life-cycle';
import type { ReferralInEvent, ReferralOutEvent } from '@satualur/contracts/referral/events';
import type { ReferralSummary } from '@satualur/contracts/timeline/summaries';
import { type KnownEvent, publishedOf } from '../known-event';
import { type Streams, utc } from './streams';

type HalfEvent = ReferralOutEvent | ReferralInEvent;
type Opening = Extract<HalfEvent, { type: 'ReferralSent' | 'ReferralReceived' }>;

/** What is known of one referral, each half in its own order. */
interface Halves {
  readonly out: readonly ReferralOutEvent[];
  readonly incoming: readonly ReferralInEvent[];
}

/** One line a referral, both halves together, by its first event. One of which neither sending nor receipt is known is left out. */
export function referralsOf(streams: Streams): readonly ReferralSummary[] {
  const halves = halvesOf(streams);
  const replacedBy = new Map<Uuid, Uuid>();
  for (const [referral, { out }] of halves) {
    for (const event of out) if (event.type === 'ReferralRerouted') replacedBy.set(referral, event.data.by);
  }
  return [...halves].flatMap(([referral, half]) => {
    const together = joint(half.out, half.incoming);
    return together ? [summary(referral, half, together, replacedBy.get(referral) ?? null)] : [];
  });
}

/** Both halves by referral: those sent first, then those of which only the receipt is known. */
function halvesOf(streams: Streams): ReadonlyMap<Uuid, Halves> {
  const out = byReferral<ReferralOutEvent>(streams('referralout'));
  const incoming = byReferral<ReferralInEvent>(streams('referralin'));
  return new Map(
    [...new Set([...out.keys(), ...incoming.keys()])].map((id) => [
      id,
      { out: out.get(id) ?? [], incoming: incoming.get(id) ?? [] },
    ]),
  );
}

const byReferral = <E extends HalfEvent>(streams: ReadonlyMap<string, readonly KnownEvent[]>): ReadonlyMap<Uuid, readonly E[]> =>
  new Map(
    [...streams].map(([stream, events]) => [uuidOfStream(stream as StreamId), events.map((known) => publishedOf(known) as E)]),
  );

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
    ...wayOf(half, opening),
  };
}

/** How it went out and how it was answered, beside its state. */
function wayOf({ out, incoming }: Halves, { data }: Opening) {
  const rerouted = out.find((event) => event.type === 'ReferralRouted');
  const routed = data.routed ?? rerouted?.data;
  return {
    emergency: data.emergency ?? false,
    batch: data.batch ?? null,
    routed: routed ? { requested: routed.requested, reason: routed.reason } : null,
    external: data.proxied ?? false,
    proxied: incoming.some((event) => event.type !== 'ReferralReceived' && 'proxied' in event.data),
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

const reasonOf = ({ data }: HalfEvent): string | null => ('reason' in data ? data.reason : null);
const doing = ({ by, kind }: Act): string => `${by} ${kind}`;

/**
 * When each act was done, and why: by the doer's own event if known, else as the other side noted it. Where both halves stand in one
 * store an act is noted before its own reading is drawn, and is placed by another: its reason is found by who did what.
 */
function actsTold({ out, incoming }: Halves, parties: Parties): ReadonlyMap<string, Told> {
  const acts = [
    ...out.map((event) => ({ event, act: actInOut(event, parties) })),
    ...incoming.map((event) => ({ event, act: actInIn(event, parties) })),
  ];
  const noted = (event: HalfEvent): number =>
    event.type === 'ReferralAnswerNoted' || event.type === 'ReferralNoticeNoted' ? 0 : 1;
  const reasons = new Map(acts.flatMap(({ event, act }) => (act && reasonOf(event) ? [[doing(act), reasonOf(event)]] : [])));
  const told = new Map<string, Told>();
  for (const { event, act } of acts.sort((a, b) => noted(a.event) - noted(b.event))) {
    if (!act) continue;
    const at = utc('at' in event.data ? event.data.at : event.time!);
    told.set(place(act), { at, reason: reasonOf(event) ?? reasons.get(doing(act)) ?? null });
  }
  return told;
}
