import { type ServiceCategory, STATUTORY_SERVICES } from '@satualur/contracts/codes/services';
import { caseOf, type LegalBasis } from '@satualur/contracts/event';
import type { AgencyKey, Instant, Ref, Uuid } from '@satualur/contracts/ids';
import type { ReferralOutEvent, ReferredPerson } from '@satualur/contracts/referral/events';
import { acknowledgeBy, decideBy, expireAt } from '@satualur/contracts/registry/deadlines';
import type { SlaPolicy } from '@satualur/contracts/registry/events';
import { type Must, mustHold } from '@satualur/decider/decider';
import type { ApplicationFacts } from './application-facts';
import type { RecordFacts } from './record-facts';

/** What a referral is for; a reroute keeps all three. */
export interface Purpose {
  readonly record: Uuid;
  readonly service: ServiceCategory;
  readonly application?: Uuid | undefined;
}

/** What the agency's own store and the directory say at the moment of sending. */
export interface SendingFacts {
  readonly record: RecordFacts;
  /** The recipient in the directory, absent when unknown; `active` when it is provisioned and may be sent to. */
  readonly recipient?: { readonly active: boolean };
  readonly policy: SlaPolicy;
  readonly secretariat?: AgencyKey;
  /** Of the application named, if one is. */
  readonly application?: ApplicationFacts;
  /** Of the referral superseded, if one is; RerouteReferral on its own stream asks whether it may be. */
  readonly superseded?: Purpose;
}

export interface SendReferral extends Purpose {
  readonly type: 'SendReferral';
  readonly at: Instant;
  readonly ref: Ref;
  readonly from: AgencyKey;
  readonly to: AgencyKey;
  readonly legalBasis: LegalBasis;
  readonly supersedes?: Uuid;
  readonly person: ReferredPerson;
  readonly facts: SendingFacts;
}

export type SendingRule =
  | 'record-unknown'
  | 'record-not-a-victim'
  | 'recipient-is-self'
  | 'recipient-unknown'
  | 'recipient-inactive'
  | 'consent-missing'
  | 'application-required'
  | 'application-not-needed'
  | 'application-differs'
  | 'reroute-differs';
const must: Must<SendingRule> = mustHold;

const sameService = (purpose: Purpose, application: ApplicationFacts | undefined): boolean =>
  application?.record === purpose.record && application.service === purpose.service;

const samePurpose = (a: Purpose, b: Purpose | undefined): boolean =>
  a.record === b?.record && a.service === b.service && a.application === b.application;

function mustBeSendable(command: SendReferral): void {
  const { from, to, application, service, legalBasis, supersedes, facts } = command;
  must(facts.record.exists, 'record-unknown');
  must(facts.record.role === 'victim', 'record-not-a-victim');
  must(from !== to, 'recipient-is-self');
  must(facts.recipient !== undefined, 'recipient-unknown');
  must(facts.recipient.active, 'recipient-inactive');
  must(legalBasis !== 'Consent', 'consent-missing');
  must(application !== undefined || !STATUTORY_SERVICES.has(service), 'application-required');
  must(application === undefined || STATUTORY_SERVICES.has(service), 'application-not-needed');
  must(application === undefined || sameService(command, facts.application), 'application-differs');
  must(supersedes === undefined || samePurpose(command, facts.superseded), 'reroute-differs');
}

/** The sending, with the clocks of the policy in force: acknowledgement, the recipient's lease, expiry. */
export function send(command: SendReferral): ReferralOutEvent {
  mustBeSendable(command);
  const { at, ref, from, to, record, service, legalBasis, application, supersedes, person, facts } = command;
  const { policy, secretariat } = facts;
  return {
    type: 'ReferralSent',
    data: {
      ...{ ref, from, to, record, subject: facts.record.subject!, service, legalBasis, person },
      ...{ acknowledgeBy: acknowledgeBy(at, policy), deadline: decideBy(at, policy), expireAt: expireAt(at, policy) },
      ...(application && { application }),
      ...(supersedes && { supersedes }),
      ...(secretariat && { secretariat }),
    },
    ...caseOf(facts.record),
    audience: [to],
    legalbasis: legalBasis,
  };
}
