import { caseOf, type Routing } from '@satualur/contracts/event';
import type { Ref, Uuid } from '@satualur/contracts/ids';
import type { PlanEvent } from '@satualur/contracts/victim-services/events';
import { type Decider, type Must, mustHold } from '@satualur/decider/decider';
import { type RecordFacts, type RecordRule, victimOf } from './record-facts';

type Data<T extends PlanEvent['type']> = Extract<PlanEvent, { type: T }>['data'];

/** HTCDS spl_*: what is to be done for one person, agreed, and looked at again. */
export type PlanCommand =
  | {
      readonly type: 'DraftPlan';
      readonly ref: Ref;
      readonly record: Uuid;
      readonly services: Data<'SupportPlanDrafted'>['services'];
      readonly goals?: Data<'SupportPlanDrafted'>['goals'];
      readonly actions?: Data<'SupportPlanDrafted'>['actions'];
      readonly facts: RecordFacts;
    }
  | { readonly type: 'ApprovePlan'; readonly withVictim: boolean }
  | {
      readonly type: 'ReviewPlan';
      readonly result: Data<'SupportPlanReviewed'>['result'];
      readonly services?: Data<'SupportPlanReviewed'>['services'];
    };

export type PlanRule = RecordRule | 'plan-already-drafted' | 'plan-unknown' | 'illegal-transition' | 'changes-missing';
const must: Must<PlanRule> = mustHold;

export interface Plan {
  readonly status: 'none' | 'draft' | 'approved' | 'ended';
  readonly record?: Uuid;
  readonly of?: Pick<Routing, 'caseid'>;
}

function draft({ ref, record, services, goals, actions, facts }: Extract<PlanCommand, { type: 'DraftPlan' }>): PlanEvent {
  const subject = victimOf(facts, 'narrative');
  const sealed = { ...(goals !== undefined && { goals }), ...(actions !== undefined && { actions }) };
  const data = { ref, record, subject, services, ...sealed };
  return { type: 'SupportPlanDrafted', data, ...caseOf(facts) };
}

function decide(command: PlanCommand, { status, record, of }: Plan): readonly PlanEvent[] {
  if (command.type === 'DraftPlan') {
    must(status === 'none', 'plan-already-drafted');
    return [draft(command)];
  }
  must(record !== undefined, 'plan-unknown');
  switch (command.type) {
    case 'ApprovePlan':
      must(status === 'draft', 'illegal-transition', { state: status });
      return [{ type: 'SupportPlanApproved', data: { record, withVictim: command.withVictim }, ...of }];
    case 'ReviewPlan': {
      const { result, services } = command;
      must(status === 'approved', 'illegal-transition', { state: status });
      must((result === 'Change') === (services !== undefined), 'changes-missing');
      return [{ type: 'SupportPlanReviewed', data: { record, result, ...(services && { services }) }, ...of }];
    }
  }
}

function evolve(state: Plan, event: PlanEvent): Plan {
  switch (event.type) {
    case 'SupportPlanDrafted':
      return { status: 'draft', record: event.data.record, of: caseOf(event) };
    case 'SupportPlanApproved':
      return { ...state, status: 'approved' };
    case 'SupportPlanReviewed':
      return { ...state, status: event.data.result === 'End' ? 'ended' : 'approved' };
  }
}

export const supportPlan: Decider<PlanCommand, Plan, PlanEvent> = { initialState: { status: 'none' }, decide, evolve };
