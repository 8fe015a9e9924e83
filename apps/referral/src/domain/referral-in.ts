import type { RejectReason, ServiceCategory, WithdrawReason } from '@satualur/contracts/codes/services';
import { caseOf, type LegalBasis, type Routing } from '@satualur/contracts/event';
import type { Hlc } from '@satualur/contracts/hlc';
import { type AgencyKey, type Instant, msOfInstant, type SubjectId, type Uuid } from '@satualur/contracts/ids';
import type { Notice, ReferralInEvent, SafeContact } from '@satualur/contracts/referral/events';
import { actInIn } from '@satualur/contracts/referral/joint';
import { type Act, type ActKind, isLegal, type ReferralState, settle } from '@satualur/contracts/referral/life-cycle';
import { type Decider, type Must, mustHold } from '@satualur/decider/decider';
import type { RecordFacts } from './record-facts';

type Received = Extract<ReferralInEvent, { type: 'ReferralReceived' }>;
export type Outcome = NonNullable<Extract<ReferralInEvent, { type: 'ReferralCompleted' }>['data']['outcome']>;

/** On an answer that the sender's clerk records for a recipient off the platform: the paper it stands on. */
export interface Proxy {
  readonly evidence: string;
}
export interface ByProxy {
  readonly proxy?: Proxy;
}

/** What came in with the sending; `origin` is the log it came from, `self` the agency whose inbox it came to. */
export interface ReceiveReferral extends Pick<Routing, 'caseid'> {
  readonly type: 'ReceiveReferral';
  readonly self: AgencyKey;
  readonly origin: AgencyKey;
  readonly received: Received['data'];
}

/** A start or an end of service in one's own agency, or an act of the sender; `at` and `hlc` are those of the event noted. */
export interface Noted {
  readonly at: Instant;
  readonly hlc: Hlc;
}

export interface RejectReferral extends ByProxy {
  readonly type: 'RejectReferral';
  readonly at: Instant;
  readonly reason: RejectReason;
  readonly suggested?: AgencyKey;
  /** Required with the reason Other, and only there. */
  readonly text?: string;
}

export type ReferralInCommand =
  | ReceiveReferral
  | ({ readonly type: 'AcknowledgeReferral'; readonly at: Instant } & ByProxy)
  | ({
      readonly type: 'AcceptReferral';
      readonly at: Instant;
      /** A record of the victim that the recipient holds already. */
      readonly recipientRecord?: { readonly id: Uuid; readonly facts: RecordFacts };
    } & ByProxy)
  | RejectReferral
  | { readonly type: 'ConfirmWithdrawal' }
  | ({ readonly type: 'TerminateReferral'; readonly reason: WithdrawReason; readonly time?: Instant } & ByProxy)
  /** The consent that carried it was withdrawn, and the recipient confirmed that it stopped. */
  | { readonly type: 'StopProcessing'; readonly by: AgencyKey; readonly withdrawnAt: Instant; readonly time: Instant }
  | ({ readonly type: 'NoteServiceStarted'; readonly episode: Uuid; readonly evidence?: string } & Noted)
  | ({
      readonly type: 'NoteServiceCompleted';
      readonly episode: Uuid;
      readonly outcome?: Outcome;
      readonly evidence?: string;
    } & Noted)
  | ({
      readonly type: 'NoteServiceDiscontinued';
      readonly episode: Uuid;
      readonly reason: WithdrawReason;
      readonly evidence?: string;
    } & Noted)
  | ({ readonly type: 'NoteContact'; readonly origin: AgencyKey; readonly contact: SafeContact } & Noted)
  | ({ readonly type: 'NoteNotice'; readonly origin: AgencyKey; readonly notice: Notice } & Noted);

export type ReferralInRule =
  | 'not-the-recipient'
  | 'not-the-sender'
  | 'referral-unknown'
  | 'referral-expired'
  | 'illegal-transition'
  | 'record-unknown'
  | 'record-not-a-victim'
  | 'record-voided'
  | 'recipient-off-platform'
  | 'recipient-answers-itself'
  | 'reason-text-required'
  | 'reason-text-not-wanted'
  | 'suggested-is-self';
const must: Must<ReferralInRule> = mustHold;

/** The recipient's half. */
export interface ReferralIn {
  readonly received?: {
    readonly from: AgencyKey;
    readonly to: AgencyKey;
    readonly subject: SubjectId;
    readonly sentAt: Instant;
    readonly deadline: Instant;
    readonly acknowledgeBy: Instant;
    readonly emergency: boolean;
    readonly legalBasis: LegalBasis;
    readonly service: ServiceCategory;
    /** Who asked the sender for the same, and who asked them. */
    readonly askedBy: readonly AgencyKey[];
    /** The recipient is off the platform: this half stands in the sender's store. */
    readonly proxied: boolean;
    readonly of: Pick<Routing, 'caseid'>;
  };
  /** Own acts and the notices noted. */
  readonly acts: readonly Act[];
  readonly episode?: Uuid;
  /** When the sender last said that the person is to be reached otherwise. */
  readonly contactAsOf?: Hlc;
}

