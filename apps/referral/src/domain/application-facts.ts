import type { ServiceCategory } from '@satualur/contracts/codes/services';
import type { Uuid } from '@satualur/contracts/ids';
import type { ApplicationEvent } from '@satualur/contracts/victim-services/events';
import type { Fold } from '@satualur/decider/decider';

/** What a referral asks of the application whose clock it serves, stream `application-<uuid>` of the same agency. */
export interface ApplicationFacts {
  readonly record?: Uuid;
  readonly service?: ServiceCategory;
}

export const applicationFacts: Fold<ApplicationFacts, ApplicationEvent> = {
  initialState: {},
  evolve: (state, event) =>
    event.type === 'ServiceApplicationFiled' ? { record: event.data.record, service: event.data.service } : state,
};
