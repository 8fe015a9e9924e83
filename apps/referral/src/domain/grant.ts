import { classOfService } from '@satualur/contracts/codes/services';
import { caseOf } from '@satualur/contracts/event';
import type { Uuid } from '@satualur/contracts/ids';
import type { GrantEvent, ReferralOutEvent } from '@satualur/contracts/referral/events';

type Sent = Extract<ReferralOutEvent, { type: 'ReferralSent' }>;

/**
 * The grant that goes with a sending, in the same append: identity and the class of the service asked for, as every legal basis but
 * consent has it (architecture 9).
 */
export function grantFor(sent: Sent, ids: { readonly grant: Uuid; readonly referral: Uuid }): GrantEvent {
  const { to, subject, service } = sent.data;
  return {
    type: 'KeysGranted',
    data: { ...ids, to, subject, classes: ['identity', classOfService[service]] },
    ...caseOf(sent),
    audience: [to],
  };
}
