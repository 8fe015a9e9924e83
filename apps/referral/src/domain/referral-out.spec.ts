import {
  at,
  CASE,
  hlcAt,
  HOSPITAL,
  OTHER_HOSPITAL,
  POLICE,
  RECIPIENT_RECORD,
  RECORD,
  REF,
  REROUTED,
  SECRETARIAT,
} from '@satualur/contracts/cast';
import type { ReferralOutEvent } from '@satualur/contracts/referral/events';
import {
  referralAnswerNoted,
  referralEscalated,
  referralExpired,
  referralExpiryRevoked,
  referralOverdue,
  referralRerouted,
  referralSent,
  referralServiceOverdue,
  referralTerminatedBySender,
  referralWithdrawn,
} from '@satualur/contracts/referral/examples';
import { fold } from '@satualur/decider/decider';
import { scenario } from '@satualur/decider/testing';
import {
  discard,
  draft,
  draftContent,
  edit,
  endDuplicate,
  facts,
  fireTimers,
  noteAnswer,
  reroute,
  send,
  terminateBySender,
  withdraw,
} from './referral.builders';
import type { SendReferral } from './sending';
import { nextDue, referralOut, type ReferralOutCommand, type ReferralOutRule, stateOfOut } from './referral-out';

const { given, refuses } = scenario(referralOut);

const acknowledged = referralAnswerNoted();
const accepted = referralAnswerNoted({ answer: 'Accepted', at: at('02-04 09:00'), hlc: hlcAt('02-04 09:00') });
const rejected = referralAnswerNoted({ answer: 'Rejected', at: at('02-04 09:00'), hlc: hlcAt('02-04 09:00') });
const started = referralAnswerNoted({ answer: 'ServiceStarted', at: at('02-05 09:00'), hlc: hlcAt('02-05 09:00') });
const completed = referralAnswerNoted({ answer: 'Completed', at: at('02-20 10:00'), hlc: hlcAt('02-20 10:00') });
const withdrawn = referralWithdrawn({}, { hlc: hlcAt('02-04 08:00') });
const overdue = referralOverdue({}, { hlc: hlcAt('02-04 10:00') });
const expired = referralExpired({}, { hlc: hlcAt('02-06 10:00') });
const terminated = referralTerminatedBySender({}, { hlc: hlcAt('02-05 12:00') });

describe("the sender's half", () => {
  it('is sent with the clocks of the policy', () => given().when(send()).then(referralSent()));
  it('is sent with the grace of the policy added to its expiry only', () =>
    given()
      .when(send({ facts: facts({ limits: { ...facts().limits, expireAt: at('02-06 12:00') } }) }))
      .then(referralSent({ expireAt: at('02-06 12:00') })));
  it('supersedes a referral of the same record, service and application', () => {
    const { record, service, application } = send();
    given()
      .when(send({ to: OTHER_HOSPITAL, supersedes: REROUTED, facts: facts({ superseded: { record, service, application } }) }))
      .then(referralSent({ to: OTHER_HOSPITAL, supersedes: REROUTED }, { audience: [OTHER_HOSPITAL] }));
  });
  it('notes that it was rerouted', () => given(referralSent(), expired).when(reroute()).then(referralRerouted()));
  it('is withdrawn', () => given(referralSent(), acknowledged).when(withdraw()).then(referralWithdrawn()));
  it('is terminated once accepted', () =>
    given(referralSent(), accepted).when(terminateBySender()).then(referralTerminatedBySender()));
  it('notes an answer', () => given(referralSent()).when(noteAnswer()).then(referralAnswerNoted()));
  it('notes an answer once', () => given(referralSent(), referralAnswerNoted()).when(noteAnswer()).thenNothing());
});

const toNobody = ({ audience: _, ...event }: ReferralOutEvent): ReferralOutEvent => event;
const drafted: ReferralOutEvent = { type: 'ReferralDrafted', data: draftContent, caseid: CASE };

