import { caseOf, type Routing } from '@satualur/contracts/event';
import type { AgencyKey, Uuid } from '@satualur/contracts/ids';
import type { EpisodeEvent } from '@satualur/contracts/victim-services/events';
import { type Decider, type Must, mustHold } from '@satualur/decider/decider';
import { type ReferralFacts, stateOfReferral } from './referral-facts';

type Outcome = Extract<EpisodeEvent, { type: 'ServiceCompleted' }>['data']['outcome'];

export type EpisodeCommand =
  | {
      readonly type: 'StartService';
      readonly self: AgencyKey;
      readonly referral: Uuid;
      readonly facts: ReferralFacts;
    }
  | { readonly type: 'CompleteService'; readonly outcome: Outcome };

export type EpisodeRule =
  | 'service-already-started'
  | 'service-not-started'
  | 'service-already-completed'
  | 'referral-unknown'
  | 'referral-not-accepted'
  | 'not-the-recipient';
const must: Must<EpisodeRule> = mustHold;

export interface Episode {
  readonly status: 'none' | 'running' | 'completed';
  readonly referral?: Uuid;
  readonly referredBy?: AgencyKey;
  readonly of?: Pick<Routing, 'caseid'>;
}

type StartService = Extract<EpisodeCommand, { type: 'StartService' }>;

function start({ self, referral, facts }: StartService): EpisodeEvent {
  const { received } = facts;
  must(received !== undefined, 'referral-unknown');
  must(received.to === self, 'not-the-recipient');
  const state = stateOfReferral(facts);
  must(state === 'Accepted', 'referral-not-accepted', { state: state ?? 'none' });
  const { service, application, from: referredBy, of } = received;
  const data = { referral, service, referredBy, ...(application && { application }) };
  return { type: 'ServiceStarted', data, ...of, audience: [referredBy] };
}

function decide(command: EpisodeCommand, state: Episode): readonly EpisodeEvent[] {
  switch (command.type) {
    case 'StartService':
      must(state.status === 'none', 'service-already-started');
      return [start(command)];
    case 'CompleteService': {
      must(state.status !== 'none', 'service-not-started');
      must(state.status === 'running', 'service-already-completed');
      const { referral, referredBy, of } = state as Required<Episode>;
      const data = { referral, referredBy, outcome: command.outcome };
      return [{ type: 'ServiceCompleted', data, ...of, audience: [referredBy] }];
    }
  }
}

function evolve(state: Episode, event: EpisodeEvent): Episode {
  switch (event.type) {
    case 'ServiceStarted': {
      const { referral, referredBy } = event.data;
      return { status: 'running', referral, referredBy, of: caseOf(event) };
    }
    case 'ServiceCompleted':
      return { ...state, status: 'completed' };
  }
}

export const serviceEpisode: Decider<EpisodeCommand, Episode, EpisodeEvent> = {
  initialState: { status: 'none' },
  decide,
  evolve,
};