/** State as this half knows it; undefined before the receipt. */
export const stateOfIn = ({ received, acts }: ReferralIn): ReferralState | undefined => received && settle(acts).state;

const answers = { AcknowledgeReferral: 'Acknowledged', AcceptReferral: 'Accepted', RejectReferral: 'Rejected' } as const;
type AnswerCommand = keyof typeof answers;

/** Why an answer is refused at `at`, by this half's own clock; the deadline itself is still in time (FORMAT 7). */
function refusalOf(type: AnswerCommand, state: ReferralIn, at: Instant): 'referral-expired' | 'illegal-transition' | undefined {
  const now = settle(state.acts).state;
  const late = isLegal(now, 'Expired') && msOfInstant(at) > msOfInstant(state.received!.deadline);
  if (now === 'Expired' || late) return 'referral-expired';
  return isLegal(now, answers[type]) ? undefined : 'illegal-transition';
}

const mayConfirmWithdrawal = ({ acts }: ReferralIn): boolean =>
  settle(acts).state === 'Withdrawn' && !acts.some(({ kind }) => kind === 'WithdrawalConfirmed');

function mustBeOpen(type: AnswerCommand, state: ReferralIn, at: Instant): void {
  const refusal = refusalOf(type, state, at);
  if (refusal) must(false, refusal, { state: settle(state.acts).state });
}

/** Answers of a recipient off the platform are recorded by the sender's clerk, with evidence; nobody records another's. */
function mustAnswerAsItself(received: NonNullable<ReferralIn['received']>, proxy: Proxy | undefined): void {
  must(proxy !== undefined || !received.proxied, 'recipient-off-platform');
  must(proxy === undefined || received.proxied, 'recipient-answers-itself');
}

const proxied = (proxy: Proxy | undefined) => (proxy ? { proxied: true as const, evidence: proxy.evidence } : {});

function mustHoldVictim(record: RecordFacts): void {
  must(record.exists, 'record-unknown');
  must(!record.voided, 'record-voided');
  must(record.role === 'victim', 'record-not-a-victim');
}

function receive({ self, origin, received, ...command }: ReceiveReferral, state: ReferralIn): readonly ReferralInEvent[] {
  must(received.to === self, 'not-the-recipient');
  must(received.from === origin, 'not-the-sender');
  return state.received ? [] : [{ type: 'ReferralReceived', data: received, ...caseOf(command) }];
}

const isKnown = (state: ReferralIn, by: AgencyKey, kind: ActKind, hlc: Hlc): boolean =>
  state.acts.some((act) => act.by === by && act.kind === kind && act.hlc === hlc);

function reject(command: RejectReferral, state: ReferralIn, toSender: Routing): readonly ReferralInEvent[] {
  const { at, reason, suggested, text, proxy } = command;
  const { from, to, subject } = state.received!;
  mustBeOpen(command.type, state, at);
  must(reason !== 'Other' || text !== undefined, 'reason-text-required');
  must(reason === 'Other' || text === undefined, 'reason-text-not-wanted');
  must(suggested === undefined || suggested !== to, 'suggested-is-self');
  const said = text && { explanation: text, subject, keysOf: from };
  const data = { reason, ...(suggested && { suggested }), ...said, ...proxied(proxy) };
  return [{ type: 'ReferralRejected', data, ...toSender }];
}

function accept(command: Extract<ReferralInCommand, { type: 'AcceptReferral' }>, toSender: Routing): readonly ReferralInEvent[] {
  const { recipientRecord, proxy } = command;
  must(!(recipientRecord && proxy), 'recipient-off-platform');
  if (recipientRecord) mustHoldVictim(recipientRecord.facts);
  const data = { ...(recipientRecord && { recipientRecord: recipientRecord.id }), ...proxied(proxy) };
  return [{ type: 'ReferralAccepted', data, ...toSender }];
}

type ServiceNote = Extract<ReferralInCommand, { type: `NoteService${string}` }>;

/** A service that another act has overtaken, or another episode's, changes nothing. */
function followService(command: ServiceNote, { episode }: ReferralIn, now: ReferralState, toSender: Routing): ReferralInEvent[] {
  const own = command.episode === episode;
  switch (command.type) {
    case 'NoteServiceStarted':
      return isLegal(now, 'ServiceStarted') ? [{ type: 'ReferralServiceStarted', data: serviceOf(command), ...toSender }] : [];
    case 'NoteServiceCompleted':
      return isLegal(now, 'Completed') && own ? [{ type: 'ReferralCompleted', data: completionOf(command), ...toSender }] : [];
    case 'NoteServiceDiscontinued': {
      const { reason, evidence } = command;
      const data = { reason, ...proxied(evidence === undefined ? undefined : { evidence }) };
      return now === 'InService' && own ? [{ type: 'ReferralTerminatedByRecipient', data, ...toSender }] : [];
    }
  }
}