describe('a draft', () => {
  const edited: ReferralOutEvent = { type: 'ReferralEdited', data: { ...draftContent, ref: REF }, caseid: CASE };
  const discarded: ReferralOutEvent = { type: 'ReferralDraftDiscarded', data: {}, caseid: CASE };
  it('may lack anything but the record', () => given().when(draft()).then(drafted));
  it('is edited', () => given(drafted).when(edit()).then(edited));
  it('is sent with the id it has', () => given(drafted, edited).when(send()).then(referralSent()));
  it('is discarded, and then neither edited nor sent', () => {
    given(drafted).when(discard()).then(discarded);
    given(drafted, discarded).when(edit()).thenRefused('illegal-transition');
    given(drafted, discarded).when(discard()).thenRefused('illegal-transition');
    given(drafted, discarded).when(send()).thenRefused('illegal-transition');
  });
  it('takes no act of a sent referral', () => given(drafted).when(withdraw()).thenRefused('illegal-transition'));
  it('holds what was written last', () =>
    expect(fold(referralOut, [drafted, edited])).toMatchObject({ draft: { ref: REF, service: 'HealthRehabilitation' } }));
  it('has no clock', () => expect(nextDue(fold(referralOut, [drafted]))).toBeNull());
});

describe('a sending', () => {
  it('shows what was asked for, where no task force is', () => {
    const routed = { requested: 'GT-6305', reason: 'NoTaskForce' as const };
    given()
      .when(send({ to: SECRETARIAT, routed }))
      .then(
        { type: 'ReferralRouted', data: { ...routed, actual: SECRETARIAT }, caseid: CASE },
        referralSent({ to: SECRETARIAT, routed }, { audience: [SECRETARIAT] }),
      );
  });
  it('goes out on consent that allows it', () =>
    given()
      .when(onConsent('Allowed'))
      .then(referralSent({ legalBasis: 'Consent' }, { legalbasis: 'Consent' })));
  it('on consent asks for no other basis, and on another for no consent', () => {
    given()
      .when(send({ legalBasis: 'Consent', facts: { ...withoutBasis, consent: 'Allowed' } }))
      .then(referralSent({ legalBasis: 'Consent' }, { legalbasis: 'Consent' }));
    given()
      .when(send({ legalBasis: 'VitalInterest', emergency: true, facts: facts({ consent: 'Withdrawn' }) }))
      .then(referralSent({ legalBasis: 'VitalInterest', emergency: true }, { legalbasis: 'VitalInterest' }));
  });
  it('goes to an agency that offers the service', () =>
    given()
      .when(send({ facts: facts({ recipient: offering('LegalAid', 'HealthRehabilitation') }) }))
      .then(referralSent()));
  it('is addressed to nobody where the recipient is off the platform', () =>
    given()
      .when(send({ facts: facts({ recipient: { active: true, onPlatform: false } }) }))
      .then(toNobody(referralSent({ proxied: true }))));
  it('says that it is an emergency', () =>
    given()
      .when(send({ emergency: true }))
      .then(referralSent({ emergency: true })));
  it('passed on says who waits for it', () =>
    given()
      .when(send({ facts: facts({ askedBy: [SECRETARIAT, OTHER_HOSPITAL] }) }))
      .then(referralSent({ askedBy: [SECRETARIAT, OTHER_HOSPITAL] })));
  it('names its batch', () =>
    given()
      .when(send({ batch: REF }))
      .then(referralSent({ batch: REF })));
  it('is withdrawn at the instant of the consent', () =>
    given(referralSent())
      .when(withdraw({ reason: 'ConsentWithdrawn', time: at('02-04 08:00') }))
      .then(referralWithdrawn({ reason: 'ConsentWithdrawn' }, { time: at('02-04 08:00') })));
});

