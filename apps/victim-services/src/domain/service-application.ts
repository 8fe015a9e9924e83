import { type ServiceCategory, STATUTORY_SERVICES } from '@satualur/contracts/codes/services';
import { caseOf, type Routing } from '@satualur/contracts/event';
import { type AgencyKey, type Instant, msOfInstant, type Ref, type Uuid } from '@satualur/contracts/ids';
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
  readonly facts: {
    readonly record: RecordFacts;
    /** Limits of the policy valid at the request: of the service's start (SLA-S1), and of first aid (SLA-S2). */
    readonly dueAt: Instant;
    readonly firstAidBy: Instant;
  };
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
  | { readonly type: 'RecordFirstAid'; readonly givenAt: Instant; readonly at: Instant }
  /** Another referral of the chain was sent. */
  | { readonly type: 'NoteReferralSent'; readonly referral: Uuid }
  | { readonly type: 'FireTimers'; readonly at: Instant };

export type ApplicationRule =
  | 'application-already-filed'
  | 'application-unknown'
  | RecordRule
  | 'service-not-statutory'
  | 'requested-in-the-future'
  | 'not-an-emergency'
  | 'first-aid-already-given'
  | 'first-aid-in-the-future'
  | 'first-aid-before-the-request';
const must: Must<ApplicationRule> = mustHold;

