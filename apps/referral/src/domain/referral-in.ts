import type { RejectReason, WithdrawReason } from '@satualur/contracts/codes/services';
import { caseOf, type Routing } from '@satualur/contracts/event';
import type { Hlc } from '@satualur/contracts/hlc';
import { type AgencyKey, type Instant, msOfInstant, type Uuid } from '@satualur/contracts/ids';
import type { Notice, ReferralInEvent } from '@satualur/contracts/referral/events';
import { actInIn } from '@satualur/contracts/referral/joint';
import { type Act, type ActKind, isLegal, type ReferralState, settle } from '@satualur/contracts/referral/life-cycle';
import { type Decider, type Must, mustHold } from '@satualur/decider/decider';
import type { RecordFacts } from './record-facts';

type Received = Extract<ReferralInEvent, { type: 'ReferralReceived' }>;

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

export type ReferralInCommand =
  | ReceiveReferral
  | { readonly type: 'AcknowledgeReferral'; readonly at: Instant }
  | {
      readonly type: 'AcceptReferral';
      readonly at: Instant;
      /** A record of the victim that the recipient holds already. */
      readonly recipientRecord?: { readonly id: Uuid; readonly facts: RecordFacts };
    }
  | { readonly type: 'RejectReferral'; readonly at: Instant; readonly reason: RejectReason; readonly suggested?: AgencyKey }
  | { readonly type: 'ConfirmWithdrawal' }
  | { readonly type: 'TerminateReferral'; readonly reason: WithdrawReason }
  | ({ readonly type: 'NoteServiceStarted'; readonly episode: Uuid } & Noted)
  | ({ readonly type: 'NoteServiceCompleted'; readonly episode: Uuid } & Noted)
  | ({ readonly type: 'NoteNotice'; readonly origin: AgencyKey; readonly notice: Notice } & Noted);

export type ReferralInRule =
  | 'not-the-recipient'
  | 'not-the-sender'
  | 'referral-unknown'
  | 'referral-expired'
  | 'illegal-transition'
  | 'record-unknown'
  | 'record-not-a-victim';
const must: Must<ReferralInRule> = mustHold;

/** The recipient's half. */
export interface ReferralIn {
  readonly received?: {
    readonly from: AgencyKey;
    readonly to: AgencyKey;
    readonly deadline: Instant;
    readonly of: Pick<Routing, 'caseid'>;
  };
  /** Own acts and the notices noted. */
  readonly acts: readonly Act[];
  readonly episode?: Uuid;
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

function mustHoldVictim(record: RecordFacts): void {
  must(record.exists, 'record-unknown');
  must(record.role === 'victim', 'record-not-a-victim');
}

function receive({ self, origin, received, ...command }: ReceiveReferral, state: ReferralIn): readonly ReferralInEvent[] {
  must(received.to === self, 'not-the-recipient');
  must(received.from === origin, 'not-the-sender');
  return state.received ? [] : [{ type: 'ReferralReceived', data: received, ...caseOf(command) }];
}

const isKnown = (state: ReferralIn, by: AgencyKey, kind: ActKind, hlc: Hlc): boolean =>
  state.acts.some((act) => act.by === by && act.kind === kind && act.hlc === hlc);

function decide(command: ReferralInCommand, state: ReferralIn): readonly ReferralInEvent[] {
  if (command.type === 'ReceiveReferral') return receive(command, state);
  const { received } = state;
  must(received !== undefined, 'referral-unknown');
  const now = settle(state.acts).state;
  const toSender: Routing = { ...received.of, audience: [received.from] };
  switch (command.type) {
    case 'AcknowledgeReferral':
      mustBeOpen(command.type, state, command.at);
      return [{ type: 'ReferralAcknowledged', data: {}, ...toSender }];
    case 'AcceptReferral': {
      const { recipientRecord } = command;
      mustBeOpen(command.type, state, command.at);
      if (recipientRecord) mustHoldVictim(recipientRecord.facts);
      return [{ type: 'ReferralAccepted', data: recipientRecord ? { recipientRecord: recipientRecord.id } : {}, ...toSender }];
    }
    case 'RejectReferral': {
      const { at, reason, suggested } = command;
      mustBeOpen(command.type, state, at);
      return [{ type: 'ReferralRejected', data: { reason, ...(suggested && { suggested }) }, ...toSender }];
    }
    case 'ConfirmWithdrawal':
      must(mayConfirmWithdrawal(state), 'illegal-transition', { state: now });
      return [{ type: 'ReferralWithdrawalConfirmed', data: {}, ...toSender }];
    case 'TerminateReferral':
      must(now === 'Accepted' || now === 'InService', 'illegal-transition', { state: now });
      return [{ type: 'ReferralTerminatedByRecipient', data: { reason: command.reason }, ...toSender }];
    case 'NoteServiceStarted': {
      const { episode, at, hlc } = command;
      return isLegal(now, 'ServiceStarted') ? [{ type: 'ReferralServiceStarted', data: { episode, at, hlc }, ...toSender }] : [];
    }
    case 'NoteServiceCompleted': {
      const { episode, at, hlc } = command;
      const follows = isLegal(now, 'Completed') && state.episode === episode;
      return follows ? [{ type: 'ReferralCompleted', data: { episode, at, hlc }, ...toSender }] : [];
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

const withAct = (state: ReferralIn, event: ReferralInEvent): ReferralIn => {
  const act = state.received && actInIn(event, state.received);
  return act ? { ...state, acts: [...state.acts, act] } : state;
};

function evolve(state: ReferralIn, event: ReferralInEvent): ReferralIn {
  switch (event.type) {
    case 'ReferralReceived': {
      const { from, to, deadline } = event.data;
      return { ...state, received: { from, to, deadline, of: caseOf(event) } };
    }
    case 'ReferralServiceStarted':
      return { ...withAct(state, event), episode: event.data.episode };
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