describe('its timers', () => {
  const firing = (time: string) => fireTimers({ at: at(time) });
  const overdueAt = (time: string) => [referralOverdue({}, { time: at(time) }), referralEscalated({}, { time: at(time) })];
  const expiredAt = (time: string) => [
    referralExpired({}, { time: at(time) }),
    referralEscalated({ because: 'Expired' }, { time: at(time) }),
  ];
  it('do nothing early', () => given(referralSent()).when(firing('02-04 09:59')).thenNothing());
  it('tell the secretariat what is not acknowledged', () =>
    given(referralSent())
      .when(firing('02-04 10:00'))
      .then(...overdueAt('02-04 10:00')));
  it('tell it once', () => given(referralSent(), overdue, referralEscalated()).when(firing('02-04 10:00')).thenNothing());
  it('leave alone what is acknowledged', () => given(referralSent(), acknowledged).when(firing('02-04 10:00')).thenNothing());
  it('expire what is not decided', () =>
    given(referralSent(), acknowledged)
      .when(firing('02-06 10:00'))
      .then(...expiredAt('02-06 10:00')));
  it('fire one instant at a time after a long sleep, each stating its own', () => {
    given(referralSent())
      .when(firing('02-09 10:00'))
      .then(...overdueAt('02-04 10:00'));
    given(referralSent(), overdue)
      .when(firing('02-09 10:00'))
      .then(...expiredAt('02-06 10:00'));
    given(referralSent(), overdue, expired).when(firing('02-09 10:00')).thenNothing();
  });
  describe('of the service it asks for', () => {
    const serviceBy = at('02-11 00:00');
    const sent = referralSent({ serviceBy });
    const lateAt = [
      referralServiceOverdue({}, { time: serviceBy }),
      referralEscalated({ because: 'ServiceOverdue' }, { time: serviceBy }),
    ];
    const application = { record: RECORD, service: 'HealthRehabilitation' as const, dueAt: serviceBy };
    const told = referralServiceOverdue({}, { hlc: hlcAt('02-11 00:00') });

    it('end with its application’s limit, where that is still to come', () => {
      given()
        .when(send({ facts: facts({ application }) }))
        .then(sent);
      given()
        .when(send({ facts: facts({ application: { ...application, dueAt: at('02-03 10:00') } }) }))
        .then(referralSent());
    });
    it('tell the secretariat when an accepted one has not begun', () => {
      given(sent, accepted).when(firing('02-10 23:59')).thenNothing();
      given(sent, accepted)
        .when(firing('02-12 10:00'))
        .then(...lateAt);
    });
    it('tell it once', () => {
      given(sent, accepted, told).when(firing('02-12 10:00')).thenNothing();
      expect(nextDue(fold(referralOut, [sent, accepted, told]))).toBeNull();
    });
    it('run also while nobody has answered, beside the others', () => {
      const waiting = referralSent({ serviceBy: at('02-05 00:00') });
      const late = [
        referralServiceOverdue({ serviceBy: at('02-05 00:00') }, { time: at('02-05 00:00') }),
        referralEscalated({ because: 'ServiceOverdue' }, { time: at('02-05 00:00') }),
      ];
      given(waiting, acknowledged)
        .when(firing('02-05 00:00'))
        .then(...late);
      given(waiting, overdue)
        .when(firing('02-05 00:00'))
        .then(...late);
      given(waiting, acknowledged, referralServiceOverdue({}, { hlc: hlcAt('02-05 00:00') }))
        .when(firing('02-06 10:00'))
        .then(...expiredAt('02-06 10:00'));
    });
    it('leave alone what has begun, and what has ended', () => {
      for (const history of [[accepted, started], [accepted, terminated], [rejected], [withdrawn], [expired]])
        given(sent, ...history)
          .when(firing('02-12 10:00'))
          .thenNothing();
    });
  });
  it('fire together what is due at one instant', () => {
    const both = referralSent({ acknowledgeBy: at('02-06 10:00') });
    const passed = referralOverdue({ acknowledgeBy: at('02-06 10:00') }, { time: at('02-06 10:00') });
    given(both)
      .when(firing('02-06 10:00'))
      .then(passed, referralEscalated({}, { time: at('02-06 10:00') }), ...expiredAt('02-06 10:00'));
  });
  it('leave alone what is decided', () => {
    given(referralSent(), accepted).when(firing('02-09 10:00')).thenNothing();
    given(referralSent(), withdrawn).when(firing('02-09 10:00')).thenNothing();
  });
  it('escalate to nobody where no secretariat is known', () =>
    given(referralSent({ secretariat: undefined }))
      .when(firing('02-04 10:00'))
      .then(referralOverdue({}, { time: at('02-04 10:00') })));
  it('wait for the grace, and state the deadline', () => {
    const graced = [referralSent({ expireAt: at('02-06 12:00') }), acknowledged];
    given(...graced)
      .when(firing('02-06 11:59'))
      .thenNothing();
    given(...graced)
      .when(firing('02-06 12:00'))
      .then(...expiredAt('02-06 10:00'));
  });
  it('expire without being overdue when the lease is the shorter limit', () =>
    given(referralSent({ acknowledgeBy: at('02-10 10:00') }))
      .when(firing('02-11 10:00'))
      .then(...expiredAt('02-06 10:00')));
  it('are due at the next limit, and at none once decided', () => {
    const due = (...history: ReferralOutEvent[]) => nextDue(fold(referralOut, history));
    expect([due(), due(referralSent()), due(referralSent(), acknowledged), due(referralSent(), accepted)]).toEqual([
      null,
      at('02-04 10:00'),
      at('02-06 10:00'),
      null,
    ]);
  });
});

