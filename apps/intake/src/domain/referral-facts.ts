import { caseOf } from '@satualur/contracts/event';
import type { AgencyKey, CaseId } from '@satualur/contracts/ids';
import type { ReferralInEvent } from '@satualur/contracts/referral/events';
import { actInIn } from '@satualur/contracts/referral/joint';
import { type Act, hadEffect, settle } from '@satualur/contracts/referral/life-cycle';
import type { Fold } from '@satualur/decider/decider';

/** What a record asks of the referral it answers, stream `referralin-<uuid>` of the same agency. */
export interface ReferralFacts {
  readonly parties?: { readonly from: AgencyKey; readonly to: AgencyKey };
  readonly caseid?: CaseId;
  readonly acts: readonly Act[];
}

/** True once accepted, also when it has gone on from there; false for an acceptance that lost its race. */
export const wasAccepted = ({ acts }: ReferralFacts): boolean => hadEffect(settle(acts), 'Accepted');

export const referralFacts: Fold<ReferralFacts, ReferralInEvent> = {
  initialState: { acts: [] },
  evolve(state, event) {
    if (event.type === 'ReferralReceived') return { ...state, parties: event.data, ...caseOf(event) };
    const act = state.parties && actInIn(event, state.parties);
    return act ? { ...state, acts: [...state.acts, act] } : state;
  },
};
