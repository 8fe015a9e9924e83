import { caseOf, type Stamp } from '@satualur/contracts/event';
import type { AgencyKey, StreamId } from '@satualur/contracts/ids';
import type { Answer, Notice, ReferralInEvent, ReferralOutEvent } from '@satualur/contracts/referral/events';
import type { ReferralInCommand } from './referral-in';
import type { ReferralOutCommand } from './referral-out';

const answers: Record<ReferralInEvent['type'], Answer | undefined> = {
  ReferralReceived: undefined,
  ReferralAcknowledged: 'Acknowledged',
  ReferralAccepted: 'Accepted',
  ReferralRejected: 'Rejected',
  ReferralWithdrawalConfirmed: 'WithdrawalConfirmed',
  ReferralServiceStarted: 'ServiceStarted',
  ReferralCompleted: 'Completed',
  ReferralTerminatedByRecipient: 'Terminated',
  ReferralNoticeNoted: undefined,
  ReferralContactNoted: undefined,
};

const notices: Record<ReferralOutEvent['type'], Notice | undefined> = {
  ReferralDrafted: undefined,
  ReferralEdited: undefined,
  ReferralDraftDiscarded: undefined,
  ReferralRouted: undefined,
  ReferralSent: undefined,
  ReferralWithdrawn: 'Withdrawn',
  ReferralExpired: 'Expired',
  ReferralExpiryRevoked: 'ExpiryRevoked',
  ReferralTerminatedBySender: 'Terminated',
  ReferralRerouted: undefined,
  ReferralOverdue: undefined,
  ReferralServiceOverdue: undefined,
  ReferralContactChanged: undefined,
  ReferralEscalated: undefined,
  ReferralAnswerNoted: undefined,
};

/** An event of the other half as it stands in its log. */
export type FromLog<E> = E &
  Required<Stamp> & {
    readonly origin: AgencyKey;
    /** Its place in another agency's log; absent of what is noted in the same append. */
    readonly stands?: { readonly stream: StreamId; readonly version: number };
  };

/** What a recipient's event asks of the sender's half; undefined when it is none of its business. */
export function asAnswer(event: FromLog<ReferralInEvent>): ReferralOutCommand | undefined {
  const answer = answers[event.type];
  if (!answer) return undefined;
  const at = event.type === 'ReferralServiceStarted' || event.type === 'ReferralCompleted' ? event.data.at : event.time;
  const rejected = event.type === 'ReferralRejected' && rejectionOf(event.data, event.stands);
  const outcome = event.type === 'ReferralCompleted' && event.data.outcome;
  const more = { ...(rejected && { rejected }), ...(outcome && { outcome }) };
  return { type: 'NoteAnswer', origin: event.origin, answer, at, hlc: event.hlc, ...more };
}

type Rejection = NonNullable<Extract<ReferralOutEvent, { type: 'ReferralAnswerNoted' }>['data']['rejected']>;

const rejectionOf = ({ reason, suggested, text, explanation }: Rejection, sealedAs: Rejection['sealedAs']): Rejection => ({
  reason,
  ...(suggested !== undefined && { suggested }),
  ...(text !== undefined && { text }),
  ...(explanation !== undefined && { explanation, ...(sealedAs && { sealedAs }) }),
});

/** Where the sending stands in the sender's log, and whose inbox it came to. */
export interface Arrival {
  readonly self: AgencyKey;
  readonly stream: StreamId;
  readonly version: number;
}

/** What a sender's event asks of the recipient's half; undefined when it is none of its business. */
export function asNotice(event: FromLog<ReferralOutEvent>, { self, stream, version }: Arrival): ReferralInCommand | undefined {
  const { origin, time: at, hlc } = event;
  if (event.type === 'ReferralSent') {
    const received = { ...event.data, sentAs: { stream, version, at } };
    return { type: 'ReceiveReferral', self, origin, received, ...caseOf(event) };
  }
  if (event.type === 'ReferralContactChanged') return { type: 'NoteContact', origin, contact: event.data, at, hlc };
  const notice = notices[event.type];
  return notice && { type: 'NoteNotice', origin, notice, at, hlc };
}