describe('its races', () => {
  const lateAcceptance = (time: string) => noteAnswer({ answer: 'Accepted', at: at(time), hlc: hlcAt(time) });
  const note = (time: string) => referralAnswerNoted({ answer: 'Accepted', at: at(time), hlc: hlcAt(time) });
  it('revoke an expiry that an acceptance preceded', () =>
    given(referralSent(), expired).when(lateAcceptance('02-06 09:59')).then(note('02-06 09:59'), referralExpiryRevoked()));
  it('keep an expiry that an acceptance followed', () =>
    given(referralSent(), expired).when(lateAcceptance('02-06 10:01')).then(note('02-06 10:01')));
  it('terminate what was withdrawn after its acceptance', () =>
    given(referralSent(), withdrawn).when(lateAcceptance('02-04 07:59')).then(note('02-04 07:59'), referralTerminatedBySender()));
  it('keep a withdrawal that an acceptance followed', () =>
    given(referralSent(), withdrawn).when(lateAcceptance('02-04 08:01')).then(note('02-04 08:01')));
  it('revoke once', () =>
    given(referralSent(), expired, note('02-06 09:59'), referralExpiryRevoked())
      .when(lateAcceptance('02-06 09:59'))
      .thenNothing());
  it('end a duplicate whatever its state, but not a final one', () => {
    given(referralSent())
      .when(endDuplicate())
      .then(referralTerminatedBySender({ reason: 'DuplicateReferral' }));
    given(referralSent(), accepted, started)
      .when(endDuplicate())
      .then(referralTerminatedBySender({ reason: 'DuplicateReferral' }));
    given(referralSent(), rejected).when(endDuplicate()).thenNothing();
  });
  it('remember what superseded it', () =>
    expect(fold(referralOut, [referralSent(), expired, referralRerouted()]).reroutes).toEqual([REROUTED]));
});

const inState: Record<string, ReferralOutEvent[]> = {
  Sent: [referralSent(), overdue],
  Acknowledged: [referralSent(), acknowledged],
  Accepted: [referralSent(), accepted],
  InService: [referralSent(), accepted, started],
  Completed: [referralSent(), accepted, started, completed],
  Rejected: [referralSent(), rejected],
  Expired: [referralSent(), expired],
  Withdrawn: [referralSent(), withdrawn],
  Terminated: [referralSent(), accepted, terminated],
};

describe.each(Object.entries(inState))('in state %s', (state, history) => {
  const { when } = given(...history);
  it('is there', () => expect(stateOfOut(fold(referralOut, history))).toBe(state));
  const allowed: [ReferralOutCommand, ReferralOutRule, string[]][] = [
    [withdraw(), 'illegal-transition', ['Sent', 'Acknowledged']],
    [terminateBySender(), 'illegal-transition', ['Accepted', 'InService']],
    [reroute(), 'not-reroutable', ['Rejected', 'Expired', 'Withdrawn']],
  ];
  it.each(allowed)('$type is refused unless lawful', (command, rule, states) => {
    if (states.includes(state)) expect(referralOut.decide(command, fold(referralOut, history))).toHaveLength(1);
    else when(command).thenRefused(rule);
  });
  it('says the state with the refusal', () => {
    const refused = state === 'Sent' || state === 'Acknowledged' ? terminateBySender() : withdraw();
    expect(() => referralOut.decide(refused, fold(referralOut, history))).toThrow(expect.objectContaining({ detail: { state } }));
  });
});

const perpetrator = { exists: true, role: 'perpetrator' as const };
const { record, service, application } = send();
const otherRecord = { record: RECIPIENT_RECORD, service, application };
const without = ({ application: _, ...command } = send()) => command;

const offering = (...services: Extract<ReferralOutEvent, { type: 'ReferralSent' }>['data']['service'][]) => ({
  active: true,
  onPlatform: true,
  services,
});
const onConsent = (consent: NonNullable<SendReferral['facts']['consent']>) =>
  send({ legalBasis: 'Consent', facts: facts({ consent }) });

