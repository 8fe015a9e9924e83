import type { Caller, Role } from '@satualur/access/access';
import { type Action, can } from '@satualur/access/table';
import type { Hlc } from '@satualur/contracts/hlc';
import { type StreamId, streamOf, type Uuid } from '@satualur/contracts/ids';
import type { RecordEvent } from '@satualur/contracts/intake/events';
import type { ReferralInEvent, ReferralOutEvent, SafeContact } from '@satualur/contracts/referral/events';
import type { DraftView, ReferralAct, ReferralView } from '@satualur/contracts/views';
import { fold } from '@satualur/decider/decider';
import { instantNow } from '@satualur/event-store/clock';
import type { StoredEvent } from '@satualur/event-store/store';
import { viewed } from '@satualur/service-host/access-log';
import type { OpenAgency } from '@satualur/service-host/agency-side';
import { openBoxes } from '@satualur/service-host/open-boxes';
import type { SealContext } from '@satualur/vault/vault';
import { inOf, outOf } from '../both-halves';
import { openToRecipient, openToSender } from '../domain/open-acts';
import { recordFacts } from '../domain/record-facts';
import { referralIn, stateOfIn } from '../domain/referral-in';
import { type ReferralOut, referralOut, standingOf, stateOfOut } from '../domain/referral-out';

export interface Shown<B> {
  readonly stream: StreamId;
  readonly hlc: Hlc;
  readonly body: B;
}
type Stored<E extends ReferralOutEvent | ReferralInEvent> = readonly StoredEvent<E>[];

const folded = <S, E extends ReferralOutEvent | ReferralInEvent | RecordEvent>(
  decider: { initialState: S; evolve(state: S, event: E): S },
  events: readonly StoredEvent<E>[],
): S =>
  fold(
    decider,
    events.map(({ event }) => event),
  );

/** Notes the look at the person, where the half shows one; what is returned is to be shown from there on. */
export async function lookedAt(
  agency: OpenAgency,
  who: { caller: Caller; role: Role },
  { stream, hlc, body }: Shown<ReferralView | DraftView>,
): Promise<Hlc> {
  if (!('sentAt' in body)) return hlc;
  const words = body.rejected?.text === undefined ? [] : ['explanation'];
  return viewed(agency, who, stream, [...Object.keys(body.person as object), ...words]);
}

/** One's own half as a person reads it; undefined when the agency holds neither half. */
export async function referralView(
  agency: OpenAgency,
  id: Uuid,
  caller: Caller,
): Promise<Shown<ReferralView | DraftView> | undefined> {
  const out = (await agency.store.read(outOf(id))) as Stored<ReferralOutEvent>;
  const incoming = (await agency.store.read(inOf(id))) as Stored<ReferralInEvent>;
  if (out.length > 0) return outView(agency, id, out, incoming, caller);
  return incoming.length > 0 ? inView(agency, id, incoming, caller) : undefined;
}

function draftView(id: Uuid, half: ReferralOut, caller: Caller): DraftView {
  const { caseid: _, ...content } = half.draft!;
  const state = standingOf(half) as DraftView['state'];
  return { id, half: 'sender', state, ...content, can: permitted(openToSender(half), caller) } as DraftView;
}

/** What the sender may do; where the recipient is off the platform, also what its clerk may record. */
async function outView(
  agency: OpenAgency,
  id: Uuid,
  events: Stored<ReferralOutEvent>,
  incoming: Stored<ReferralInEvent>,
  caller: Caller,
): Promise<Shown<ReferralView | DraftView>> {
  const half = folded(referralOut, events);
  const { hlc } = events.at(-1)!;
  const sending = events.find(({ event }) => event.type === 'ReferralSent');
  if (sending?.event.type !== 'ReferralSent') return { stream: outOf(id), hlc, body: draftView(id, half, caller) };
  const { person, contact, subject, ...sent } = sending.event.data;
  const at = { owner: agency.key, subject, stream: sending.stream, version: sending.version };
  const recorded = openToRecipient(folded(referralIn, incoming), instantNow(agency.clock));
  const body = {
    id,
    half: 'sender' as const,
    state: stateOfOut(half)!,
    sentAt: sending.envelope.time,
    ...sent,
    ...(await rejectionIn(agency, events, at)),
    ...outcomeIn(events),
    ...(await contactNow(agency, sent.record, contact)),
    person: await openBoxes(agency.vault, person, at, 'person'),
    can: permitted([...new Set([...openToSender(half), ...recorded])], caller),
  };
  return { stream: sending.stream, hlc, body };
}

