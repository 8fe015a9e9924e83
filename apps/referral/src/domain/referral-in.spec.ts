import { at, hlcAt, HOSPITAL, OTHER_HOSPITAL, POLICE, RECIPIENT_RECORD, REROUTED, SUBJECT } from '@satualur/contracts/cast';
import type { ReferralInEvent } from '@satualur/contracts/referral/events';
import {
  referralAccepted,
  referralAcknowledged,
  referralCompleted,
  referralNoticeNoted,
  referralReceived,
  referralRejected,
  referralServiceStarted,
  referralTerminatedByRecipient,
  referralWithdrawalConfirmed,
} from '@satualur/contracts/referral/examples';
import { fold } from '@satualur/decider/decider';
import { scenario } from '@satualur/decider/testing';
import {
  accept,
  acknowledge,
  confirmWithdrawal,
  noteNotice,
  noteServiceCompleted,
  noteServiceDiscontinued,
  noteServiceStarted,
  receive,
  reject,
  stopProcessing,
  terminateByRecipient,
} from './referral.builders';
import { referralIn, type ReferralInCommand, type ReferralInRule, stateOfIn } from './referral-in';

const { given, refuses } = scenario(referralIn);

const received = referralReceived({}, { hlc: hlcAt('02-03 10:01') });
const acknowledged = referralAcknowledged({}, { hlc: hlcAt('02-03 12:00') });
const accepted = referralAccepted({}, { hlc: hlcAt('02-04 09:00') });
const rejected = referralRejected({}, { hlc: hlcAt('02-04 09:00') });
const started = referralServiceStarted({}, { hlc: hlcAt('02-05 09:00') });
const completed = referralCompleted({}, { hlc: hlcAt('02-20 10:00') });
const terminated = referralTerminatedByRecipient({}, { hlc: hlcAt('02-06 10:00') });
const notice = (kind: 'Withdrawn' | 'Expired' | 'Terminated', time: string) =>
  referralNoticeNoted({ notice: kind, at: at(time), hlc: hlcAt(time) });
const withdrawn = notice('Withdrawn', '02-04 08:00');
const expired = notice('Expired', '02-06 10:00');

describe("the recipient's half", () => {
  it('is received', () => given().when(receive()).then(referralReceived()));
  it('is received once', () => given(received).when(receive()).thenNothing());
  it('is acknowledged', () => given(received).when(acknowledge()).then(referralAcknowledged()));
  it('is accepted', () => given(received, acknowledged).when(accept()).then(referralAccepted()));
  it('is accepted unacknowledged, up to the deadline itself', () =>
    given(received)
      .when(accept({ at: at('02-06 10:00') }))
      .then(referralAccepted()));
  it('is accepted with a record held already', () =>
    given(received)
      .when(accept({ recipientRecord: { id: RECIPIENT_RECORD, facts: { exists: true, role: 'victim' } } }))
      .then(referralAccepted({ recipientRecord: RECIPIENT_RECORD })));
  it('is rejected with a reason', () => given(received).when(reject()).then(referralRejected()));
  it('is rejected with another agency in mind', () =>
    given(received)
      .when(reject({ reason: 'WrongArea', suggested: OTHER_HOSPITAL }))
      .then(referralRejected({ reason: 'WrongArea', suggested: OTHER_HOSPITAL })));
  it('is rejected for another reason in words', () =>
    given(received)
      .when(reject({ reason: 'Other', text: 'gedung sedang diperbaiki' }))
      .then(referralRejected({ reason: 'Other', explanation: 'gedung sedang diperbaiki', subject: SUBJECT, keysOf: POLICE })));
  it('confirms a withdrawal', () => given(received, withdrawn).when(confirmWithdrawal()).then(referralWithdrawalConfirmed()));
  it('is terminated', () => given(received, accepted).when(terminateByRecipient()).then(referralTerminatedByRecipient()));
  it('notes a notice once', () => {
    given(received).when(noteNotice()).then(referralNoticeNoted());
    given(received, referralNoticeNoted()).when(noteNotice()).thenNothing();
  });
});

const offPlatform = referralReceived({ proxied: true });
const evidence = 'SURAT/CONTOH/0613/2026';
const proxy = { evidence };
const byProxy = { proxied: true as const, evidence };
const toNobody = ({ audience: _, ...event }: ReferralInEvent): ReferralInEvent => event;

