import { POLICE } from '@satualur/contracts/cast';
import type { ServiceCategory } from '@satualur/contracts/codes/services';
import type { Hlc } from '@satualur/contracts/hlc';
import { type AgencyKey, msOfInstant, type Uuid } from '@satualur/contracts/ids';
import type { Answer, Notice, ReferralInEvent, ReferralOutEvent } from '@satualur/contracts/referral/events';
import type { ReferralState } from '@satualur/contracts/referral/life-cycle';
import type { StoredEvent } from '@satualur/event-store/store';
import type { Case } from './cell.acts';
import { type Fact, referenceState } from './domain/halves.reference';

/** What a small model knows of one referral: what was asked for. */
export interface Asked {
  readonly id: Uuid;
  readonly of: number;
  readonly to: AgencyKey;
  readonly service: ServiceCategory;
  readonly onConsent: boolean;
}

/** What one side said of a person, kept as plainly as it can be. */
export interface ModelCase {
  readonly of: Case;
  voided: boolean;
  readonly consent: Map<string, 'given' | 'withdrawn'>;
  basis: 'none' | 'recorded' | 'ended';
}

/** A second telling of cases, consent and referrals, for the model test only. */
export class Model {
  readonly cases: ModelCase[] = [];
  readonly referrals: Asked[] = [];

  /** Why a sending must be refused; undefined when it must not. */
  refusal(of: number, to: AgencyKey, service: ServiceCategory, onConsent: boolean, holding: readonly boolean[]) {
    const { voided, consent, basis } = this.cases[of]!;
    if (voided) return 'record-voided';
    const ofRecipient = [...consent].flatMap(([key, what]) => (key.startsWith(`${to}/`) ? [what] : []));
    const nothingLeft = ofRecipient.length > 0 && !ofRecipient.includes('given');
    const said = consent.get(`${to}/${service}`) ?? (nothingLeft ? 'withdrawn' : undefined);
    if (onConsent && said !== 'given') return said === 'withdrawn' ? 'consent-withdrawn' : 'consent-missing';
    const open = this.referrals.some(
      (referral, index) => referral.of === of && referral.to === to && referral.service === service && holding[index],
    );
    if (open) return 'duplicate-open';
    if (onConsent || basis === 'recorded') return undefined;
    return basis === 'none' ? 'legal-basis-missing' : 'legal-basis-not-in-force';
  }
}

export const isOpen = (state: ReferralState): boolean => ['Sent', 'Acknowledged', 'Accepted', 'InService'].includes(state);

type Sending = Extract<ReferralOutEvent, { type: 'ReferralSent' }>;

const answered: Record<Answer, string> = {
  Acknowledged: 'ReferralAcknowledged',
  Accepted: 'ReferralAccepted',
  Rejected: 'ReferralRejected',
  WithdrawalConfirmed: 'ReferralWithdrawalConfirmed',
  ServiceStarted: 'ReferralServiceStarted',
  Completed: 'ReferralCompleted',
  Terminated: 'ReferralTerminatedByRecipient',
};
const noticed: Record<Notice, string> = {
  Withdrawn: 'ReferralWithdrawn',
  Expired: 'ReferralExpired',
  ExpiryRevoked: 'ReferralExpiryRevoked',
  Terminated: 'ReferralTerminatedBySender',
};

const fact = (type: string, by: AgencyKey, hlc: Hlc): Fact => ({ event: { type } as Fact['event'], by, hlc });

/** What a half knows: its own events, and what it noted of the other. */
export const factsIn = (events: readonly StoredEvent[], self: AgencyKey, other: AgencyKey): Fact[] =>
  events.map(({ event, hlc }) => {
    const { type, data } = event as ReferralOutEvent | ReferralInEvent;
    if (type === 'ReferralAnswerNoted') return fact(answered[data.answer], other, data.hlc);
    if (type === 'ReferralNoticeNoted') return fact(noticed[data.notice], other, data.hlc);
    return { event: event as Fact['event'], by: self, hlc };
  });

export const stateOf = (events: readonly StoredEvent[], self: AgencyKey, other: AgencyKey): ReferralState | undefined =>
  events.length === 0 ? undefined : referenceState(factsIn(events, self, other));

/**
 * Whether a referral holds its place at `now`: open as the sender knows it, also again by an acceptance that won late. Undecided, it gives
 * it up at its limit, when its timer has not been run as well.
 */
export function holdsPlace(events: readonly StoredEvent[], other: AgencyKey, now: number): boolean {
  const state = stateOf(events, POLICE, other)!;
  const { data } = events.map(({ event }) => event as ReferralOutEvent).find(({ type }) => type === 'ReferralSent') as Sending;
  return isOpen(state) && !(/^(Sent|Acknowledged)$/.test(state) && msOfInstant(data.expireAt) <= now);
}

/** What both halves' own events come to. */
export const jointly = (out: readonly StoredEvent[], incoming: readonly StoredEvent[], to: AgencyKey): ReferralState => {
  const own = ({ event }: StoredEvent) => !/Noted$/.test(event.type);
  return referenceState([...factsIn(out.filter(own), POLICE, to), ...factsIn(incoming.filter(own), to, POLICE)]);
};
