import { type AgencyKey, instantOf, msOfInstant, type Ref, type Uuid, uuidOfStream } from '@satualur/contracts/ids';
import type { ReferralInEvent, ReferralOutEvent } from '@satualur/contracts/referral/events';
import { hadEffect, settle } from '@satualur/contracts/referral/life-cycle';
import { fold } from '@satualur/decider/decider';
import type { StoredEvent } from '@satualur/event-store/store';
import { referralIn, stateOfIn } from '../domain/referral-in';
import { referralOut, standingOf } from '../domain/referral-out';

/** One half of a referral as lists and queues need it: codes, references and instants, nothing of the person. */
export interface ReferralRow {
  readonly half: 'sender' | 'recipient';
  readonly id: Uuid;
  /** Events of the half it was made of. */
  readonly version: number;
  readonly state: string;
  readonly ref: Ref | null;
  /** The agency on the other side. */
  readonly counterpart: AgencyKey | null;
  /** The sender's record, for the sender only. */
  readonly record: Uuid | null;
  readonly subject: Uuid | null;
  readonly service: string | null;
  readonly legal_basis: string | null;
  readonly application: Uuid | null;
  readonly batch: Ref | null;
  /** When it was sent, or drafted. */
  readonly since: string;
  readonly acknowledge_by: string | null;
  readonly deadline: string | null;
  readonly emergency: boolean;
  readonly proxied: boolean;
  readonly overdue: boolean;
  readonly rerouted: boolean;
  readonly withdrawal_confirmed: boolean;
}

/** Instants are spelled one way, so that text order is time order. */
const spelled = (instant: string): string => instantOf(msOfInstant(instant as Parameters<typeof msOfInstant>[0]));

type Sending = Extract<ReferralOutEvent | ReferralInEvent, { type: 'ReferralSent' | 'ReferralReceived' }>['data'];

const sentOf = ({ ref, subject, service, legalBasis, application, batch, ...rest }: Sending) => ({
  ...{ ref, subject, service, legal_basis: legalBasis, application: application ?? null, batch: batch ?? null },
  ...{ acknowledge_by: spelled(rest.acknowledgeBy), deadline: spelled(rest.deadline) },
  ...{ emergency: rest.emergency ?? false, proxied: rest.proxied ?? false },
});

const unsent = {
  ...{ ref: null, counterpart: null, subject: null, service: null, legal_basis: null, application: null, batch: null },
  ...{ acknowledge_by: null, deadline: null, emergency: false, proxied: false },
};

/** The row of a sender's half; undefined for one without events. */
export function rowOfOut(events: readonly StoredEvent<ReferralOutEvent>[]): ReferralRow | undefined {
  const [first] = events;
  if (!first) return undefined;
  const half = fold(
    referralOut,
    events.map(({ event }) => event),
  );
  const sending = events.find(({ event }) => event.type === 'ReferralSent');
  const sent = sending?.event.type === 'ReferralSent' ? sending.event.data : undefined;
  const { ref = null, service = null, legalBasis: legal_basis = null, record } = half.draft ?? { record: sent?.record };
  return {
    ...{ half: 'sender' as const, id: uuidOfStream(first.stream), version: events.length, state: standingOf(half)! },
    ...(sent ? { ...sentOf(sent), counterpart: sent.to } : { ...unsent, ref, service, legal_basis }),
    record: record ?? null,
    since: spelled((sending ?? first).envelope.time),
    overdue: hadEffect(settle(half.acts), 'Overdue'),
    rerouted: half.reroutes.length > 0,
    withdrawal_confirmed: half.acts.some(({ kind }) => kind === 'WithdrawalConfirmed'),
  };
}

/** The row of a recipient's half; undefined before its receipt. */
export function rowOfIn(events: readonly StoredEvent<ReferralInEvent>[]): ReferralRow | undefined {
  const [first] = events;
  if (first?.event.type !== 'ReferralReceived') return undefined;
  const half = fold(
    referralIn,
    events.map(({ event }) => event),
  );
  const { data } = first.event;
  return {
    ...{ half: 'recipient' as const, id: uuidOfStream(first.stream), version: events.length, state: stateOfIn(half)! },
    ...{ ...sentOf(data), counterpart: data.from, record: null },
    since: spelled(data.sentAs.at),
    overdue: false,
    rerouted: false,
    withdrawal_confirmed: half.acts.some(({ kind }) => kind === 'WithdrawalConfirmed'),
  };
}
