import type { ServiceCategory } from '@satualur/contracts/codes/services';
import type { Instant, Uuid } from '@satualur/contracts/ids';
import type { ApplicationEvent } from '@satualur/contracts/victim-services/events';
import type { Fold } from '@satualur/decider/decider';

/** What a referral asks of the application whose clock it serves, stream `application-<uuid>` of the same agency. */
export interface ApplicationFacts {
  readonly record?: Uuid;
  readonly service?: ServiceCategory;
  /** By when its service is to have started. */
  readonly dueAt?: Instant;
}

export const applicationFacts: Fold<ApplicationFacts, ApplicationEvent> = {
  initialState: {},
  evolve(state, event) {
    if (event.type !== 'ServiceApplicationFiled') return state;
    const { record, service, dueAt } = event.data;
    return { record, service, dueAt };
  },
};
