import { at, hlcAt, HOSPITAL, POLICE } from '@satualur/contracts/cast';
import {
  referralAccepted,
  referralExpired,
  referralReceived,
  referralSent,
  referralWithdrawn,
} from '@satualur/contracts/referral/examples';
import { scenario } from '@satualur/decider/testing';
import { referralProblems } from '../http/referral.problems';
import { accept, acknowledge, facts, reject, send, withdraw } from './referral.builders';
import { referralIn } from './referral-in';
import { referralOut } from './referral-out';

const sender = scenario(referralOut);
const recipient = scenario(referralIn);
const received = referralReceived({}, { hlc: hlcAt('02-03 10:01') });
const accepted = referralAccepted({}, { hlc: hlcAt('02-04 09:00') });

describe('B24: a flow out of order is refused and changes nothing', () => {
  it('answered before it was sent', () => {
    for (const answer of [accept(), acknowledge(), reject()]) recipient.given().when(answer).thenRefused('referral-unknown');
  });
  it('accepted twice', () => recipient.given(received, accepted).when(accept()).thenRefused('illegal-transition'));
  it('accepted after its deadline', () =>
    recipient
      .given(received)
      .when(accept({ at: at('02-20 10:00') }))
      .thenRefused('referral-expired'));
  it('withdrawn after it expired', () =>
    sender
      .given(referralSent(), referralExpired({}, { hlc: hlcAt('02-06 10:00') }))
      .when(withdraw())
      .thenRefused('illegal-transition'));
  it('withdrawn twice', () =>
    sender
      .given(referralSent(), referralWithdrawn({}, { hlc: hlcAt('02-04 08:00') }))
      .when(withdraw())
      .thenRefused('illegal-transition'));
  it('sent to oneself, or to an agency that is not active', () => {
    sender
      .given()
      .when(send({ to: POLICE }))
      .thenRefused('recipient-is-self');
    sender
      .given()
      .when(send({ facts: facts({ recipient: { active: false, onPlatform: true } }) }))
      .thenRefused('recipient-inactive');
  });
  it('sent back to an agency that waits for the same', () =>
    sender
      .given()
      .when(send({ facts: facts({ askedBy: [HOSPITAL] }) }))
      .thenRefused('referral-cyclic'));
  it('sent on a basis that nobody recorded', () =>
    sender
      .given()
      .when(send({ facts: facts({ basis: 'NotRecorded' }) }))
      .thenRefused('legal-basis-missing'));
  it('sent on a consent that nobody gave', () =>
    sender
      .given()
      .when(send({ legalBasis: 'Consent' }))
      .thenRefused('consent-missing'));

  it('is told as 409 or 422', () => {
    const rules = [
      'illegal-transition',
      'referral-expired',
      'recipient-is-self',
      'recipient-inactive',
      'referral-cyclic',
      'legal-basis-missing',
      'consent-missing',
    ] as const;
    for (const rule of rules) expect([409, 422]).toContain(referralProblems[rule]);
  });
});
