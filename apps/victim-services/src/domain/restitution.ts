import { caseOf, type Routing } from '@satualur/contracts/event';
import { type Instant, msOfInstant, type Ref, type Uuid } from '@satualur/contracts/ids';
import { lastDayOf } from '@satualur/contracts/registry/deadlines';
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
  | { readonly type: 'Assess' | 'Demand' | 'Deposit'; readonly amount: number }
  | {
      readonly type: 'Award' | 'Pay';
      readonly amount: number;
      /** It is meant, though more is paid than is owed, or less awarded than was paid. */
      readonly unbalanced?: true | undefined;
    }
  | { readonly type: 'NotifyVerdict'; readonly notifiedAt: Instant; readonly dueAt: Instant }
  | { readonly type: 'ImposeDetention'; readonly months: number }
  | { readonly type: 'FireTimers'; readonly at: Instant };

export type RestitutionRule =
  | RecordRule
  | 'right-already-explained'
  | 'restitution-unknown'
  | 'illegal-transition'
  | 'amount-not-positive'
  | 'more-than-outstanding'
  | 'award-below-paid'
  | 'restitution-not-overdue'
  | 'detention-too-long';
const must: Must<RestitutionRule> = mustHold;

export interface Restitution {
  readonly stage: 'none' | 'explained' | 'claimed' | 'awarded' | 'notified';
  readonly record?: Uuid;
  readonly of?: Pick<Routing, 'caseid'>;
  /** Nought where the claim says no amount. */
  readonly claimed: number;
  readonly awarded: number;
  /** A court said what is owed, be it nought. */
  readonly judged: boolean;
  readonly paid: number;
  readonly dueAt?: Instant;
  readonly overdue: boolean;
  /** Months of substitute detention imposed so far. */
  readonly detention: number;
}

/** Below nought where money came before the award. */
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

/** Art. 50(4). */
const MOST_MONTHS = 12;

/** A verdict may be final without an award; an award, and money, may come before the notice or after it (FORMAT 2). */
const from: Record<Step['type'], readonly Stage[]> = {
  Claim: ['explained'],
  Assess: ['claimed'],
  Demand: ['claimed'],
  Award: ['claimed', 'awarded', 'notified'],
  Deposit: ['claimed', 'awarded', 'notified'],
  Pay: ['claimed', 'awarded', 'notified'],
  NotifyVerdict: ['claimed', 'awarded'],
  ImposeDetention: ['notified'],
};

/** Substitute detention stands for what was not paid in time, for a year in all (SLA-S3). */
function mustBeDetainable(months: number, state: Restitution): void {
  must(state.overdue && outstanding(state) > 0, 'restitution-not-overdue', { state: state.stage });
  must(state.detention + months <= MOST_MONTHS, 'detention-too-long');
}

/**
 * A payment above what is owed, or an award below what was paid, is mostly a slip of the keys: it is taken when it is said to be meant,
 * for a ledger tells what happened. Before the award the claim is the limit, if it says one.
 */
function mustBalance({ type, amount, unbalanced }: Extract<Step, { type: 'Award' | 'Pay' }>, state: Restitution): void {
  if (unbalanced) return;
  const { stage, claimed, awarded, paid, judged } = state;
  const owed = judged ? outstanding(state) : claimed === 0 ? Infinity : claimed - paid;
  const figures = { state: stage, awarded: String(awarded), paid: String(paid) };
  must(type !== 'Pay' || amount <= owed, 'more-than-outstanding', { ...figures, outstanding: String(owed) });
  must(type !== 'Award' || amount >= paid, 'award-below-paid', figures);
}

function take(command: Step, record: Uuid, state: Restitution, of: Routing): RestitutionEvent {
  switch (command.type) {
    case 'Claim': {
      const { ref, amount, kinds } = command;
      return { type: 'RestitutionClaimed', data: { record, amount, kinds, ...(ref && { ref }) }, ...of };
    }
    case 'NotifyVerdict': {
      const { notifiedAt, dueAt } = command;
      return { type: 'RestitutionVerdictNotified', data: { record, notifiedAt, dueOn: lastDayOf(dueAt), dueAt }, ...of };
    }
    case 'ImposeDetention':
      return { type: 'SubstituteDetentionImposed', data: { record, months: command.months }, ...of };
    case 'Assess':
    case 'Demand':
    case 'Award':
    case 'Deposit':
    case 'Pay':
      must(command.amount > 0 || command.type === 'Award', 'amount-not-positive');
      if (command.type === 'Award' || command.type === 'Pay') mustBalance(command, state);
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
  if (command.type === 'ImposeDetention') mustBeDetainable(command.months, state);
  return [take(command, record, state, of)];
}

function evolve(state: Restitution, happened: RestitutionEvent): Restitution {
  switch (happened.type) {
    case 'RestitutionRightExplained':
      return { ...state, stage: 'explained', record: happened.data.record, of: caseOf(happened) };
    case 'RestitutionClaimed':
      return { ...state, stage: 'claimed', claimed: happened.data.amount };
    case 'RestitutionAwarded': {
      const stage = state.stage === 'notified' ? 'notified' : 'awarded';
      return { ...state, stage, judged: true, awarded: happened.data.amount };
    }
    case 'RestitutionVerdictNotified':
      return { ...state, stage: 'notified', dueAt: happened.data.dueAt };
    case 'RestitutionPaid':
      return { ...state, paid: state.paid + happened.data.amount };
    case 'RestitutionOverdue':
      return { ...state, overdue: true };
    case 'RestitutionAssessed':
    case 'RestitutionDemanded':
    case 'RestitutionDeposited':
      return state;
    case 'SubstituteDetentionImposed':
      return { ...state, detention: state.detention + happened.data.months };
  }
}

export const restitution: Decider<RestitutionCommand, Restitution, RestitutionEvent> = {
  initialState: { stage: 'none', claimed: 0, awarded: 0, judged: false, paid: 0, overdue: false, detention: 0 },
  decide,
  evolve,
};
