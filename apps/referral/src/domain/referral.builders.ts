import {
  APPLICATION,
  at,
  CASE,
  EPISODE,
  hlcAt,
  HOSPITAL,
  OTHER_HOSPITAL,
  POLICE,
  RECORD,
  REF,
  REROUTED,
  SECRETARIAT,
  SUBJECT,
} from '@satualur/contracts/cast';
import { person, referralReceived } from '@satualur/contracts/referral/examples';
import type { ReferralInCommand } from './referral-in';
import type { ReferralOutCommand } from './referral-out';
import type { DraftContent } from './draft';
import type { SendingFacts, SendReferral } from './sending';

type Of<C extends { type: string }, T extends C['type']> = Extract<C, { type: T }>;
const builder =
  <C extends { type: string }>() =>
  <T extends C['type']>(command: Of<C, T>) =>
  (over: Partial<Of<C, T>> = {}): Of<C, T> => ({ ...command, ...over });
const out = builder<ReferralOutCommand>();
const incoming = builder<ReferralInCommand>();

const victim = { exists: true, caseid: CASE, subject: SUBJECT, role: 'victim' as const };

export const facts = (over: Partial<SendingFacts> = {}): SendingFacts => ({
  record: victim,
  recipient: { active: true, onPlatform: true },
  limits: { acknowledgeBy: at('02-04 10:00'), deadline: at('02-06 10:00'), expireAt: at('02-06 10:00') },
  secretariat: SECRETARIAT,
  application: { record: RECORD, service: 'HealthRehabilitation' },
  basis: 'Carries',
  ...over,
});

export const send = (over: Partial<SendReferral> = {}): SendReferral => ({
  type: 'SendReferral',
  at: at('02-03 10:00'),
  ref: REF,
  from: POLICE,
  to: HOSPITAL,
  record: RECORD,
  service: 'HealthRehabilitation',
  legalBasis: 'PublicTask',
  application: APPLICATION,
  person: person(),
  facts: facts(),
  ...over,
});
export const draftContent: DraftContent = { record: RECORD, to: 'RS-6310', service: 'HealthRehabilitation' };
export const draft = out({ type: 'DraftReferral', content: draftContent, record: victim });
export const edit = out({ type: 'EditReferral', content: { ...draftContent, ref: REF }, record: victim });
export const discard = out({ type: 'DiscardDraft' });
export const reroute = out({ type: 'RerouteReferral', by: REROUTED, to: OTHER_HOSPITAL });
export const withdraw = out({ type: 'WithdrawReferral', reason: 'VictimDeclined' });
export const terminateBySender = out({ type: 'TerminateReferral', reason: 'VictimDeclined' });
export const endDuplicate = out({ type: 'EndDuplicate' });
export const noteAnswer = out({
  type: 'NoteAnswer',
  origin: HOSPITAL,
  answer: 'Acknowledged',
  at: at('02-03 12:00'),
  hlc: hlcAt('02-03 12:00'),
});
export const fireTimers = out({ type: 'FireTimers', at: at('02-04 10:00') });

export const receive = incoming({
  type: 'ReceiveReferral',
  self: HOSPITAL,
  origin: POLICE,
  received: referralReceived().data,
  caseid: CASE,
});
export const acknowledge = incoming({ type: 'AcknowledgeReferral', at: at('02-03 12:00') });
export const accept = incoming({ type: 'AcceptReferral', at: at('02-04 09:00') });
export const reject = incoming({ type: 'RejectReferral', at: at('02-04 09:00'), reason: 'CapacityFull' });
export const confirmWithdrawal = incoming({ type: 'ConfirmWithdrawal' });
export const terminateByRecipient = incoming({ type: 'TerminateReferral', reason: 'NoShow' });
export const noteServiceStarted = incoming({
  type: 'NoteServiceStarted',
  episode: EPISODE,
  at: at('02-05 09:00'),
  hlc: hlcAt('02-05 09:00'),
});
export const noteServiceCompleted = incoming({
  type: 'NoteServiceCompleted',
  episode: EPISODE,
  at: at('02-20 10:00'),
  hlc: hlcAt('02-20 10:00'),
});
export const noteServiceDiscontinued = incoming({
  type: 'NoteServiceDiscontinued',
  episode: EPISODE,
  reason: 'NoShow',
  at: at('02-10 10:00'),
  hlc: hlcAt('02-10 10:00'),
});
export const stopProcessing = incoming({
  type: 'StopProcessing',
  by: HOSPITAL,
  withdrawnAt: at('02-05 09:00'),
  time: at('02-06 09:00'),
});
export const noteNotice = incoming({
  type: 'NoteNotice',
  origin: POLICE,
  notice: 'Withdrawn',
  at: at('02-04 08:00'),
  hlc: hlcAt('02-04 08:00'),
});