describe('the answers of a recipient off the platform', () => {
  it('are recorded by the sender with evidence, and sent to nobody', () => {
    given(offPlatform)
      .when(acknowledge({ proxy }))
      .then(toNobody(referralAcknowledged(byProxy)));
    given(offPlatform)
      .when(accept({ proxy }))
      .then(toNobody(referralAccepted(byProxy)));
    given(offPlatform)
      .when(reject({ proxy }))
      .then(toNobody(referralRejected({ reason: 'CapacityFull', ...byProxy })));
    given(offPlatform, accepted)
      .when(terminateByRecipient({ proxy }))
      .then(toNobody(referralTerminatedByRecipient({ reason: 'NoShow', ...byProxy })));
  });
  it('are noted of its service too', () =>
    given(offPlatform, accepted)
      .when(noteServiceStarted({ evidence }))
      .then(toNobody(referralServiceStarted(byProxy))));
});

describe('consent withdrawn', () => {
  const consented = referralReceived({ legalBasis: 'Consent' });
  const stopped = referralTerminatedByRecipient({ reason: 'ConsentWithdrawn' }, { time: at('02-06 09:00') });
  it('ends what was accepted on it, at the instant of the confirmation', () => {
    given(consented, accepted).when(stopProcessing()).then(stopped);
    given(consented, accepted, started).when(stopProcessing()).then(stopped);
  });
  it('leaves what another recipient does', () =>
    given(consented, accepted)
      .when(stopProcessing({ by: OTHER_HOSPITAL }))
      .thenNothing());
  it('leaves what was sent since, on a newer one', () =>
    given(consented, accepted)
      .when(stopProcessing({ withdrawnAt: at('02-03 09:59') }))
      .thenNothing());
  it('ends nothing that stands on another basis, is undecided or has ended', () => {
    given(received, accepted).when(stopProcessing()).thenNothing();
    given(consented).when(stopProcessing()).thenNothing();
    given(consented, rejected).when(stopProcessing()).thenNothing();
  });
});

describe('its service', () => {
  it('starts once', () => {
    given(received, accepted).when(noteServiceStarted()).then(referralServiceStarted());
    given(received, accepted, started).when(noteServiceStarted()).thenNothing();
  });
  it('is broken off by the episode that started it', () => {
    given(received, accepted, started).when(noteServiceDiscontinued()).then(referralTerminatedByRecipient());
    given(received, accepted, started)
      .when(noteServiceDiscontinued({ episode: REROUTED }))
      .thenNothing();
    given(received, accepted).when(noteServiceDiscontinued()).thenNothing();
  });
  it('ends once, by the episode that started it', () => {
    given(received, accepted, started).when(noteServiceCompleted()).then(referralCompleted());
    given(received, accepted, started)
      .when(noteServiceCompleted({ outcome: 'PartlyMet' }))
      .then(referralCompleted({ outcome: 'PartlyMet' }));
    given(received, accepted, started)
      .when(noteServiceCompleted({ episode: REROUTED }))
      .thenNothing();
    given(received, accepted, started, completed).when(noteServiceCompleted()).thenNothing();
  });
  it('changes nothing in a referral that is over', () => {
    given(received, accepted, terminated).when(noteServiceStarted()).thenNothing();
    given(received, accepted).when(noteServiceCompleted()).thenNothing();
    given(received, accepted, started, terminated).when(noteServiceCompleted()).thenNothing();
  });
});

describe('its races', () => {
  const stateAfter = (...history: ReferralInEvent[]) => stateOfIn(fold(referralIn, history));
  it('void an acceptance that followed the withdrawal', () =>
    expect(stateAfter(received, accepted, withdrawn)).toBe('Withdrawn'));
  it('keep an acceptance that preceded it', () =>
    expect(stateAfter(received, accepted, notice('Withdrawn', '02-04 10:00'))).toBe('Accepted'));
  it('keep an acceptance that preceded the expiry', () => expect(stateAfter(received, accepted, expired)).toBe('Accepted'));
  it('void an acceptance that followed the expiry', () =>
    expect(stateAfter(received, referralAccepted({}, { hlc: hlcAt('02-06 10:01') }), expired)).toBe('Expired'));
  it('confirm a withdrawal that voided an acceptance', () =>
    given(received, accepted, withdrawn).when(confirmWithdrawal()).then(referralWithdrawalConfirmed()));
  it('refuse a late acceptance before the expiry is known', () =>
    given(received)
      .when(accept({ at: '2026-02-06T02:00:00.001Z' as never }))
      .thenRefused('referral-expired'));
});

