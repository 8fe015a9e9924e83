import { at, CASE, hlcAt } from '@satualur/contracts/cast';
import { referralAccepted, referralNoticeNoted, referralReceived, referralRejected } from '@satualur/contracts/referral/examples';
import { fold } from '@satualur/decider/decider';
import { referralFacts, wasAccepted } from './referral-facts';

const accepted = referralAccepted({}, { hlc: hlcAt('02-04 09:00') });
const withdrawal = (time: string) => referralNoticeNoted({ notice: 'Withdrawn', at: at(time), hlc: hlcAt(time) });

describe('what a record asks of its referral', () => {
  it('is the case', () => expect(fold(referralFacts, [referralReceived()]).caseid).toBe(CASE));
  it.each([
    ['nothing', [], false],
    ['a receipt', [referralReceived()], false],
    ['a rejection', [referralReceived(), referralRejected()], false],
    ['an acceptance', [referralReceived(), accepted], true],
    ['an acceptance, then a withdrawal', [referralReceived(), accepted, withdrawal('02-04 10:00')], true],
    ['a withdrawal that came first', [referralReceived(), accepted, withdrawal('02-04 08:00')], false],
  ])('is whether it was accepted: %s', (_, events, expected) => expect(wasAccepted(fold(referralFacts, events))).toBe(expected));
});
