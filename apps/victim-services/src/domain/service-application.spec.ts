import { at, CASE, HOSPITAL, idOf, POLICE, REFERRAL, REROUTED } from '@satualur/contracts/cast';
import type { ApplicationEvent } from '@satualur/contracts/victim-services/events';
import {
  firstAidGiven,
  firstAidOverdue,
  serviceApplicationBreached,
  serviceApplicationFiled,
  serviceApplicationResumed,
  serviceApplicationSatisfied,
  serviceApplicationWithdrawn,
} from '@satualur/contracts/victim-services/examples';
import { fold } from '@satualur/decider/decider';
import { scenario } from '@satualur/decider/testing';
import {
  type ApplicationCommand,
  type ApplicationRule,
  firstAidOf,
  nextDue,
  outcomeOf,
  serviceApplication,
} from './service-application';
import { apply, fireTimers, noteStart, recordOf, referralEnded } from './victim-services.builders';

const { given, refuses } = scenario(serviceApplication);
const filed = serviceApplicationFiled();
const satisfied = serviceApplicationSatisfied();
const breached = serviceApplicationBreached();

describe('an application', () => {
  it('is filed with the statutory limit', () => given().when(apply()).then(serviceApplicationFiled()));
  it('is filed with the limit of the policy in force', () =>
    given()
      .when(apply({ facts: { ...recordOf(), dueAt: at('02-10 10:00') } }))
      .then(serviceApplicationFiled({ dueAt: at('02-10 10:00') })));
  it('runs from the request, not from the filing', () =>
    given()
      .when(apply({ at: at('02-05 10:00') }))
      .then(serviceApplicationFiled()));
  it('is satisfied by the first start of service', () => given(filed).when(noteStart()).then(serviceApplicationSatisfied()));
  it('is satisfied once', () => {
    given(filed, satisfied).when(noteStart()).thenNothing();
    given(filed, satisfied)
      .when(noteStart({ startedAt: at('02-06 09:00'), episode: idOf(2) }))
      .thenNothing();
  });
  it('takes the earlier start when it becomes known later', () => {
    const earlier = { startedAt: at('02-04 09:00'), episode: idOf(2), provider: POLICE };
    given(filed, satisfied).when(noteStart(earlier)).then(serviceApplicationSatisfied(earlier));
  });
  it('is satisfied late too', () =>
    given(filed, breached)
      .when(noteStart({ startedAt: at('02-12 09:00') }))
      .then(serviceApplicationSatisfied({ startedAt: at('02-12 09:00') })));
});

describe('its clock', () => {
  it('does nothing before the limit', () => given(filed).when(fireTimers('02-10 23:59')).thenNothing());
  it('states the breach at the limit, however late it is fired', () =>
    given(filed)
      .when(fireTimers('02-12 00:00'))
      .then(serviceApplicationBreached({}, { time: at('02-11 00:00') })));
  it('is due at the limit itself', () =>
    given(filed)
      .when(fireTimers('02-11 00:00'))
      .then(serviceApplicationBreached({}, { time: at('02-11 00:00') })));
  it('states it once', () => given(filed, breached).when(fireTimers('02-12 00:00')).thenNothing());
  it('stops with the start of service', () => given(filed, satisfied).when(fireTimers('02-12 00:00')).thenNothing());
  it.each([
    [[], null],
    [[filed], at('02-11 00:00')],
    [[filed, satisfied], null],
    [[filed, breached], null],
  ])('is due %#', (history, due) => expect(nextDue(fold(serviceApplication, history))).toBe(due));
});

describe('its outcome', () => {
  const startedAt = (time: string) => serviceApplicationSatisfied({ startedAt: at(time) });
  it.each([
    ['running', [filed]],
    ['breached', [filed, breached]],
    ['met', [filed, startedAt('02-09 10:00')]],
    ['met', [filed, startedAt('02-11 00:00')]],
    ['breached', [filed, breached, startedAt('02-11 00:01')]],
    ['met', [filed, breached, startedAt('02-10 23:00')]],
  ] as [string, ApplicationEvent[]][])('is %s', (outcome, history) =>
    expect(outcomeOf(fold(serviceApplication, history))).toBe(outcome),
  );
});

const withdrawn = serviceApplicationWithdrawn();

describe('an application that the person gives up', () => {
  it('is withdrawn, and no limit breaches it', () => {
    given(filed).when(referralEnded('VictimDeclined')).then(withdrawn);
    given(filed, withdrawn).when(fireTimers('02-11 00:00')).thenNothing();
  });
  it('is not withdrawn for a reason of the agencies', () => given(filed).when(referralEnded('DuplicateReferral')).thenNothing());
  it('is not withdrawn while another referral of the chain was sent later', () =>
    given(filed)
      .when(referralEnded('VictimDeclined', '02-04 09:00', REROUTED))
      .thenNothing());
  it('is not withdrawn after its limit', () => given(filed).when(referralEnded('VictimDeclined', '02-11 00:01')).thenNothing());
  it('is not withdrawn once served', () =>
    given(filed, serviceApplicationSatisfied()).when(referralEnded('VictimDeclined')).thenNothing());
  it('runs on when referred again', () => {
    given(filed, withdrawn).when({ type: 'NoteReferralSent', referral: REFERRAL }).then(serviceApplicationResumed());
    given(filed).when({ type: 'NoteReferralSent', referral: REFERRAL }).thenNothing();
    given(filed, withdrawn, serviceApplicationResumed())
      .when(fireTimers('02-11 00:00'))
      .then({ ...serviceApplicationBreached(), time: at('02-11 00:00') });
  });
});

