import { type ServiceCategory, STATUTORY_SERVICES } from '@satualur/contracts/codes/services';
import { caseOf, type Routing } from '@satualur/contracts/event';
import { type AgencyKey, type Instant, msOfInstant, type Ref, type Uuid } from '@satualur/contracts/ids';
import { statutoryDue } from '@satualur/contracts/registry/deadlines';
import type { SlaPolicy } from '@satualur/contracts/registry/events';
import type { ApplicationEvent } from '@satualur/contracts/victim-services/events';
import type { ApplicationView } from '@satualur/contracts/views';
import { type Decider, type Must, mustHold } from '@satualur/decider/decider';
import { type RecordFacts, type RecordRule, victimOf } from './record-facts';

type Filed = Extract<ApplicationEvent, { type: 'ServiceApplicationFiled' }>['data'];
type Withdrawn = Extract<ApplicationEvent, { type: 'ServiceApplicationWithdrawn' }>['data'];

export interface ApplyForServices {
  readonly type: 'ApplyForServices';
  readonly at: Instant;
  readonly ref: Ref;
  readonly record: Uuid;
  readonly service: ServiceCategory;
  /** Start of the clock; may lie before `at`. */
  readonly requestedAt: Instant;
  readonly emergency?: true | undefined;
  readonly applicant?: Filed['applicant'];
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
  /** A referral of the chain ended as Withdrawn or Terminated, for whatever reason. */
  | {
      readonly type: 'NoteReferralEnded';
      readonly referral: Uuid;
      readonly endedAt: Instant;
      readonly reason: string;
      /** The referral of the chain that was sent last. */
      readonly lastSent: Uuid;
    }
  /** Another referral of the chain was sent. */
  | { readonly type: 'NoteReferralSent'; readonly referral: Uuid }
  | { readonly type: 'FireTimers'; readonly at: Instant };

export type ApplicationRule =
  'application-already-filed' | 'application-unknown' | RecordRule | 'service-not-statutory' | 'requested-in-the-future';
const must: Must<ApplicationRule> = mustHold;

export interface Application {
  readonly filed?: { readonly dueAt: Instant; readonly of: Pick<Routing, 'caseid'> };
  /** The earliest start of service known. */
  readonly startedAt?: Instant;
  readonly breached: boolean;
  /** The person wants or needs no service any more. */
  readonly withdrawn: boolean;
}

/** Reasons that are the person's, not the agencies' (FORMAT 7). */
const PERSONS: ReadonlySet<string> = new Set<Withdrawn['reason']>([
  'ConsentWithdrawn',
  'VictimDeclined',
  'NotAVictim',
  'MovedAway',
  'Deceased',
]);
const isPersons = (reason: string): reason is Withdrawn['reason'] => PERSONS.has(reason);

/** One limit, the statutory one; no timer once a service has started or the breach is stated. */
export const nextDue = ({ filed, startedAt, breached, withdrawn }: Application): Instant | null =>
  filed && startedAt === undefined && !breached && !withdrawn ? filed.dueAt : null;

const before = (a: Instant, b: Instant): boolean => msOfInstant(a) < msOfInstant(b);

/** Met by a start at or before the limit, also when it became known after the breach was stated (FORMAT 7). */
export function outcomeOf({ filed, startedAt, breached, withdrawn }: Application): ApplicationView['outcome'] {
  if (filed && startedAt !== undefined) return before(filed.dueAt, startedAt) ? 'breached' : 'met';
  if (withdrawn) return 'withdrawn';
  return breached ? 'breached' : 'running';
}

function apply(command: ApplyForServices): ApplicationEvent {
  const { at, ref, record, service, requestedAt, emergency, applicant, facts } = command;
  victimOf(facts.record);
  must(STATUTORY_SERVICES.has(service), 'service-not-statutory');
  must(!before(at, requestedAt), 'requested-in-the-future');
  const dueAt = statutoryDue(requestedAt, facts.policy);
  const data = {
    ...{ ref, record, service, requestedAt, dueAt },
    ...(emergency && { emergency }),
    ...(applicant && { applicant }),
  };
  return { type: 'ServiceApplicationFiled', data, ...caseOf(facts.record) };
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
    case 'NoteReferralEnded': {
      const { referral, endedAt, reason, lastSent } = command;
      const over = state.startedAt !== undefined || state.withdrawn || before(filed.dueAt, endedAt);
      if (over || referral !== lastSent || !isPersons(reason)) return [];
      return [{ type: 'ServiceApplicationWithdrawn', data: { referral, reason }, ...filed.of }];
    }
    case 'NoteReferralSent':
      return state.withdrawn ? [{ type: 'ServiceApplicationResumed', data: { referral: command.referral }, ...filed.of }] : [];
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
    case 'ServiceApplicationWithdrawn':
      return { ...state, withdrawn: true };
    case 'ServiceApplicationResumed':
      return { ...state, withdrawn: false };
  }
}

export const serviceApplication: Decider<ApplicationCommand, Application, ApplicationEvent> = {
  initialState: { breached: false, withdrawn: false },
  decide,
  evolve,
};
