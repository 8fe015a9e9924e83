import { APPLICATION, at, CASE, hlcAt, POLICE } from '@satualur/contracts/cast';
import { referralAccepted, referralNoticeNoted, referralReceived } from '@satualur/contracts/referral/examples';
import { fold } from '@satualur/decider/decider';
import { referralFacts, stateOfReferral } from './referral-facts';

const received = referralReceived();
const accepted = referralAccepted({}, { hlc: hlcAt('02-04 09:00') });
const expiry = referralNoticeNoted({ notice: 'Expired', at: at('02-04 08:00'), hlc: hlcAt('02-04 08:00') });

describe('what a service asks of its referral', () => {
  it('is who asked for what', () =>
    expect(fold(referralFacts, [received]).received).toMatchObject({
      from: POLICE,
      service: 'HealthRehabilitation',
      application: APPLICATION,
      of: { caseid: CASE },
    }));
  it.each([
    [undefined, [accepted]],
    ['Sent', [received]],
    ['Accepted', [received, accepted]],
    ['Expired', [received, accepted, expiry]],
  ])('is its state: %s', (state, events) => expect(stateOfReferral(fold(referralFacts, events))).toBe(state));
});