const inState: Record<string, ReferralInEvent[]> = {
  Sent: [received],
  Acknowledged: [received, acknowledged],
  Accepted: [received, accepted],
  InService: [received, accepted, started],
  Completed: [received, accepted, started, completed],
  Rejected: [received, rejected],
  Expired: [received, expired],
  Withdrawn: [received, withdrawn],
  Terminated: [received, accepted, notice('Terminated', '02-04 10:00')],
};

describe.each(Object.entries(inState))('in state %s', (state, history) => {
  const half = fold(referralIn, history);
  it('is there', () => expect(stateOfIn(half)).toBe(state));
  const allowed: [ReferralInCommand, string[]][] = [
    [acknowledge(), ['Sent']],
    [accept(), ['Sent', 'Acknowledged']],
    [reject(), ['Sent', 'Acknowledged']],
    [confirmWithdrawal(), ['Withdrawn']],
    [terminateByRecipient(), ['Accepted', 'InService']],
  ];
  it.each(allowed)('$type is refused unless lawful', (command, states) => {
    if (states.includes(state)) return expect(referralIn.decide(command, half)).toHaveLength(1);
    const rule = state === 'Expired' && 'at' in command ? 'referral-expired' : 'illegal-transition';
    return expect(() => referralIn.decide(command, half)).toThrow(expect.objectContaining({ rule, detail: { state } }));
  });
});

refuses<ReferralInRule>({
  'not-the-recipient': { after: [], refuses: [receive({ self: OTHER_HOSPITAL })] },
  'not-the-sender': { after: [received], refuses: [receive({ origin: HOSPITAL }), noteNotice({ origin: OTHER_HOSPITAL })] },
  'referral-unknown': {
    after: [],
    refuses: [
      acknowledge(),
      accept(),
      reject(),
      confirmWithdrawal(),
      terminateByRecipient(),
      noteServiceStarted(),
      noteServiceCompleted(),
      noteServiceDiscontinued(),
      stopProcessing(),
      noteNotice(),
    ],
  },
  'referral-expired': {
    after: [received, acknowledged, expired],
    refuses: [acknowledge(), accept(), reject(), accept({ at: at('02-07 09:00') })],
  },
  'illegal-transition': {
    after: [received, accepted],
    refuses: [acknowledge(), accept(), reject(), confirmWithdrawal(), accept({ at: at('02-07 09:00') })],
  },
  'record-unknown': {
    after: [received],
    refuses: [accept({ recipientRecord: { id: RECIPIENT_RECORD, facts: { exists: false } } })],
  },
  'record-not-a-victim': {
    after: [received],
    refuses: [accept({ recipientRecord: { id: RECIPIENT_RECORD, facts: { exists: true, role: 'perpetrator' } } })],
  },
  'record-voided': {
    after: [received],
    refuses: [accept({ recipientRecord: { id: RECIPIENT_RECORD, facts: { exists: true, voided: true, role: 'victim' } } })],
  },
  'recipient-off-platform': {
    after: [offPlatform],
    refuses: [
      acknowledge(),
      accept(),
      reject(),
      terminateByRecipient(),
      accept({ proxy, recipientRecord: { id: RECIPIENT_RECORD, facts: { exists: true, role: 'victim' } } }),
    ],
  },
  'recipient-answers-itself': {
    after: [received],
    refuses: [acknowledge({ proxy }), accept({ proxy }), reject({ proxy }), terminateByRecipient({ proxy })],
  },
  'reason-text-required': { after: [received], refuses: [reject({ reason: 'Other' })] },
  'reason-text-not-wanted': { after: [received], refuses: [reject({ text: 'penuh' })] },
  'suggested-is-self': { after: [received], refuses: [reject({ suggested: HOSPITAL })] },
});

it('addresses every act to the sender', () => {
  const acts = [acknowledged, accepted, rejected, started, completed, terminated, referralWithdrawalConfirmed()];
  expect(acts.map(({ audience }) => audience)).toEqual(acts.map(() => [POLICE]));
});
