import { classOfService, type ServiceCategory } from '@satualur/contracts/codes/services';
import { caseOf } from '@satualur/contracts/event';
import type { Uuid } from '@satualur/contracts/ids';
import type { GrantEvent, ReferralOutEvent } from '@satualur/contracts/referral/events';
import type { DataClass } from '@satualur/contracts/sealed';
import type { Decider } from '@satualur/decider/decider';

type Sent = Extract<ReferralOutEvent, { type: 'ReferralSent' }>;
type Granted = Extract<GrantEvent, { type: 'KeysGranted' }>;
type Because = Extract<GrantEvent, { type: 'KeysRevoked' }>['data']['because'];

export type GrantCommand =
  | {
      readonly type: 'GrantKeys';
      readonly grant: Uuid;
      readonly referral: Uuid;
      readonly sent: Sent;
      /** What the consent names, where consent is the basis. */
      readonly consented?: readonly DataClass[];
    }
  | { readonly type: 'RevokeKeys'; readonly because: Because };

/** The keys that went with one sending. */
export interface Grant {
  readonly granted?: Granted;
  readonly revoked: boolean;
}

/** What a referral for a service carries on any basis: identity and the service's own class (architecture 9). */
export const classesFor = (service: ServiceCategory): readonly DataClass[] => [
  ...new Set<DataClass>(['identity', classOfService[service]]),
];

/** Under consent also the classes it names. */
function grant({ grant: id, referral, sent, consented = [] }: Extract<GrantCommand, { type: 'GrantKeys' }>): GrantEvent {
  const { to, subject, service } = sent.data;
  const classes = [...new Set<DataClass>([...classesFor(service), ...consented])];
  return { type: 'KeysGranted', data: { grant: id, referral, to, subject, classes }, ...caseOf(sent), audience: [to] };
}

function decide(command: GrantCommand, { granted, revoked }: Grant): readonly GrantEvent[] {
  if (command.type === 'GrantKeys') return granted ? [] : [grant(command)];
  if (!granted || revoked) return [];
  const { referral: _, ...data } = granted.data;
  return [{ type: 'KeysRevoked', data: { ...data, because: command.because }, ...caseOf(granted), audience: [granted.data.to] }];
}

function evolve(state: Grant, event: GrantEvent): Grant {
  switch (event.type) {
    case 'KeysGranted':
      return { ...state, granted: event };
    case 'KeysRevoked':
      return { ...state, revoked: true };
  }
}

/** Stream `grant-<uuid>`: granted with the sending, in the same append; revoked once, for everything the recipient was ever sent. */
export const keyGrant: Decider<GrantCommand, Grant, GrantEvent> = { initialState: { revoked: false }, decide, evolve };
