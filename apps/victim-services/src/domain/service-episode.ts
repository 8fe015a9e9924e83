import { caseOf, type Routing } from '@satualur/contracts/event';
import type { AgencyKey, Instant, Uuid } from '@satualur/contracts/ids';
import { isFinal } from '@satualur/contracts/referral/life-cycle';
import type { EpisodeEvent } from '@satualur/contracts/victim-services/events';
import { type Decider, type Must, mustHold, RuleViolation } from '@satualur/decider/decider';
import { type RecordFacts, type RecordRule, victimOf } from './record-facts';
import { type ReferralFacts, stateOfReferral } from './referral-facts';

type Data<T extends EpisodeEvent['type']> = Extract<EpisodeEvent, { type: T }>['data'];

/** Given by the sender's clerk for a provider off the platform, with the paper it rests on. */
export type Proxy = Pick<Data<'ServiceCompleted'>, 'proxied' | 'evidence'>;

/** What the referral that the service answers has come to. */
interface OfReferral {
  readonly asked: ReferralFacts;
}

export type EpisodeCommand =
  | ({
      readonly type: 'StartService';
      readonly self: AgencyKey;
      readonly referral: Uuid;
      readonly facts: ReferralFacts;
    } & Proxy)
  | ({
      readonly type: 'RecordSession';
      readonly heldAt: Instant;
      readonly minutes?: number | undefined;
      readonly notes?: string | undefined;
      /** The agency's own record of the person, whose keys seal the notes. */
      readonly facts?: RecordFacts | undefined;
    } & OfReferral)
  | ({ readonly type: 'PauseService'; readonly reason: Data<'ServicePaused'>['reason'] } & OfReferral)
  | ({ readonly type: 'ResumeService' } & OfReferral)
  | ({
      readonly type: 'CompleteService';
      readonly outcome: Data<'ServiceCompleted'>['outcome'];
      /** The caller names the referral instead of the episode. */
      readonly byReferral?: true;
    } & OfReferral &
      Proxy)
  | ({ readonly type: 'DiscontinueService'; readonly reason: Data<'ServiceDiscontinued'>['reason'] } & Proxy);

export type EpisodeRule =
  | RecordRule
  | 'notes-without-record'
  | 'service-already-started'
  | 'service-not-started'
  | 'service-already-completed'
  | 'service-not-running'
  | 'referral-unknown'
  | 'referral-not-accepted'
  | 'illegal-transition'
  | 'not-the-recipient'
  | 'proxy-needs-evidence'
  | 'not-a-proxy';
const must: Must<EpisodeRule> = mustHold;

export interface Episode {
  readonly status: 'none' | 'running' | 'paused' | 'completed' | 'discontinued';
  readonly referral?: Uuid;
  readonly referredBy?: AgencyKey;
  /** Who gives it when another agency records it. */
  readonly provider?: AgencyKey | undefined;
  readonly of?: Pick<Routing, 'caseid'>;
}

/** A clerk speaks for a provider off the platform always with evidence, and for nobody else. */
function proxyOf({ proxied, evidence }: Proxy, external: boolean): Proxy {
  must(external === (proxied === true), external ? 'proxy-needs-evidence' : 'not-a-proxy');
  must(!external || evidence !== undefined, 'proxy-needs-evidence');
  return external ? { proxied: true, evidence } : {};
}

function start(command: Extract<EpisodeCommand, { type: 'StartService' }>): EpisodeEvent {
  const { self, referral, facts } = command;
  const { received } = facts;
  must(received !== undefined, 'referral-unknown');
  must(received.to === self || (received.proxied === true && received.from === self), 'not-the-recipient');
  const proxy = proxyOf(command, received.proxied === true);
  const state = stateOfReferral(facts);
  must(state === 'Accepted', 'referral-not-accepted', { state: state ?? 'none' });
  const { service, application, from: referredBy, of } = received;
  const data = { referral, service, referredBy, ...(application && { application }), ...proxy };
  const toReferrer = referredBy === self ? {} : { audience: [referredBy] };
  return {
    type: 'ServiceStarted',
    data: received.proxied ? { ...data, provider: received.to } : data,
    ...of,
    ...toReferrer,
  };
}

/** Notes are sealed under the person's own keys, or not taken at all. */
function notesOf({ notes, facts }: Extract<EpisodeCommand, { type: 'RecordSession' }>) {
  if (notes === undefined) return {};
  must(facts !== undefined, 'notes-without-record');
  return { subject: victimOf(facts, 'narrative'), notes };
}

/** A referral without a running service is not completed, whatever its state is (domain 5.4). */
function refuseToComplete(facts: ReferralFacts): never {
  const state = stateOfReferral(facts);
  throw new RuleViolation(state === undefined ? 'referral-unknown' : 'illegal-transition', state === undefined ? {} : { state });
}

/** A referral that ended ends its service with it: what remains is to say that it was broken off. */
function mustGoOn({ asked }: OfReferral): void {
  const state = stateOfReferral(asked);
  must(state === undefined || !isFinal(state), 'illegal-transition', { state: state ?? 'none' });
}

function decide(command: EpisodeCommand, state: Episode): readonly EpisodeEvent[] {
  if (command.type === 'StartService') {
    must(state.status === 'none', 'service-already-started');
    return [start(command)];
  }
  const { status } = state;
  const isOpen = status === 'running' || status === 'paused';
  if (command.type === 'CompleteService' && command.byReferral && !isOpen) refuseToComplete(command.asked);
  must(status !== 'none', 'service-not-started');
  must(isOpen, 'service-already-completed', { state: status });
  if (command.type !== 'DiscontinueService') mustGoOn(command);
  const { referral, referredBy, of } = state as Required<Episode>;
  const common = { referral, referredBy };
  const told = state.provider ? of : { ...of, audience: [referredBy] };
  switch (command.type) {
    case 'RecordSession': {
      const { heldAt, minutes } = command;
      const data = { ...common, heldAt, ...(minutes !== undefined && { minutes }), ...notesOf(command) };
      return [{ type: 'ServiceSessionRecorded', data, ...of }];
    }
    case 'PauseService':
      must(status === 'running', 'service-not-running', { state: status });
      return [{ type: 'ServicePaused', data: { ...common, reason: command.reason }, ...of }];
    case 'ResumeService':
      must(status === 'paused', 'service-not-running', { state: status });
      return [{ type: 'ServiceResumed', data: common, ...of }];
    case 'CompleteService': {
      const proxy = proxyOf(command, state.provider !== undefined);
      return [{ type: 'ServiceCompleted', data: { ...common, outcome: command.outcome, ...proxy }, ...told }];
    }
    case 'DiscontinueService': {
      const proxy = proxyOf(command, state.provider !== undefined);
      return [{ type: 'ServiceDiscontinued', data: { ...common, reason: command.reason, ...proxy }, ...told }];
    }
  }
}

function evolve(state: Episode, event: EpisodeEvent): Episode {
  switch (event.type) {
    case 'ServiceStarted': {
      const { referral, referredBy, provider } = event.data;
      return { status: 'running', referral, referredBy, provider, of: caseOf(event) };
    }
    case 'ServiceSessionRecorded':
      return state;
    case 'ServicePaused':
      return { ...state, status: 'paused' };
    case 'ServiceResumed':
      return { ...state, status: 'running' };
    case 'ServiceCompleted':
      return { ...state, status: 'completed' };
    case 'ServiceDiscontinued':
      return { ...state, status: 'discontinued' };
  }
}

export const serviceEpisode: Decider<EpisodeCommand, Episode, EpisodeEvent> = {
  initialState: { status: 'none' },
  decide,
  evolve,
};
