import type { ServiceCategory } from '@satualur/contracts/codes/services';
import { caseOf, type Routing } from '@satualur/contracts/event';
import type { AgencyKey, Uuid } from '@satualur/contracts/ids';
import type { ReferralInEvent } from '@satualur/contracts/referral/events';
import { actInIn } from '@satualur/contracts/referral/joint';
import { type Act, type ReferralState, settle } from '@satualur/contracts/referral/life-cycle';
import type { Fold } from '@satualur/decider/decider';

interface Received {
  readonly from: AgencyKey;
  readonly to: AgencyKey;
  readonly service: ServiceCategory;
  readonly application?: Uuid | undefined;
  /** The recipient is off the platform; the sender's clerk records what it does. */
  readonly proxied?: true | undefined;
  readonly of: Pick<Routing, 'caseid'>;
}

/** What a service asks of the referral it answers, stream `referralin-<uuid>` of the same agency. */
export interface ReferralFacts {
  readonly received?: Received;
  readonly acts: readonly Act[];
}

export const stateOfReferral = ({ received, acts }: ReferralFacts): ReferralState | undefined => received && settle(acts).state;

export const referralFacts: Fold<ReferralFacts, ReferralInEvent> = {
  initialState: { acts: [] },
  evolve(state, event) {
    if (event.type === 'ReferralReceived') return { ...state, received: { ...event.data, of: caseOf(event) } };
    const act = state.received && actInIn(event, state.received);
    return act ? { ...state, acts: [...state.acts, act] } : state;
  },
};
