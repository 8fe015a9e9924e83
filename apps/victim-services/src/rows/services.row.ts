import { type Instant, instantOf, msOfInstant, type Uuid, uuidOfStream } from '@satualur/contracts/ids';
import { categoryOf } from '@satualur/contracts/ids';
import type { ReferralInEvent } from '@satualur/contracts/referral/events';
import type { ApplicationEvent, RestitutionEvent, ReturnEvent, ShelterEvent } from '@satualur/contracts/victim-services/events';
import { fold, type Fold } from '@satualur/decider/decider';
import type { StoredEvent } from '@satualur/event-store/store';
import { uuidFrom } from '@satualur/service-host/secrets';
import { referralFacts, stateOfReferral } from '../domain/referral-facts';
import { outstanding, restitution } from '../domain/restitution';
import { firstAidOf, serviceApplication } from '../domain/service-application';
import { freePlaces, shelter } from '../domain/shelter';
import { victimReturn } from '../domain/victim-return';

/** What waits for somebody of this agency: references, codes, instants and amounts; no person. */
export interface WorkRow {
  readonly queue: 'awaiting-service' | 'after-care' | 'restitution';
  readonly id: Uuid;
  readonly version: number;
  readonly kind: 'Application' | 'Referral' | 'ProxiedReferral' | 'Visit' | 'Claim';
  /** The application, referral, return or claim that it belongs to. */
  readonly about: Uuid;
  readonly ref: string | null;
  readonly record: Uuid | null;
  readonly service: string | null;
  readonly counterpart: string | null;
  readonly months: number | null;
  /** Rupiah; as text, since PostgreSQL hands out whole numbers of this size so. */
  readonly outstanding: string | null;
  readonly state: 'Open' | 'Overdue' | 'Done';
  readonly opened_at: string;
  /** The far future where nothing is due. */
  readonly due_at: string;
}

export interface ShelterRow {
  readonly id: Uuid;
  readonly version: number;
  readonly ref: string;
  readonly places: number;
  readonly free: number;
}

export type ServicesRow =
  | { readonly table: 'work'; readonly key: readonly ['queue', 'id']; readonly row: WorkRow }
  | { readonly table: 'shelter'; readonly key: readonly ['id']; readonly row: ShelterRow };

const NEVER = '2999-12-31T23:59:59.999Z';
type Stored<E extends { type: string }> = readonly StoredEvent<E & { type: string; data: never }>[];
type Events = readonly StoredEvent[];
type Told = Pick<WorkRow, 'queue' | 'kind' | 'state'> &
  Partial<Pick<WorkRow, 'id' | 'ref' | 'record' | 'service' | 'counterpart' | 'months' | 'outstanding' | 'opened_at' | 'due_at'>>;

/** One spelling, so that text sorts as time does. */
const spelt = (at: string): string => instantOf(msOfInstant(at as Instant));
const folded = <S, E extends { type: string }>(decider: Fold<S, never>, events: Events): S =>
  fold(decider as Fold<S, E>, events.map(({ event }) => event) as unknown as readonly E[]);
const firstOf = <E extends { type: string }, T extends E['type']>(events: Events, type: T) =>
  (events as unknown as Stored<E>).find(({ event }) => event.type === type)?.event as Extract<E, { type: T }> | undefined;

function work(events: Events, told: Told): ServicesRow {
  const first = events[0]!;
  const about = uuidOfStream(first.stream);
  const none = { ref: null, record: null, service: null, counterpart: null, months: null, outstanding: null };
  const stands = { id: about, opened_at: spelt(first.envelope.time), due_at: NEVER };
  return { table: 'work', key: ['queue', 'id'], row: { ...none, ...stands, ...told, version: events.length, about } };
}

/** Limits that still wait for something: a service's start, and in an emergency first aid. */
function waitingFor({ dueAt }: Filed, state: ReturnType<typeof serviceApplication.evolve>) {
  const { startedAt, withdrawn, breached } = state;
  const aid = firstAidOf(state);
  const service = startedAt === undefined && !withdrawn ? [{ dueAt, late: breached }] : [];
  const noAid = aid?.givenAt === null && !withdrawn ? [{ dueAt: aid.dueAt, late: aid.outcome === 'breached' }] : [];
  return [...service, ...noAid].sort((a, b) => msOfInstant(a.dueAt) - msOfInstant(b.dueAt));
}
type Filed = Extract<ApplicationEvent, { type: 'ServiceApplicationFiled' }>['data'];

