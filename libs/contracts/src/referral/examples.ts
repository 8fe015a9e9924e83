import {
  APPLICATION,
  at,
  CASE,
  EPISODE,
  GRANT,
  hlcAt,
  HOSPITAL,
  OTHER_HOSPITAL,
  POLICE,
  RECORD,
  REF,
  REFERRAL,
  REROUTED,
  SECRETARIAT,
  SUBJECT,
} from '../cast';
import type { Routing } from '../event';
import { exampleOf } from '../example';
import { type Ref, streamOf } from '../ids';
import { batchEvents, grantEvents, type ReferredPerson, referralInEvents, referralOutEvents } from './events';

const out = exampleOf(referralOutEvents);
const incoming = exampleOf(referralInEvents);
const grant = exampleOf(grantEvents);

const own: Routing = { caseid: CASE };
const toRecipient: Routing = { caseid: CASE, audience: [HOSPITAL] };
const toSender: Routing = { caseid: CASE, audience: [POLICE] };

export const person = (over: Partial<ReferredPerson> = {}): ReferredPerson => ({
  name: 'Kenanga Contoh',
  birthDate: '2004-08-17',
  sex: 'F',
  ...over,
});

/** The sending that all examples follow: scenario S3's first referral. */
export const sending = {
  ref: REF,
  from: POLICE,
  to: HOSPITAL,
  record: RECORD,
  subject: SUBJECT,
  service: 'HealthRehabilitation',
  legalBasis: 'PublicTask',
  application: APPLICATION,
  acknowledgeBy: at('02-04 10:00'),
  deadline: at('02-06 10:00'),
  expireAt: at('02-06 10:00'),
  secretariat: SECRETARIAT,
  person: person(),
} as const;

const draft = { ref: REF, record: RECORD, to: 'RS-6310' };
export const referralDrafted = out('ReferralDrafted', draft, own);
export const referralEdited = out('ReferralEdited', { ...draft, service: 'HealthRehabilitation', legalBasis: 'PublicTask' }, own);
export const referralDraftDiscarded = out('ReferralDraftDiscarded', {}, own);
export const referralRouted = out('ReferralRouted', { requested: 'GT-6305', actual: SECRETARIAT, reason: 'NoTaskForce' }, own);
export const referralSent = out('ReferralSent', sending, { ...toRecipient, legalbasis: 'PublicTask' });
export const referralWithdrawn = out('ReferralWithdrawn', { reason: 'VictimDeclined' }, toRecipient);
export const referralRerouted = out('ReferralRerouted', { by: REROUTED, to: OTHER_HOSPITAL }, own);
export const referralExpired = out('ReferralExpired', { reason: 'NoResponse', deadline: sending.deadline }, toRecipient);
export const referralExpiryRevoked = out(
  'ReferralExpiryRevoked',
  { acceptance: { at: at('02-06 09:59'), hlc: hlcAt('02-06 09:59') } },
  toRecipient,
);
export const referralOverdue = out('ReferralOverdue', { acknowledgeBy: sending.acknowledgeBy }, toRecipient);
export const referralServiceOverdue = out('ReferralServiceOverdue', { serviceBy: at('02-11 00:00') }, toRecipient);
const contact = { danger: true, rule: 'NoContact' } as const;
export const referralContactChanged = out('ReferralContactChanged', contact, toRecipient);
export const referralEscalated = out(
  'ReferralEscalated',
  { because: 'Overdue', secretariat: SECRETARIAT },
  { ...own, audience: [SECRETARIAT] },
);
export const referralTerminatedBySender = out('ReferralTerminatedBySender', { reason: 'VictimDeclined' }, toRecipient);
export const referralAnswerNoted = out(
  'ReferralAnswerNoted',
  { answer: 'Acknowledged', at: at('02-03 12:00'), hlc: hlcAt('02-03 12:00') },
  own,
);
export const referralRejectionNoted = out(
  'ReferralAnswerNoted',
  {
    ...{ answer: 'Rejected', at: at('02-03 12:00'), hlc: hlcAt('02-03 12:00') },
    rejected: {
      ...{ reason: 'Other', explanation: 'gedung sedang diperbaiki' },
      sealedAs: { stream: streamOf('referralin', REFERRAL), version: 2 },
    },
  },
  own,
);

export const referralReceived = incoming(
  'ReferralReceived',
  { ...sending, sentAs: { stream: streamOf('referralout', REFERRAL), version: 1, at: at('02-03 10:00') } },
  own,
);
export const referralAcknowledged = incoming('ReferralAcknowledged', {}, toSender);
export const referralAccepted = incoming('ReferralAccepted', {}, toSender);
export const referralRejected = incoming('ReferralRejected', { reason: 'CapacityFull' }, toSender);
export const referralRejectedInWords = incoming(
  'ReferralRejected',
  { reason: 'Other', explanation: 'gedung sedang diperbaiki', subject: SUBJECT, keysOf: POLICE },
  toSender,
);
export const referralWithdrawalConfirmed = incoming('ReferralWithdrawalConfirmed', {}, toSender);
const started = { episode: EPISODE, at: at('02-05 09:00'), hlc: hlcAt('02-05 09:00') };
const completed = { episode: EPISODE, at: at('02-20 10:00'), hlc: hlcAt('02-20 10:00') };
export const referralServiceStarted = incoming('ReferralServiceStarted', started, toSender);
export const referralCompleted = incoming('ReferralCompleted', completed, toSender);
export const referralTerminatedByRecipient = incoming('ReferralTerminatedByRecipient', { reason: 'NoShow' }, toSender);
export const referralNoticeNoted = incoming(
  'ReferralNoticeNoted',
  { notice: 'Withdrawn', at: at('02-04 08:00'), hlc: hlcAt('02-04 08:00') },
  own,
);
export const referralContactNoted = incoming(
  'ReferralContactNoted',
  { ...contact, at: at('02-04 08:00'), hlc: hlcAt('02-04 08:00') },
  own,
);

export const keysGranted = grant(
  'KeysGranted',
  { grant: GRANT, to: HOSPITAL, subject: SUBJECT, classes: ['identity', 'medical'], referral: REFERRAL },
  toRecipient,
);
export const keysRevoked = grant(
  'KeysRevoked',
  { grant: GRANT, to: HOSPITAL, subject: SUBJECT, classes: ['identity', 'medical'], because: 'ConsentWithdrawn' },
  toRecipient,
);

export const referralBatchSent = exampleOf(batchEvents)('ReferralBatchSent', {
  ref: 'B-01' as Ref,
  referrals: [REFERRAL, REROUTED],
});
