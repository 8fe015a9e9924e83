import type { Caller } from '@satualur/access/access';
import { type Action, can } from '@satualur/access/table';
import type { Hlc } from '@satualur/contracts/hlc';
import { streamOf, type Uuid } from '@satualur/contracts/ids';
import type { ReferralInEvent, ReferralOutEvent } from '@satualur/contracts/referral/events';
import type { ReferralAct, ReferralView } from '@satualur/contracts/views';
import { fold } from '@satualur/decider/decider';
import { instantNow } from '@satualur/event-store/clock';
import type { StoredEvent } from '@satualur/event-store/store';
import type { OpenAgency } from '@satualur/service-host/agency-side';
import { openBoxes } from '@satualur/service-host/open-boxes';
import { openToRecipient, openToSender } from '../domain/open-acts';
import { referralIn, stateOfIn } from '../domain/referral-in';
import { referralOut, stateOfOut } from '../domain/referral-out';

interface View {
  readonly hlc: Hlc;
  readonly body: ReferralView;
}

/** One's own half as a person reads it; undefined when the agency holds neither half. */
export async function referralView(agency: OpenAgency, id: Uuid, caller: Caller): Promise<View | undefined> {
  const out = (await agency.store.read(streamOf('referralout', id))) as readonly StoredEvent<ReferralOutEvent>[];
  if (out.length > 0) return outView(agency, id, out, caller);
  const own = (await agency.store.read(streamOf('referralin', id))) as readonly StoredEvent<ReferralInEvent>[];
  return own.length > 0 ? inView(agency, id, own, caller) : undefined;
}

async function outView(
  agency: OpenAgency,
  id: Uuid,
  events: readonly StoredEvent<ReferralOutEvent>[],
  caller: Caller,
): Promise<View> {
  const [first] = events;
  if (first?.event.type !== 'ReferralSent') throw new Error('a referral begins with its sending');
  const half = fold(
    referralOut,
    events.map(({ event }) => event),
  );
  const { person, subject, ...sent } = first.event.data;
  const at = { owner: agency.key, subject, stream: first.stream, version: first.version };
  const body = {
    id,
    half: 'sender' as const,
    state: stateOfOut(half)!,
    sentAt: first.envelope.time,
    ...sent,
    person: await openBoxes(agency.vault, person, at, 'person'),
  };
  return { hlc: events.at(-1)!.hlc, body: { ...body, can: permitted(openToSender(half), caller) } };
}

async function inView(
  agency: OpenAgency,
  id: Uuid,
  events: readonly StoredEvent<ReferralInEvent>[],
  caller: Caller,
): Promise<View> {
  const [first] = events;
  if (first?.event.type !== 'ReferralReceived') throw new Error('a received referral begins with its receipt');
  const half = fold(
    referralIn,
    events.map(({ event }) => event),
  );
  const { person, subject, sentAs, record: _senders, ...sent } = first.event.data;
  const at = { owner: sent.from, subject, stream: sentAs.stream, version: sentAs.version };
  const body = {
    id,
    half: 'recipient' as const,
    state: stateOfIn(half)!,
    sentAt: sentAs.at,
    ...sent,
    person: await openBoxes(agency.vault, person, at, 'person'),
  };
  return { hlc: events.at(-1)!.hlc, body: { ...body, can: permitted(openToRecipient(half, instantNow(agency.clock)), caller) } };
}

const actions: Record<ReferralAct, Action> = {
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