const urgent = serviceApplicationFiled({ emergency: true, firstAidBy: at('02-06 10:00') });
const aid = (time: string): ApplicationCommand => ({ type: 'RecordFirstAid', givenAt: at(time), at: at('02-09 10:00') });

describe('first aid in an emergency', () => {
  const firstAidBy = at('02-06 10:00');
  const aided = firstAidGiven({ givenAt: at('02-04 10:00') });
  const overdue = firstAidOverdue({ dueAt: firstAidBy });
  const states = (...history: ApplicationEvent[]) => firstAidOf(fold(serviceApplication, history));

  it('has a clock of its own from the request on; an application that is none has not', () => {
    given()
      .when(apply({ emergency: true }))
      .then(urgent);
    expect(states(urgent)).toEqual({ dueAt: firstAidBy, givenAt: null, outcome: 'running' });
    expect(states(filed)).toBeUndefined();
  });
  it('is overdue at its limit, the service at its own', () => {
    given(urgent).when(fireTimers('02-06 09:59')).thenNothing();
    given(urgent)
      .when(fireTimers('02-06 10:00'))
      .then(firstAidOverdue({ dueAt: firstAidBy }, { time: firstAidBy }));
    given(urgent, overdue)
      .when(fireTimers('02-11 00:00'))
      .then(serviceApplicationBreached({}, { time: at('02-11 00:00') }));
    expect(nextDue(fold(serviceApplication, [urgent]))).toBe(firstAidBy);
    expect(nextDue(fold(serviceApplication, [urgent, overdue]))).toBe(at('02-11 00:00'));
  });
  it('and the service, due at one instant, are told together', () =>
    given(serviceApplicationFiled({ emergency: true, firstAidBy: at('02-11 00:00') }))
      .when(fireTimers('02-12 00:00'))
      .then(firstAidOverdue({}, { time: at('02-11 00:00') }), serviceApplicationBreached({}, { time: at('02-11 00:00') })));
  it('stops its clock, not that of the service', () => {
    given(urgent)
      .when(aid('02-04 10:00'))
      .then({ type: 'FirstAidGiven', data: { givenAt: at('02-04 10:00') }, caseid: CASE });
    expect(nextDue(fold(serviceApplication, [urgent, aided]))).toBe(at('02-11 00:00'));
    expect(states(urgent, aided)).toMatchObject({ givenAt: at('02-04 10:00'), outcome: 'met' });
  });
  it.each([
    ['met', [urgent, overdue, firstAidGiven({ givenAt: firstAidBy })]],
    ['breached', [urgent, overdue]],
    ['breached', [urgent, overdue, firstAidGiven({ givenAt: at('02-06 10:01') })]],
    ['withdrawn', [urgent, withdrawn]],
  ] as [string, ApplicationEvent[]][])('is %s', (outcome, history) => expect(states(...history)?.outcome).toBe(outcome));
  it('is the start of a health service, where none was given before', () => {
    const [start, begun] = [noteStart(), { givenAt: at('02-05 09:00'), provider: HOSPITAL }];
    given(urgent).when(start).then(satisfied, firstAidGiven(begun));
    given(urgent, aided).when(start).then(satisfied);
    given(serviceApplicationFiled({ emergency: true, firstAidBy, service: 'Repatriation' }))
      .when(start)
      .then(satisfied);
  });
  it('is waited for no more once the person has given up', () =>
    given(urgent, withdrawn).when(fireTimers('02-12 00:00')).thenNothing());
});

refuses<ApplicationRule>({
  'application-already-filed': { after: [filed], refuses: [apply()] },
  'application-unknown': { after: [], refuses: [noteStart(), fireTimers('02-11 00:00')] },
  'record-unknown': { after: [], refuses: [apply({ facts: recordOf({ exists: false }) })] },
  'record-voided': { after: [], refuses: [apply({ facts: recordOf({ voided: true }) })] },
  'record-not-a-victim': { after: [], refuses: [apply({ facts: recordOf({ role: 'perpetrator' }) })] },
  'subject-erased': { after: [], refuses: [apply({ facts: recordOf({ erased: ['identity'] }) })] },
  'service-not-statutory': { after: [], refuses: [apply({ service: 'CaseManagement' })] },
  'not-an-emergency': { after: [filed], refuses: [aid('02-04 10:00')] },
  'first-aid-already-given': { after: [urgent, firstAidGiven()], refuses: [aid('02-04 10:00')] },
  'first-aid-in-the-future': { after: [urgent], refuses: [aid('02-09 10:01')] },
  'first-aid-before-the-request': { after: [urgent], refuses: [aid('02-03 09:59')] },
  'requested-in-the-future': { after: [], refuses: [apply({ requestedAt: at('02-03 10:01') })] },
});
