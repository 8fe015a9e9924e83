import { categoryOf, type Instant, instantOf, msOfInstant, type Uuid, uuidOfStream } from '@satualur/contracts/ids';
import { liveRole } from '@satualur/contracts/intake/record';
import { fold } from '@satualur/decider/decider';
import type { StoredEvent } from '@satualur/event-store/store';
import { agencyRecord, stateOf } from '../domain/agency-record';
import { breach } from '../domain/breach';
import { heldUpdate } from '../domain/held-update';
import { screeningClock, standingOf } from '../domain/screening-clock';
import { stop } from '../domain/stop';
import { subjectRequest } from '../domain/subject-request';
import { worker } from '../domain/worker';
import { dutyRow } from './duty.row';
import { NEVER } from './never';

export interface RecordRow {
  readonly id: Uuid;
  readonly version: number;
  readonly ref: string;
  readonly caseid: string;
  readonly case_ref: string | null;
  readonly role: string;
  readonly state: string;
  readonly worker: string | null;
  readonly danger: boolean;
  readonly contact_rule: string | null;
  readonly imported: boolean;
  readonly recorded_at: string;
}

export interface WorkRow {
  readonly queue: 'to-register' | 'stops' | 'held-updates' | 'requests' | 'breaches' | 'screenings';
  readonly id: Uuid;
  readonly version: number;
  readonly ref: string | null;
  readonly record: Uuid | null;
  readonly kind: string | null;
  readonly counterpart: string | null;
  readonly state: 'Open' | 'Overdue' | 'Done';
  readonly opened_at: string;
  readonly due_at: string;
}

export interface AbsenceRow {
  readonly worker: string;
  readonly version: number;
  readonly deputy: string | null;
  readonly away_from: string | null;
  readonly away_until: string | null;
}

export type IntakeRow =
  | { readonly table: 'record'; readonly key: readonly ['id']; readonly row: RecordRow }
  | { readonly table: 'work'; readonly key: readonly ['queue', 'id']; readonly row: WorkRow }
  | { readonly table: 'absence'; readonly key: readonly ['worker']; readonly row: AbsenceRow };

type Events = readonly StoredEvent[];

const folded = <S>(decider: { readonly initialState: S; evolve(state: S, event: never): S }, events: Events): S =>
  fold(decider as never, events.map(({ event }) => event) as never);
/** One spelling, so that text sorts as time does. */
const spelt = (at: Instant): string => instantOf(msOfInstant(at));

function recordRow(events: Events): IntakeRow | undefined {
  const state = folded(agencyRecord, events);
  const { live } = state;
  const first = events.find(({ event }) => event.type === 'AgencyRecordRegistered') ?? events[0];
  if (!first || !live.ref || !live.caseid) return undefined;
  const { imported } = first.event.data as { readonly imported?: true };
  const row = {
    ...{
      id: uuidOfStream(first.stream),
      version: events.length,
      ref: live.ref,
      caseid: live.caseid,
      case_ref: live.caseRef ?? null,
    },
    ...{ role: liveRole(live) ?? 'victim', state: stateOf(state), worker: state.worker ?? null, imported: imported === true },
    ...{
      danger: state.contact?.danger ?? false,
      contact_rule: state.contact?.rule ?? null,
      recorded_at: spelt(first.envelope.time),
    },
  };
  return { table: 'record', key: ['id'], row };
}

type Work = Pick<WorkRow, 'queue' | 'state'> & Partial<Omit<WorkRow, 'id' | 'version' | 'opened_at'>>;

function work(events: Events, { due_at: due, ...stated }: Work): IntakeRow | undefined {
  const first = events[0]!;
  const none = { ref: null, record: null, kind: null, counterpart: null };
  const stands = { id: uuidOfStream(first.stream), version: events.length, opened_at: spelt(first.envelope.time) };
  return {
    table: 'work',
    key: ['queue', 'id'],
    row: { ...none, ...stated, ...stands, due_at: due ? spelt(due as Instant) : NEVER },
  };
}

function stopRow(events: Events): IntakeRow | undefined {
  const { asked, confirmed } = folded(stop, events);
  if (!asked) return undefined;
  const proxied = asked.recipient
    ? { record: asked.consent, kind: 'Proxied', counterpart: asked.recipient }
    : { counterpart: asked.owner };
  return work(events, { queue: 'stops', state: confirmed ? 'Done' : 'Open', due_at: asked.confirmBy, ...proxied });
}

function requestRow(events: Events): IntakeRow | undefined {
  const { received, state } = folded(subjectRequest, events);
  if (!received || state === 'Unknown') return undefined;
  const standing = state === 'Open' || state === 'Overdue' ? state : 'Done';
  const { ref, record, kind, dueAt } = received;
  return work(events, { queue: 'requests', state: standing, ref, record, kind, due_at: dueAt });
}

function breachRow(events: Events): IntakeRow | undefined {
  const { detected, told, overdue } = folded(breach, events);
  if (!detected) return undefined;
  const done = told.includes('Subject') && told.includes('Authority');
  const state = done ? 'Done' : overdue ? 'Overdue' : 'Open';
  return work(events, { queue: 'breaches', state, ref: detected.ref, due_at: detected.notifyBy });
}

/** A complaint that waits for its screening. */
function screeningRow(events: Events): IntakeRow | undefined {
  if (events[0]!.event.type !== 'ScreeningAwaited') return undefined;
  const clock = folded(screeningClock, events);
  const { record, dueAt } = clock.awaited!;
  return work(events, { queue: 'screenings', state: standingOf(clock)!, record, due_at: dueAt });
}

function heldRow(events: Events): IntakeRow | undefined {
  const { held, state } = folded(heldUpdate, events);
  if (!held) return undefined;
  return work(events, { queue: 'held-updates', state: state === 'Waiting' ? 'Open' : 'Done', ref: held.record, kind: held.kind });
}

function absenceRow(events: Events): IntakeRow | undefined {
  const first = events[0]!;
  const { worker: whom } = first.event.data as { readonly worker: string };
  const { absence } = folded(worker, events);
  const away = { deputy: absence?.deputy ?? null, away_from: absence?.from ?? null, away_until: absence?.until ?? null };
  return { table: 'absence', key: ['worker'], row: { worker: whom, version: events.length, ...away } };
}

const makers: Readonly<Record<string, (events: Events) => IntakeRow | undefined>> = {
  record: recordRow,
  stop: stopRow,
  subjectrequest: requestRow,
  breach: breachRow,
  heldupdate: heldRow,
  screening: screeningRow,
  worker: absenceRow,
  referralin: dutyRow,
};

/** The row that a stream's events come to; undefined for streams that are in no list. */
export const rowOf = (events: Events): IntakeRow | undefined => events[0] && makers[categoryOf(events[0].stream)]?.(events);