const onBasis = (basis: NonNullable<SendReferral['facts']['basis']>) => send({ facts: facts({ basis }) });
const { basis: _basis, ...withoutBasis } = facts();

refuses<ReferralOutRule>({
  'already-drafted': { after: [drafted], refuses: [draft()] },
  'already-sent': { after: [referralSent()], refuses: [send()] },
  'referral-unknown': {
    after: [],
    refuses: [reroute(), withdraw(), terminateBySender(), endDuplicate(), noteAnswer(), fireTimers(), edit(), discard()],
  },
  'record-unknown': {
    after: [],
    refuses: [send({ facts: facts({ record: { exists: false } }) }), draft({ record: { exists: false } })],
  },
  'record-voided': { after: [], refuses: [send({ facts: facts({ record: { ...facts().record, voided: true } }) })] },
  'record-erased': { after: [], refuses: [send({ facts: facts({ record: { ...facts().record, erased: true } }) })] },
  'record-not-a-victim': { after: [], refuses: [send({ facts: facts({ record: perpetrator }) })] },
  'recipient-is-self': { after: [], refuses: [send({ to: POLICE })] },
  'recipient-unknown': { after: [], refuses: [send({ facts: { record: facts().record, limits: facts().limits } })] },
  'recipient-inactive': { after: [], refuses: [send({ facts: facts({ recipient: { active: false, onPlatform: true } }) })] },
  'service-not-offered': { after: [], refuses: [send({ facts: facts({ recipient: offering('LegalAid') }) })] },
  'referral-cyclic': {
    after: [],
    refuses: [send({ facts: facts({ askedBy: [HOSPITAL] }) }), send({ facts: facts({ askedBy: [HOSPITAL, SECRETARIAT] }) })],
  },
  'duplicate-open': { after: [], refuses: [send({ facts: facts({ openReferral: REROUTED }) })] },
  'consent-missing': { after: [], refuses: [send({ legalBasis: 'Consent' }), onConsent('NotGranted')] },
  'consent-withdrawn': { after: [], refuses: [onConsent('Withdrawn')] },
  'consent-expired': { after: [], refuses: [onConsent('Expired')] },
  'guardian-conflict': { after: [], refuses: [onConsent('GuardianConflict')] },
  'legal-basis-missing': { after: [], refuses: [onBasis('NotRecorded'), send({ facts: withoutBasis })] },
  'legal-basis-not-in-force': { after: [], refuses: [onBasis('NotInForce')] },
  'legal-basis-too-narrow': { after: [], refuses: [onBasis('TooNarrow')] },
  'application-required': { after: [], refuses: [without()] },
  'application-not-needed': { after: [], refuses: [send({ service: 'LegalAid' })] },
  'application-differs': {
    after: [],
    refuses: [
      send({ facts: facts({ application: {} }) }),
      send({ facts: facts({ application: { record: RECIPIENT_RECORD, service } }) }),
      send({ facts: facts({ application: { record, service: 'Repatriation' } }) }),
    ],
  },
  'reroute-differs': {
    after: [],
    refuses: [
      send({ supersedes: REROUTED }),
      send({ supersedes: REROUTED, facts: facts({ superseded: otherRecord }) }),
      send({ supersedes: REROUTED, facts: facts({ superseded: { record, service: 'Repatriation', application } }) }),
      send({ supersedes: REROUTED, facts: facts({ superseded: { record, service } }) }),
    ],
  },
  'not-reroutable': { after: [referralSent()], refuses: [reroute()] },
  'illegal-transition': { after: [referralSent(), expired], refuses: [withdraw(), terminateBySender(), edit(), discard()] },
  'not-the-recipient': {
    after: [referralSent()],
    refuses: [noteAnswer({ origin: OTHER_HOSPITAL }), noteAnswer({ origin: SECRETARIAT })],
  },
});

it('addresses every act to the recipient', () => {
  const acts = [
    referralSent(),
    referralWithdrawn(),
    referralExpired(),
    referralExpiryRevoked(),
    referralOverdue(),
    referralTerminatedBySender(),
  ];
  expect(acts.map(({ audience }) => audience)).toEqual(acts.map(() => [HOSPITAL]));
});
