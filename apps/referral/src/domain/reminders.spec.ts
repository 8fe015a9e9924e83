import { at, hlcAt } from '@satualur/contracts/cast';
import type { ReferralInEvent } from '@satualur/contracts/referral/events';
import { referralAccepted, referralAcknowledged, referralReceived } from '@satualur/contracts/referral/examples';
import { fold } from '@satualur/decider/decider';
import { nextReminder, remindersOf } from './reminders';
import { referralIn } from './referral-in';

const received = referralReceived();
const emergency = referralReceived({ emergency: true, acknowledgeBy: at('02-03 11:00') });
const acknowledged = referralAcknowledged({}, { hlc: hlcAt('02-03 12:00') });
const accepted = referralAccepted({}, { hlc: hlcAt('02-04 09:00') });
const after = (...events: ReferralInEvent[]) => fold(referralIn, events);

const unread = { kind: 'ReferralOverdue', at: at('02-04 10:00') };
const soon = { kind: 'ReferralDueSoon', at: at('02-05 22:00') };

describe('a recipient is reminded', () => {
  it.each([
    ['of what it has not acknowledged, and half a day before the deadline', [received], [unread, soon]],
    ['of the deadline alone once it has acknowledged', [received, acknowledged], [soon]],
    ['of an emergency that nobody has read', [emergency], [{ kind: 'EmergencyUnread', at: at('02-03 11:00') }, soon]],
    ['of nothing decided', [received, acknowledged, accepted], []],
    ['of nothing before it has received', [], []],
    ['of nothing where it is off the platform', [referralReceived({ proxied: true })], []],
  ])('%s', (_, history, expected) => expect(remindersOf(after(...history))).toEqual(expected));

  it('at each instant once', () => {
    const half = after(received);
    const next = (time: string) => nextReminder(half, at(time));
    expect([next('02-03 10:00'), next('02-04 10:00'), next('02-05 22:00')]).toEqual([unread.at, soon.at, null]);
  });
});
