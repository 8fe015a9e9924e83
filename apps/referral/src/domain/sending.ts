import { type ServiceCategory, STATUTORY_SERVICES } from '@satualur/contracts/codes/services';
import { caseOf, type LegalBasis } from '@satualur/contracts/event';
import { type AgencyKey, type Instant, msOfInstant, type Ref, type Uuid } from '@satualur/contracts/ids';
import type { ReferralOutEvent, ReferredPerson } from '@satualur/contracts/referral/events';
import type { Route } from '@satualur/contracts/registry/routing';
import type { ConsentStanding } from '@satualur/contracts/intake/consent';
import type { BasisStanding } from '@satualur/contracts/intake/legal-basis';
import type { DataClass } from '@satualur/contracts/sealed';
import { type Must, mustHold } from '@satualur/decider/decider';
import type { ApplicationFacts } from './application-facts';
import { classesFor } from './grant';
import type { RecordFacts } from './record-facts';

/** What a referral is for; a reroute keeps all three. */
export interface Purpose {
  readonly record: Uuid;
  readonly service: ServiceCategory;
  readonly application?: Uuid | undefined;
}

export interface Recipient {
  /** Set up where it is on the platform, and not gone. */
  readonly active: boolean;
  readonly onPlatform: boolean;
  /** What it offers; absent when it lists nothing. */
  readonly services?: readonly ServiceCategory[];
}

/** What the agency's own store and the directory say at the moment of sending. */
export interface SendingFacts {
  readonly record: RecordFacts;
  /** The recipient in the directory, absent when unknown. */
  readonly recipient?: Recipient;
  /** Limits of the policy valid at the sending: acknowledgement, the recipient's lease, and its end with the policy's grace. */
  readonly limits: { readonly acknowledgeBy: Instant; readonly deadline: Instant; readonly expireAt: Instant };
  readonly secretariat?: AgencyKey;
  /** Of the application named, if one is. */
  readonly application?: ApplicationFacts;
  /** Of the referral superseded, if one is; RerouteReferral on its own stream asks whether it may be. */
  readonly superseded?: Purpose;
  /** How the person's consents stand to this recipient and service, where consent is the basis. */
  readonly consent?: ConsentStanding;
  /** How the bases recorded for the record stand to this sending, where another than consent is its basis. */
  readonly basis?: BasisStanding;
  /** Classes of data that the sending carries and the basis does not name. */
  readonly basisLacks?: readonly DataClass[];
  /** Who asked the sender for the same service and still waits for it, and who asked them. */
  readonly askedBy?: readonly AgencyKey[];
  /** The open referral for the same record, service and recipient, if there is one. */
  readonly openReferral?: Uuid;
}

export interface SendReferral extends Purpose, Route {
  readonly type: 'SendReferral';
  readonly at: Instant;
  readonly ref: Ref;
  readonly from: AgencyKey;
  readonly legalBasis: LegalBasis;
  readonly supersedes?: Uuid;
  readonly emergency?: true;
  readonly batch?: Ref;
  readonly person: ReferredPerson;
  readonly facts: SendingFacts;
}

type ConsentRule = 'consent-missing' | 'consent-withdrawn' | 'consent-expired' | 'guardian-conflict';
const consentRules: Record<Exclude<ConsentStanding, 'Allowed'>, ConsentRule> = {
  NotGranted: 'consent-missing',
  Withdrawn: 'consent-withdrawn',
  Expired: 'consent-expired',
  GuardianConflict: 'guardian-conflict',
};

type BasisRule = 'legal-basis-missing' | 'legal-basis-not-in-force' | 'legal-basis-too-narrow';
const basisRules: Record<Exclude<BasisStanding, 'Carries'>, BasisRule> = {
  NotRecorded: 'legal-basis-missing',
  NotInForce: 'legal-basis-not-in-force',
  TooNarrow: 'legal-basis-too-narrow',
};

export type SendingRule =
  | ConsentRule
  | BasisRule
  | 'record-unknown'
  | 'record-not-a-victim'
  | 'record-voided'
  | 'record-erased'
  | 'recipient-is-self'
  | 'recipient-unknown'
  | 'recipient-inactive'
  | 'service-not-offered'
  | 'referral-cyclic'
  | 'duplicate-open'
  | 'application-required'
  | 'application-not-needed'
  | 'application-differs'
  | 'reroute-differs';
const must: Must<SendingRule> = mustHold;

const sameService = (purpose: Purpose, application: ApplicationFacts | undefined): boolean =>
  application?.record === purpose.record && application.service === purpose.service;

