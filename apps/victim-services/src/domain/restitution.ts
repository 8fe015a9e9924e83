import { caseOf, type Routing } from '@satualur/contracts/event';
import { type Instant, msOfInstant, type Ref, type Uuid } from '@satualur/contracts/ids';
import { endOfDay, restitutionDueOn } from '@satualur/contracts/registry/deadlines';
import type { SlaPolicy } from '@satualur/contracts/registry/events';
import type { RestitutionEvent } from '@satualur/contracts/victim-services/events';
import { type Decider, type Must, mustHold } from '@satualur/decider/decider';
import { type RecordFacts, type RecordRule, victimOf } from './record-facts';

type Data<T extends RestitutionEvent['type']> = Extract<RestitutionEvent, { type: T }>['data'];

/** One victim's claim as a ledger in whole rupiah: UU 21/2007 art. 48 to 50. */
export type RestitutionCommand =
  | { readonly type: 'ExplainRight'; readonly record: Uuid; readonly facts: RecordFacts }
  | {
      readonly type: 'Claim';
      readonly ref?: Ref | undefined;
      readonly amount: number;
      readonly kinds: Data<'RestitutionClaimed'>['kinds'];
    }
  | { readonly type: 'Assess' | 'Demand' | 'Award' | 'Deposit' | 'Pay'; readonly amount: number }
  | { readonly type: 'NotifyVerdict'; readonly notifiedAt: Instant; readonly policy: SlaPolicy }
  | { readonly type: 'ImposeDetention'; readonly months: number }
  | { readonly type: 'FireTimers'; readonly at: Instant };

export type RestitutionRule =
  RecordRule | 'right-already-explained' | 'restitution-unknown' | 'illegal-transition' | 'amount-not-positive';
const must: Must<RestitutionRule> = mustHold;

export interface Restitution {
  readonly stage: 'none' | 'explained' | 'claimed' | 'awarded' | 'notified';
  readonly record?: Uuid;
  readonly of?: Pick<Routing, 'caseid'>;
  readonly awarded: number;
  readonly paid: number;
  readonly dueAt?: Instant;
  readonly overdue: boolean;
}

export const outstanding = ({ awarded, paid }: Restitution): number => awarded - paid;

/** 24:00 WITA of the last day for payment, while something is owed and nothing was declared (FORMAT 7). */
export const nextDue = (state: Restitution): Instant | null =>
  state.dueAt !== undefined && !state.overdue && outstanding(state) > 0 ? state.dueAt : null;

const event = {
  Assess: 'RestitutionAssessed',
  Demand: 'RestitutionDemanded',
  Award: 'RestitutionAwarded',
  Deposit: 'RestitutionDeposited',
  Pay: 'RestitutionPaid',
} as const;

type Step = Exclude<RestitutionCommand, { type: 'ExplainRight' | 'FireTimers' }>;
type Stage = Restitution['stage'];

/** An award may be changed by a higher court until the verdict is notified; money may come before that. */
const from: Record<Step['type'], readonly Stage[]> = {
  Claim: ['explained'],
  Assess: ['claimed'],
  Demand: ['claimed'],
  Award: ['claimed', 'awarded'],
  Deposit: ['awarded', 'notified'],
  Pay: ['awarded', 'notified'],
  NotifyVerdict: ['awarded'],
  ImposeDetention: ['notified'],
};

function take(command: Step, record: Uuid, of: Routing): RestitutionEvent {
  switch (command.type) {
    case 'Claim': {
      const { ref, amount, kinds } = command;
      must(amount > 0, 'amount-not-positive');
      return { type: 'RestitutionClaimed', data: { record, amount, kinds, ...(ref && { ref }) }, ...of };
    }
    case 'NotifyVerdict': {
      const dueOn = restitutionDueOn(command.notifiedAt, command.policy);
      const { notifiedAt } = command;
      return { type: 'RestitutionVerdictNotified', data: { record, notifiedAt, dueOn, dueAt: endOfDay(dueOn) }, ...of };
    }
    case 'ImposeDetention':
      return { type: 'SubstituteDetentionImposed', data: { record, months: command.months }, ...of };
    case 'Assess':
    case 'Demand':
    case 'Award':
    case 'Deposit':
    case 'Pay':
      must(command.amount > 0 || command.type === 'Award', 'amount-not-positive');
      return { type: event[command.type], data: { record, amount: command.amount }, ...of };
  }
}

function decide(command: RestitutionCommand, state: Restitution): readonly RestitutionEvent[] {
  if (command.type === 'ExplainRight') {
    must(state.stage === 'none', 'right-already-explained');
    victimOf(command.facts);
    return [{ type: 'RestitutionRightExplained', data: { record: command.record }, ...caseOf(command.facts) }];
  }
  const { record, of, stage } = state;
  must(record !== undefined && of !== undefined, 'restitution-unknown');
  if (command.type === 'FireTimers') {
    const dueAt = nextDue(state);
    if (dueAt === null || msOfInstant(command.at) < msOfInstant(dueAt)) return [];
    return [{ type: 'RestitutionOverdue', data: { record, dueAt, outstanding: outstanding(state) }, ...of, time: dueAt }];
  }
  must(from[command.type].includes(stage), 'illegal-transition', { state: stage });
  return [take(command, record, of)];
}

function evolve(state: Restitution, happened: RestitutionEvent): Restitution {
  switch (happened.type) {
    case 'RestitutionRightExplained':
      return { ...state, stage: 'explained', record: happened.data.record, of: caseOf(happened) };
    case 'RestitutionClaimed':
      return { ...state, stage: 'claimed' };
    case 'RestitutionAwarded':
      return { ...state, stage: 'awarded', awarded: happened.data.amount };
    case 'RestitutionVerdictNotified':
      return { ...state, stage: 'notified', dueAt: happened.data.dueAt };
    case 'RestitutionPaid':
      return { ...state, paid: state.paid + happened.data.amount };
    case 'RestitutionOverdue':
      return { ...state, overdue: true };
    case 'RestitutionAssessed':
    case 'RestitutionDemanded':
    case 'RestitutionDeposited':
    case 'SubstituteDetentionImposed':
      return state;
  }
}

export const restitution: Decider<RestitutionCommand, Restitution, RestitutionEvent> = {
  initialState: { stage: 'none', awarded: 0, paid: 0, overdue: false },
  decide,
  evolve,
};
