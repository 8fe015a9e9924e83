import { caseOf, type Routing } from '@satualur/contracts/event';
import { type Instant, msOfInstant, type SubjectId, type Uuid } from '@satualur/contracts/ids';
import { endOfDay, monthsAfter } from '@satualur/contracts/registry/deadlines';
import type { ReturnEvent } from '@satualur/contracts/victim-services/events';
import { type Decider, type Must, mustHold } from '@satualur/decider/decider';
import { mustBeKept, type RecordFacts, type RecordRule, victimOf } from './record-facts';

type Data<T extends ReturnEvent['type']> = Extract<ReturnEvent, { type: T }>['data'];

export type ReturnCommand =
  | ({ readonly type: 'ArrangeReturn'; readonly facts: RecordFacts } & Omit<Data<'ReturnArranged'>, 'subject'>)
  /** `arrived` is a calendar date; the visits follow after these months, by the policy valid then. */
  | { readonly type: 'RecordReturn'; readonly arrived: string; readonly months: readonly number[] }
  /** Notes are sealed, so they ask how the record stands. */
  | ({ readonly type: 'RecordVisit'; readonly facts?: RecordFacts } & Pick<
      Data<'AfterCareVisitRecorded'>,
      'months' | 'visitedOn' | 'result' | 'notes'
    >)
  | { readonly type: 'FireTimers'; readonly at: Instant };

export type ReturnRule = RecordRule | 'return-already-arranged' | 'return-unknown' | 'illegal-transition' | 'no-such-visit';
const must: Must<ReturnRule> = mustHold;

interface Visit {
  readonly months: number;
  readonly dueAt: Instant;
  readonly status: 'due' | 'overdue' | 'made';
}

export interface Return {
  readonly status: 'none' | 'arranged' | 'returned';
  readonly record?: Uuid;
  readonly subject?: SubjectId;
  readonly visits: readonly Visit[];
  readonly of?: Pick<Routing, 'caseid'>;
}

/** When the next visit is missed: 24:00 WITA of the day it was due. */
export const nextDue = ({ visits }: Return): Instant | null => visits.find(({ status }) => status === 'due')?.dueAt ?? null;

function arrange({ type: _, facts, ...arranged }: Extract<ReturnCommand, { type: 'ArrangeReturn' }>): ReturnEvent {
  return { type: 'ReturnArranged', data: { ...arranged, subject: victimOf(facts, 'shelter') }, ...caseOf(facts) };
}

const schedule = (record: Uuid, arrived: string, visits: readonly number[], of: Routing): ReturnEvent[] =>
  visits.map((months) => {
    const dueOn = monthsAfter(arrived, months);
    return { type: 'AfterCareVisitScheduled', data: { record, months, dueOn, dueAt: endOfDay(dueOn) }, ...of };
  });

function decide(command: ReturnCommand, state: Return): readonly ReturnEvent[] {
  if (command.type === 'ArrangeReturn') {
    must(state.status === 'none', 'return-already-arranged');
    return [arrange(command)];
  }
  const { record, subject, of, status, visits } = state;
  must(record !== undefined && subject !== undefined && of !== undefined, 'return-unknown');
  switch (command.type) {
    case 'RecordReturn': {
      const { arrived, months } = command;
      must(status === 'arranged', 'illegal-transition', { state: status });
      return [{ type: 'VictimReturned', data: { record, arrived }, ...of }, ...schedule(record, arrived, months, of)];
    }
    case 'RecordVisit': {
      const { type: _, facts, ...visit } = command;
      const known = visits.find(({ months }) => months === visit.months);
      must(known !== undefined, 'no-such-visit');
      must(known.status !== 'made', 'illegal-transition', { state: known.status });
      if (visit.notes !== undefined) mustBeKept(facts ?? {}, 'narrative');
      return [{ type: 'AfterCareVisitRecorded', data: { record, subject, ...visit }, ...of }];
    }
    case 'FireTimers': {
      const missed = visits.find(({ status: visit }) => visit === 'due');
      if (!missed || msOfInstant(command.at) < msOfInstant(missed.dueAt)) return [];
      const { months, dueAt } = missed;
      return [{ type: 'AfterCareVisitOverdue', data: { record, months, dueAt }, ...of, time: dueAt }];
    }
  }
}

const withVisit = (state: Return, months: number, status: Visit['status']): Return => ({
  ...state,
  visits: state.visits.map((visit) => (visit.months === months ? { ...visit, status } : visit)),
});

function evolve(state: Return, event: ReturnEvent): Return {
  switch (event.type) {
    case 'ReturnArranged':
      return { ...state, status: 'arranged', record: event.data.record, subject: event.data.subject, of: caseOf(event) };
    case 'VictimReturned':
      return { ...state, status: 'returned' };
    case 'AfterCareVisitScheduled': {
      const { months, dueAt } = event.data;
      return { ...state, visits: [...state.visits, { months, dueAt, status: 'due' }] };
    }
    case 'AfterCareVisitRecorded':
      return withVisit(state, event.data.months, 'made');
    case 'AfterCareVisitOverdue':
      return withVisit(state, event.data.months, 'overdue');
  }
}

export const victimReturn: Decider<ReturnCommand, Return, ReturnEvent> = {
  initialState: { status: 'none', visits: [] },
  decide,
  evolve,
};