function applicationRows(events: Events): readonly ServicesRow[] {
  const filed = firstOf<ApplicationEvent, 'ServiceApplicationFiled'>(events, 'ServiceApplicationFiled');
  if (!filed) return [];
  const { ref, record, service, requestedAt } = filed.data;
  const waiting = waitingFor(filed.data, folded(serviceApplication, events));
  const state = waiting.length === 0 ? 'Done' : waiting.some(({ late }) => late) ? 'Overdue' : 'Open';
  const { dueAt } = waiting[0] ?? filed.data;
  const told = { queue: 'awaiting-service', kind: 'Application', state, ref, record, service } as const;
  return [work(events, { ...told, opened_at: spelt(requestedAt), due_at: spelt(dueAt) })];
}

/** An accepted referral waits until its service starts, here or, stated by this agency's clerk, off the platform. */
function referralRows(events: Events): readonly ServicesRow[] {
  const facts = folded(referralFacts, events);
  const received = firstOf<ReferralInEvent, 'ReferralReceived'>(events, 'ReferralReceived');
  const accepted = events.findLast(({ event }) => event.type === 'ReferralAccepted');
  if (!received || !accepted) return [];
  const { ref, service, from, to, proxied } = received.data;
  const state = stateOfReferral(facts) === 'Accepted' ? 'Open' : 'Done';
  const kind = proxied ? 'ProxiedReferral' : 'Referral';
  const told = { queue: 'awaiting-service', kind, state, ref, service, counterpart: proxied ? to : from } as const;
  return [work(events, { ...told, opened_at: spelt(accepted.envelope.time) })];
}

const visitStates = { due: 'Open', overdue: 'Overdue', made: 'Done' } as const;

function visitRows(events: Events): readonly ServicesRow[] {
  const arranged = firstOf<ReturnEvent, 'ReturnArranged'>(events, 'ReturnArranged');
  if (!arranged) return [];
  const { ref, record } = arranged.data;
  return folded(victimReturn, events).visits.map(({ months, status, dueAt }) =>
    work(events, {
      ...{ queue: 'after-care', kind: 'Visit', id: uuidFrom('visit', events[0]!.stream, months), months },
      ...{ ref, record, state: visitStates[status], due_at: spelt(dueAt) },
    }),
  );
}

function claimRows(events: Events): readonly ServicesRow[] {
  const state = folded(restitution, events);
  if (!state.record || state.dueAt === undefined) return [];
  const owed = outstanding(state);
  const standing = owed <= 0 ? 'Done' : state.overdue ? 'Overdue' : 'Open';
  const ref = firstOf<RestitutionEvent, 'RestitutionClaimed'>(events, 'RestitutionClaimed')?.data.ref ?? null;
  const told = { queue: 'restitution', kind: 'Claim', state: standing, ref, record: state.record } as const;
  return [work(events, { ...told, outstanding: String(owed), due_at: spelt(state.dueAt) })];
}

function shelterRows(events: Events): readonly ServicesRow[] {
  const opened = firstOf<ShelterEvent, 'ShelterOpened'>(events, 'ShelterOpened');
  if (!opened) return [];
  const state = folded(shelter, events);
  const row = { id: uuidOfStream(events[0]!.stream), version: events.length, ref: opened.data.ref };
  return [{ table: 'shelter', key: ['id'], row: { ...row, places: state.places ?? 0, free: freePlaces(state) } }];
}

const makers: Readonly<Record<string, (events: Events) => readonly ServicesRow[]>> = {
  application: applicationRows,
  referralin: referralRows,
  return: visitRows,
  restitution: claimRows,
  shelter: shelterRows,
};

/** The rows that a stream's events come to; none for streams that are in no list. */
export const rowsOf = (events: Events): readonly ServicesRow[] =>
  events[0] ? (makers[categoryOf(events[0].stream)]?.(events) ?? []) : [];