function decide(command: ReferralInCommand, state: ReferralIn): readonly ReferralInEvent[] {
  if (command.type === 'ReceiveReferral') return receive(command, state);
  const { received } = state;
  must(received !== undefined, 'referral-unknown');
  const now = settle(state.acts).state;
  const toSender: Routing = received.proxied ? received.of : { ...received.of, audience: [received.from] };
  switch (command.type) {
    case 'AcknowledgeReferral':
      mustAnswerAsItself(received, command.proxy);
      mustBeOpen(command.type, state, command.at);
      return [{ type: 'ReferralAcknowledged', data: proxied(command.proxy), ...toSender }];
    case 'AcceptReferral':
      mustAnswerAsItself(received, command.proxy);
      mustBeOpen(command.type, state, command.at);
      return accept(command, toSender);
    case 'RejectReferral':
      mustAnswerAsItself(received, command.proxy);
      return reject(command, state, toSender);
    case 'ConfirmWithdrawal':
      must(mayConfirmWithdrawal(state), 'illegal-transition', { state: now });
      return [{ type: 'ReferralWithdrawalConfirmed', data: {}, ...toSender }];
    case 'TerminateReferral':
      mustAnswerAsItself(received, command.proxy);
      must(isLegalEnd(now), 'illegal-transition', { state: now });
      return [
        { type: 'ReferralTerminatedByRecipient', data: { reason: command.reason, ...proxied(command.proxy) }, ...toSender },
      ];
    case 'StopProcessing':
      return isLegalEnd(now) && received.to === command.by && restsOn(received, command.withdrawnAt)
        ? [{ type: 'ReferralTerminatedByRecipient', data: { reason: 'ConsentWithdrawn' }, ...toSender, time: command.time }]
        : [];
    case 'NoteServiceStarted':
    case 'NoteServiceCompleted':
    case 'NoteServiceDiscontinued':
      return followService(command, state, now, toSender);
    case 'NoteContact': {
      const { origin, contact, at, hlc } = command;
      must(origin === received.from, 'not-the-sender');
      const isNews = state.contactAsOf === undefined || hlc > state.contactAsOf;
      return isNews ? [{ type: 'ReferralContactNoted', data: { ...contact, at, hlc }, ...received.of }] : [];
    }
    case 'NoteNotice': {
      const { origin, notice, at, hlc } = command;
      must(origin === received.from, 'not-the-sender');
      return isKnown(state, origin, notice, hlc)
        ? []
        : [{ type: 'ReferralNoticeNoted', data: { notice, at, hlc }, ...received.of }];
    }
  }
}

const isLegalEnd = (now: ReferralState): boolean => now === 'Accepted' || now === 'InService';

/** Sent on the consent that was withdrawn then; what was sent since rests on a newer one. */
const restsOn = ({ legalBasis, sentAt }: NonNullable<ReferralIn['received']>, withdrawnAt: Instant): boolean =>
  legalBasis === 'Consent' && msOfInstant(sentAt) <= msOfInstant(withdrawnAt);

const serviceOf = ({ episode, at, hlc, evidence }: { episode: Uuid; evidence?: string } & Noted) => ({
  ...{ episode, at, hlc },
  ...proxied(evidence === undefined ? undefined : { evidence }),
});

const completionOf = (command: Extract<ServiceNote, { type: 'NoteServiceCompleted' }>) => ({
  ...serviceOf(command),
  ...(command.outcome && { outcome: command.outcome }),
});

const withAct = (state: ReferralIn, event: ReferralInEvent): ReferralIn => {
  const act = state.received && actInIn(event, state.received);
  return act ? { ...state, acts: [...state.acts, act] } : state;
};

function evolve(state: ReferralIn, event: ReferralInEvent): ReferralIn {
  switch (event.type) {
    case 'ReferralReceived': {
      const {
        from,
        to,
        subject,
        deadline,
        acknowledgeBy,
        legalBasis,
        service,
        askedBy = [],
        emergency = false,
        proxied = false,
      } = event.data;
      const received = {
        from,
        to,
        subject,
        sentAt: event.data.sentAs.at,
        deadline,
        acknowledgeBy,
        legalBasis,
        service,
        askedBy,
        emergency,
        proxied,
        of: caseOf(event),
      };
      return { ...state, received };
    }
    case 'ReferralServiceStarted':
      return { ...withAct(state, event), episode: event.data.episode };
    case 'ReferralContactNoted':
      return { ...state, contactAsOf: event.data.hlc };
    case 'ReferralAcknowledged':
    case 'ReferralAccepted':
    case 'ReferralRejected':
    case 'ReferralWithdrawalConfirmed':
    case 'ReferralCompleted':
    case 'ReferralTerminatedByRecipient':
    case 'ReferralNoticeNoted':
      return withAct(state, event);
  }
}

export const referralIn: Decider<ReferralInCommand, ReferralIn, ReferralInEvent> = { initialState: { acts: [] }, decide, evolve };