export interface Application {
  readonly filed?: Pick<Filed, 'service' | 'requestedAt' | 'dueAt' | 'firstAidBy'> & { readonly of: Pick<Routing, 'caseid'> };
  /** The earliest start of service known. */
  readonly startedAt?: Instant;
  readonly breached: boolean;
  readonly firstAid: { readonly givenAt?: Instant; readonly overdue: boolean };
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

const before = (a: Instant, b: Instant): boolean => msOfInstant(a) < msOfInstant(b);

/** Services that are themselves the aid that art. 53 asks of health and social rehabilitation. */
const AIDING: ReadonlySet<ServiceCategory> = new Set<ServiceCategory>(['HealthRehabilitation', 'SocialRehabilitation']);

/** The limit of a service's start; none once one has started, the breach is stated or the person has given up. */
export const serviceDue = ({ filed, startedAt, breached, withdrawn }: Application): Instant | null =>
  filed && startedAt === undefined && !breached && !withdrawn ? filed.dueAt : null;

/** The limit of first aid in an emergency; none once it was given, is stated overdue or the person has given up. */
export const firstAidDue = ({ filed, firstAid, withdrawn }: Application): Instant | null =>
  firstAid.givenAt === undefined && !firstAid.overdue && !withdrawn ? (filed?.firstAidBy ?? null) : null;

/** The limit that passes first. */
export function nextDue(state: Application): Instant | null {
  const [service, aid] = [serviceDue(state), firstAidDue(state)];
  return service !== null && (aid === null || before(service, aid)) ? service : aid;
}

/** Met by a start at or before the limit, also when it became known after the breach was stated (FORMAT 7). */
export function outcomeOf({ filed, startedAt, breached, withdrawn }: Application): ApplicationView['outcome'] {
  if (filed && startedAt !== undefined) return before(filed.dueAt, startedAt) ? 'breached' : 'met';
  if (withdrawn) return 'withdrawn';
  return breached ? 'breached' : 'running';
}

/** The clock of first aid as it stands; undefined where there is no emergency. */
export function firstAidOf({ filed, firstAid, withdrawn }: Application): ApplicationView['firstAid'] {
  if (filed?.firstAidBy === undefined) return undefined;
  const { firstAidBy: dueAt } = filed;
  const { givenAt, overdue } = firstAid;
  const late = givenAt === undefined ? overdue : before(dueAt, givenAt);
  const running = withdrawn ? ('withdrawn' as const) : ('running' as const);
  return { dueAt, givenAt: givenAt ?? null, outcome: late ? 'breached' : givenAt === undefined ? running : 'met' };
}

function apply(command: ApplyForServices): ApplicationEvent {
  const { at, ref, record, service, requestedAt, emergency, applicant, facts } = command;
  victimOf(facts.record);
  must(STATUTORY_SERVICES.has(service), 'service-not-statutory');
  must(!before(at, requestedAt), 'requested-in-the-future');
  const { dueAt, firstAidBy } = facts;
  const data = {
    ...{ ref, record, service, requestedAt, dueAt },
    ...(emergency && { emergency, firstAidBy }),
    ...(applicant && { applicant }),
  };
  return { type: 'ServiceApplicationFiled', data, ...caseOf(facts.record) };
}

type Noted = Extract<ApplicationCommand, { type: 'NoteServiceStarted' }>;

/** The first start of the chain, in an emergency also the first aid where none was stated before it. */
function started({ referral, episode, startedAt, provider }: Noted, state: Application): readonly ApplicationEvent[] {
  const { filed, firstAid } = state;
  if (!filed || (state.startedAt !== undefined && !before(startedAt, state.startedAt))) return [];
  const { firstAidBy, service, of } = filed;
  const aided = firstAidBy !== undefined && AIDING.has(service);
  const first = aided && (firstAid.givenAt === undefined || before(startedAt, firstAid.givenAt));
  const satisfied: ApplicationEvent = {
    type: 'ServiceApplicationSatisfied',
    data: { referral, episode, startedAt, provider },
    ...of,
  };
  return first ? [satisfied, { type: 'FirstAidGiven', data: { givenAt: startedAt, provider }, ...of }] : [satisfied];
}

/** Each limit that has passed, at its own instant. */
function fire(state: Application, at: Instant, of: Pick<Routing, 'caseid'>): readonly ApplicationEvent[] {
  const [aid, service] = [firstAidDue(state), serviceDue(state)];
  const isPast = (due: Instant | null): due is Instant => due !== null && !before(at, due);
  const missed: ApplicationEvent[] = [
    ...(isPast(aid) ? [{ type: 'FirstAidOverdue' as const, data: { dueAt: aid }, ...of, time: aid }] : []),
    ...(isPast(service) ? [{ type: 'ServiceApplicationBreached' as const, data: { dueAt: service }, ...of, time: service }] : []),
  ];
  return missed.sort((a, b) => msOfInstant(a.time!) - msOfInstant(b.time!));
}

function mustBeFirstAid(givenAt: Instant, at: Instant, { filed, firstAid }: Application): void {
  must(filed?.firstAidBy !== undefined, 'not-an-emergency');
  must(firstAid.givenAt === undefined, 'first-aid-already-given', { state: 'Given' });
  must(!before(at, givenAt), 'first-aid-in-the-future');
  must(!before(givenAt, filed.requestedAt), 'first-aid-before-the-request');
}

function decide(command: ApplicationCommand, state: Application): readonly ApplicationEvent[] {
  const { filed } = state;
  if (command.type === 'ApplyForServices') {
    must(filed === undefined, 'application-already-filed');
    return [apply(command)];
  }
  must(filed !== undefined, 'application-unknown');
  switch (command.type) {
    case 'NoteServiceStarted':
      return started(command, state);
    case 'RecordFirstAid':
      mustBeFirstAid(command.givenAt, command.at, state);
      return [{ type: 'FirstAidGiven', data: { givenAt: command.givenAt }, ...filed.of }];
    case 'NoteReferralEnded': {
      const { referral, endedAt, reason, lastSent } = command;
      const over = state.startedAt !== undefined || state.withdrawn || before(filed.dueAt, endedAt);
      if (over || referral !== lastSent || !isPersons(reason)) return [];
      return [{ type: 'ServiceApplicationWithdrawn', data: { referral, reason }, ...filed.of }];
    }
    case 'NoteReferralSent':
      return state.withdrawn ? [{ type: 'ServiceApplicationResumed', data: { referral: command.referral }, ...filed.of }] : [];
    case 'FireTimers':
      return fire(state, command.at, filed.of);
  }
}

function evolve(state: Application, event: ApplicationEvent): Application {
  switch (event.type) {
    case 'ServiceApplicationFiled':
      return { ...state, filed: { ...event.data, of: caseOf(event) } };
    case 'ServiceApplicationSatisfied':
      return { ...state, startedAt: event.data.startedAt };
    case 'ServiceApplicationBreached':
      return { ...state, breached: true };
    case 'FirstAidGiven':
      return { ...state, firstAid: { ...state.firstAid, givenAt: event.data.givenAt } };
    case 'FirstAidOverdue':
      return { ...state, firstAid: { ...state.firstAid, overdue: true } };
    case 'ServiceApplicationWithdrawn':
      return { ...state, withdrawn: true };
    case 'ServiceApplicationResumed':
      return { ...state, withdrawn: false };
  }
}

export const serviceApplication: Decider<ApplicationCommand, Application, ApplicationEvent> = {
  initialState: { breached: false, withdrawn: false, firstAid: { overdue: false } },
  decide,
  evolve,
};
