import { type ServiceCategory, STATUTORY_SERVICES } from '@satualur/contracts/codes/services';
import { caseOf, type Routing } from '@satualur/contracts/event';
import { type AgencyKey, type Instant, msOfInstant, type Ref, type Uuid } from '@satualur/contracts/ids';
import { statutoryDue } from '@satualur/contracts/registry/deadlines';
import type { SlaPolicy } from '@satualur/contracts/registry/events';
import type { ApplicationEvent } from '@satualur/contracts/victim-services/events';
import { type Decider, type Must, mustHold } from '@satualur/decider/decider';
import type { RecordFacts } from './record-facts';

export interface ApplyForServices {
  readonly type: 'ApplyForServices';
  readonly at: Instant;
  readonly ref: Ref;
  readonly record: Uuid;
  readonly service: ServiceCategory;
  /** Start of the clock; may lie before `at`. */
  readonly requestedAt: Instant;
  readonly facts: { readonly record: RecordFacts; readonly policy: SlaPolicy };
}

export type ApplicationCommand =
  | ApplyForServices
  /** A start of service in the chain of referrals, at whichever agency. */
  | {
      readonly type: 'NoteServiceStarted';
      readonly referral: Uuid;
      readonly episode: Uuid;
      readonly startedAt: Instant;
      readonly provider: AgencyKey;
    }
  | { readonly type: 'FireTimers'; readonly at: Instant };

export type ApplicationRule =
  | 'application-already-filed'
  | 'application-unknown'
  | 'record-unknown'
  | 'record-not-a-victim'
  | 'service-not-statutory'
  | 'requested-in-the-future';
const must: Must<ApplicationRule> = mustHold;

export interface Application {
  readonly filed?: { readonly dueAt: Instant; readonly of: Pick<Routing, 'caseid'> };
  /** The earliest start of service known. */
  readonly startedAt?: Instant;
  readonly breached: boolean;
}

/** One limit, the statutory one; no timer once a service has started or the breach is stated. */
export const nextDue = ({ filed, startedAt, breached }: Application): Instant | null =>
  filed && startedAt === undefined && !breached ? filed.dueAt : null;

const before = (a: Instant, b: Instant): boolean => msOfInstant(a) < msOfInstant(b);

/** Met by a start at or before the limit, also when it became known after the breach was stated (FORMAT 7). */
export function outcomeOf({ filed, startedAt, breached }: Application): 'running' | 'met' | 'breached' {
  if (filed && startedAt !== undefined) return before(filed.dueAt, startedAt) ? 'breached' : 'met';
  return breached ? 'breached' : 'running';
}

function apply({ at, ref, record, service, requestedAt, facts }: ApplyForServices): ApplicationEvent {
  must(facts.record.exists, 'record-unknown');
  must(facts.record.role === 'victim', 'record-not-a-victim');
  must(STATUTORY_SERVICES.has(service), 'service-not-statutory');
  must(!before(at, requestedAt), 'requested-in-the-future');
  const dueAt = statutoryDue(requestedAt, facts.policy);
  return { type: 'ServiceApplicationFiled', data: { ref, record, service, requestedAt, dueAt }, ...caseOf(facts.record) };
}

function decide(command: ApplicationCommand, state: Application): readonly ApplicationEvent[] {
  const { filed } = state;
  if (command.type === 'ApplyForServices') {
    must(filed === undefined, 'application-already-filed');
    return [apply(command)];
  }
  must(filed !== undefined, 'application-unknown');
  switch (command.type) {
    case 'NoteServiceStarted': {
      const { referral, episode, startedAt, provider } = command;
      if (state.startedAt !== undefined && !before(startedAt, state.startedAt)) return [];
      return [{ type: 'ServiceApplicationSatisfied', data: { referral, episode, startedAt, provider }, ...filed.of }];
    }
    case 'FireTimers': {
      const due = nextDue(state);
      if (due === null || before(command.at, due)) return [];
      return [{ type: 'ServiceApplicationBreached', data: { dueAt: due }, ...filed.of, time: due }];
    }
  }
}

function evolve(state: Application, event: ApplicationEvent): Application {
  switch (event.type) {
    case 'ServiceApplicationFiled':
      return { ...state, filed: { dueAt: event.data.dueAt, of: caseOf(event) } };
    case 'ServiceApplicationSatisfied':
      return { ...state, startedAt: event.data.startedAt };
    case 'ServiceApplicationBreached':
      return { ...state, breached: true };
  }
}

export const serviceApplication: Decider<ApplicationCommand, Application, ApplicationEvent> = {
  initialState: { breached: false },
  decide,
  evolve,
};