const samePurpose = (a: Purpose, b: Purpose | undefined): boolean =>
  a.record === b?.record && a.service === b.service && a.application === b.application;

/** Of the sender's own record. A record voided or of a suspect is nobody's to refer. */
export function mustBeReferable(record: RecordFacts): void {
  must(record.exists, 'record-unknown');
  must(!record.voided, 'record-voided');
  must(!record.erased, 'record-erased');
  must(record.role === 'victim', 'record-not-a-victim');
}

/** A request passed back to whoever waits for it would have nobody serve: one ends what came in instead (reliability B24). */
function mustReachRecipient({ from, to, service, facts: { recipient, askedBy } }: SendReferral): void {
  must(from !== to, 'recipient-is-self');
  must(recipient !== undefined, 'recipient-unknown');
  must(recipient.active, 'recipient-inactive');
  must(recipient.services?.includes(service) ?? true, 'service-not-offered');
  must(!askedBy?.includes(to), 'referral-cyclic');
}

/** Consent is asked before the place is, so that its withdrawal is told first; another basis after it: a duplicate needs none of its own. */
function mustHaveConsent({ legalBasis, to, service, facts: { consent = 'NotGranted' } }: SendReferral): void {
  if (legalBasis === 'Consent' && consent !== 'Allowed') must(false, consentRules[consent], { recipient: to, purpose: service });
}

/** What the refusal of a basis says of what is needed: the classes where it names too few, else which basis for what. */
const neededOf = ({
  legalBasis,
  service,
  facts: { basis, basisLacks = [] },
}: SendReferral): Readonly<Record<string, string>> => ({
  ...{ legalBasis, purpose: service },
  ...(basis === 'TooNarrow' && { needed: classesFor(service).join(' '), missing: basisLacks.join(' ') }),
});

/** Nothing of a person leaves on a basis that was not recorded before (domain 5.5, 11). */
function mustHaveBasis(command: SendReferral): void {
  const { basis = 'NotRecorded' } = command.facts;
  if (command.legalBasis !== 'Consent' && basis !== 'Carries') must(false, basisRules[basis], neededOf(command));
}

function mustBeSendable(command: SendReferral): void {
  const { application, service, supersedes, facts } = command;
  mustBeReferable(facts.record);
  mustReachRecipient(command);
  mustHaveConsent(command);
  must(facts.openReferral === undefined, 'duplicate-open', { referral: facts.openReferral ?? '' });
  must(application !== undefined || !STATUTORY_SERVICES.has(service), 'application-required');
  must(application === undefined || STATUTORY_SERVICES.has(service), 'application-not-needed');
  must(application === undefined || sameService(command, facts.application), 'application-differs');
  must(supersedes === undefined || samePurpose(command, facts.superseded), 'reroute-differs');
  mustHaveBasis(command);
}

/** The application's own limit, if it is still to come: one that has passed was told of before. */
const serviceLimit = ({ at, facts }: SendReferral) => {
  const due = facts.application?.dueAt;
  return due !== undefined && msOfInstant(at) < msOfInstant(due) ? { serviceBy: due } : {};
};

function sentOf(command: SendReferral): ReferralOutEvent {
  const { ref, from, to, record, service, legalBasis, application, supersedes, person, facts } = command;
  const { emergency, batch, routed } = command;
  const { limits, secretariat, recipient, askedBy } = facts;
  return {
    type: 'ReferralSent',
    data: {
      ...{ ref, from, to, record, subject: facts.record.subject!, service, legalBasis, person },
      ...limits,
      ...serviceLimit(command),
      ...(application && { application }),
      ...(supersedes && { supersedes }),
      ...(askedBy && askedBy.length > 0 && { askedBy: [...askedBy] }),
      ...(secretariat && { secretariat }),
      ...(emergency && { emergency }),
      ...(batch && { batch }),
      ...(routed && { routed }),
      ...(facts.record.contact && { contact: facts.record.contact }),
      ...(!recipient!.onPlatform && { proxied: true as const }),
    },
    ...caseOf(facts.record),
    ...(recipient!.onPlatform && { audience: [to] }),
    legalbasis: legalBasis,
  };
}

/** The sending, with the clocks of the policy in force: acknowledgement, the recipient's lease, expiry; and how it was routed. */
export function send(command: SendReferral): readonly ReferralOutEvent[] {
  mustBeSendable(command);
  const sent = sentOf(command);
  const { routed, to, facts } = command;
  return routed ? [{ type: 'ReferralRouted', data: { ...routed, actual: to }, ...caseOf(facts.record) }, sent] : [sent];
}
