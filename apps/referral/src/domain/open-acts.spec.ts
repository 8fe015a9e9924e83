import { at, hlcAt } from '@satualur/contracts/cast';
import {
  referralAccepted,
  referralAnswerNoted,
  referralExpired,
  referralNoticeNoted,
  referralReceived,
  referralRejected,
  referralSent,
  referralWithdrawn,
} from '@satualur/contracts/referral/examples';
import { fold } from '@satualur/decider/decider';
import { openToRecipient, openToSender } from './open-acts';
import { referralIn } from './referral-in';
import { referralOut } from './referral-out';

const accepted = referralAnswerNoted({ answer: 'Accepted', hlc: hlcAt('02-04 09:00') });

it.each([
  ['nothing', [], []],
  ['a sending', [referralSent()], ['withdraw']],
  ['an acknowledgement', [referralSent(), referralAnswerNoted()], ['withdraw']],
  ['an acceptance', [referralSent(), accepted], ['terminate']],
  ['a withdrawal', [referralSent(), referralWithdrawn()], ['reroute']],
  ['an expiry', [referralSent(), referralExpired()], ['reroute']],
])('after %s the sender may %s', (_, history, open) => expect(openToSender(fold(referralOut, history))).toEqual(open));

const answers = ['acknowledge', 'accept', 'reject'];
it.each([
  ['nothing', [], []],
  ['a receipt', [referralReceived()], answers],
  ['an acceptance', [referralReceived(), referralAccepted()], ['terminate']],
  ['a rejection', [referralReceived(), referralRejected()], []],
  ['a withdrawal', [referralReceived(), referralNoticeNoted()], ['confirm-withdrawal']],
])('after %s the recipient may %s', (_, history, open) =>
  expect(openToRecipient(fold(referralIn, history), at('02-04 10:00'))).toEqual(open),
);

it('offers no answer after the deadline', () =>
  expect(openToRecipient(fold(referralIn, [referralReceived()]), at('02-06 10:01'))).toEqual([]));