/** As the sender's own record says now: what became unsafe since the sending is so at once. */
async function contactNow({ store }: OpenAgency, record: Uuid, then: SafeContact | undefined) {
  const events = (await store.read(streamOf('record', record))) as readonly StoredEvent<RecordEvent>[];
  const { contact = then } = folded(recordFacts, events);
  return contact && { contact };
}

type Rejection = NonNullable<ReferralView['rejected']>;

type Person = Pick<SealContext, 'owner' | 'subject'>;

/** As the recipient said it, or as the sender noted it; the text opened where it was sealed first. */
async function rejectionIn(
  { vault }: OpenAgency,
  events: Stored<ReferralOutEvent> | Stored<ReferralInEvent>,
  { owner, subject }: Person,
): Promise<{ rejected?: Rejection }> {
  for (const { event, stream, version } of events) {
    const noted = event.type === 'ReferralAnswerNoted' ? event.data.rejected : undefined;
    const said = event.type === 'ReferralRejected' ? event.data : noted;
    if (!said) continue;
    const { reason, suggested, text, explanation = text } = said;
    const at = { owner, subject, stream, version, ...noted?.sealedAs };
    const field = noted && !noted.sealedAs ? 'rejected.explanation' : 'explanation';
    const opened = explanation !== undefined && { text: (await openBoxes(vault, explanation, at, field)) as Rejection['text'] };
    return { rejected: { reason, ...(suggested && { suggested }), ...opened } };
  }
  return {};
}

/** As the recipient's service ended, or as the sender noted it. */
function outcomeIn(events: Stored<ReferralOutEvent> | Stored<ReferralInEvent>): Pick<ReferralView, 'outcome'> {
  for (const { event } of events) {
    const ended = event.type === 'ReferralAnswerNoted' || event.type === 'ReferralCompleted';
    if (ended && event.data.outcome) return { outcome: event.data.outcome };
  }
  return {};
}

/** As the recipient was told last. */
function contactTold(events: Stored<ReferralInEvent>, atSending: SafeContact | undefined): Pick<ReferralView, 'contact'> {
  const told = events.map(({ event }) => event).findLast(({ type }) => type === 'ReferralContactNoted');
  if (told?.type !== 'ReferralContactNoted') return atSending ? { contact: atSending } : {};
  const { danger, rule } = told.data;
  return { contact: { danger, rule } };
}

async function inView(
  agency: OpenAgency,
  id: Uuid,
  events: Stored<ReferralInEvent>,
  caller: Caller,
): Promise<Shown<ReferralView>> {
  const [first] = events;
  if (first?.event.type !== 'ReferralReceived') throw new Error('a received referral begins with its receipt');
  const half = folded(referralIn, events);
  const { person, contact, subject, sentAs, record: _senders, ...sent } = first.event.data;
  const at = { owner: sent.from, subject, stream: sentAs.stream, version: sentAs.version };
  const body = {
    id,
    half: 'recipient' as const,
    state: stateOfIn(half)!,
    sentAt: sentAs.at,
    ...sent,
    ...(await rejectionIn(agency, events, at)),
    ...outcomeIn(events),
    ...contactTold(events, contact),
    person: await openBoxes(agency.vault, person, at, 'person'),
    can: permitted(openToRecipient(half, instantNow(agency.clock)), caller),
  };
  return { stream: first.stream, hlc: events.at(-1)!.hlc, body };
}

const actions: Record<ReferralAct, Action> = {
  edit: 'referral.draft',
  discard: 'referral.draft',
  send: 'referral.send',
  withdraw: 'referral.withdraw',
  terminate: 'referral.terminate',
  reroute: 'referral.send',
  acknowledge: 'referral.answer',
  accept: 'referral.answer',
  reject: 'referral.answer',
  'confirm-withdrawal': 'referral.answer',
};

const permitted = (acts: readonly ReferralAct[], caller: Caller): ReferralAct[] =>
  acts.filter((act) => can(caller, actions[act], 'own'));
