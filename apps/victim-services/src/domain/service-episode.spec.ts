import { at, CASE, HOSPITAL, POLICE, REFERRAL, SUBJECT } from '@satualur/contracts/cast';
import type { EpisodeEvent } from '@satualur/contracts/victim-services/events';
import {
  serviceCompleted,
  serviceDiscontinued,
  servicePaused,
  serviceResumed,
  serviceStarted,
} from '@satualur/contracts/victim-services/examples';
import { fold } from '@satualur/decider/decider';
import { scenario } from '@satualur/decider/testing';
import { type EpisodeCommand, type EpisodeRule, serviceEpisode } from './service-episode';
import { completeService, externally, inService, referralAfter, startService, victim } from './victim-services.builders';

const { given, refuses } = scenario(serviceEpisode);
const started = serviceStarted();

describe('a service', () => {
  it('starts on an accepted referral, and its referrer is told', () => given().when(startService()).then(serviceStarted()));
  it('starts without an application', () => {
    const { received, acts } = referralAfter('Accepted');
    const { application: _, ...rest } = received!;
    const { application: __, ...data } = serviceStarted().data;
    given()
      .when(startService({ facts: { received: rest, acts } }))
      .then({ ...serviceStarted(), data });
  });
  it('is completed', () => given(started).when(completeService()).then(serviceCompleted()));
});

const session = (over: Partial<Extract<EpisodeCommand, { type: 'RecordSession' }>> = {}): EpisodeCommand => ({
  ...{ type: 'RecordSession', heldAt: at('02-10 09:00'), notes: 'Catatan contoh', asked: inService },
  ...over,
});
const sessionOf = (over: Parameters<typeof victim>[0]) => session({ facts: victim(over) });

const pause = (asked = inService): EpisodeCommand => ({
  ...{ type: 'PauseService', reason: servicePaused().data.reason, asked },
});
const resume = (asked = inService): EpisodeCommand => ({ type: 'ResumeService', asked });

const clerks = { self: POLICE, facts: externally('Accepted') };
const proxy = { proxied: true, evidence: 'SURAT/FIKTIF/1/2026' } as const;

describe('a service off the platform', () => {
  const recorded = { ...serviceStarted().data, provider: HOSPITAL, ...proxy };
  const begun: EpisodeEvent = { type: 'ServiceStarted', data: recorded, caseid: CASE };
  it('is stated by the clerk of the agency that referred, with evidence', () =>
    given()
      .when(startService({ ...clerks, ...proxy }))
      .then(begun));
  it('ends the same way', () =>
    given(begun)
      .when(completeService(proxy))
      .then({ type: 'ServiceCompleted', data: { ...serviceCompleted().data, ...proxy }, caseid: CASE }));
});

describe('a service that runs', () => {
  const paused = servicePaused();
  it('is met in sessions', () =>
    given(started)
      .when({ type: 'RecordSession', heldAt: at('02-10 09:00'), minutes: 45, asked: inService })
      .then({
        type: 'ServiceSessionRecorded',
        data: { referral: REFERRAL, referredBy: POLICE, heldAt: at('02-10 09:00'), minutes: 45 },
        caseid: CASE,
      }));
  it('has notes of a session only under the keys of the agency’s own record', () =>
    given(started)
      .when(session({ facts: victim() }))
      .then({
        type: 'ServiceSessionRecorded',
        data: { referral: REFERRAL, referredBy: POLICE, heldAt: at('02-10 09:00'), subject: SUBJECT, notes: 'Catatan contoh' },
        caseid: CASE,
      }));
  it('pauses and goes on', () => {
    given(started).when(pause()).then(paused);
    given(started, paused).when(resume()).then(serviceResumed());
  });
  it('is completed from a pause too', () => given(started, paused).when(completeService()).then(serviceCompleted()));
  it('is discontinued', () =>
    given(started).when({ type: 'DiscontinueService', reason: serviceDiscontinued().data.reason }).then(serviceDiscontinued()));
});

describe.each(['Terminated', 'Withdrawn', 'Expired'] as const)('a service whose referral ended as %s', (end) => {
  const asked = end === 'Terminated' ? referralAfter('Accepted', 'ServiceStarted', end) : referralAfter(end, 'Accepted');
  it.each([
    session({ asked, facts: victim() }),
    pause(asked),
    completeService({ asked }),
    completeService({ asked, byReferral: true }),
  ])('goes no further: $type', (command) => {
    given(started).when(command).thenRefused('illegal-transition');
    expect(() => serviceEpisode.decide(command, fold(serviceEpisode, [started]))).toThrow(
      expect.objectContaining({ detail: { state: end } }),
    );
  });
  it('is not resumed', () => given(started, servicePaused()).when(resume(asked)).thenRefused('illegal-transition'));
  it('may be said to be broken off', () =>
    given(started).when({ type: 'DiscontinueService', reason: serviceDiscontinued().data.reason }).then(serviceDiscontinued()));
});

const on = (...acts: Parameters<typeof referralAfter>) => startService({ facts: referralAfter(...acts) });

refuses<EpisodeRule>({
  'service-already-started': { after: [started], refuses: [startService()] },
  'service-not-started': { after: [], refuses: [completeService()] },
  'illegal-transition': {
    after: [],
    refuses: [
      completeService({ asked: referralAfter('Acknowledged', 'Accepted'), byReferral: true }),
      completeService({ asked: referralAfter('Rejected'), byReferral: true }),
    ],
  },
  'service-already-completed': { after: [started, serviceCompleted()], refuses: [completeService()] },
  'referral-unknown': { after: [], refuses: [startService({ facts: { acts: [] } })] },
  'referral-not-accepted': {
    after: [],
    refuses: [
      on(),
      on('Acknowledged'),
      on('Rejected'),
      on('Withdrawn', 'Accepted'),
      on('Accepted', 'Terminated'),
      on('Accepted', 'ServiceStarted'),
    ],
  },
  'service-not-running': {
    after: [started],
    refuses: [resume()],
  },
  'proxy-needs-evidence': {
    after: [],
    refuses: [startService(clerks), startService({ ...clerks, proxied: true })],
  },
  'not-a-proxy': { after: [], refuses: [startService(proxy)] },
  'notes-without-record': { after: [started], refuses: [session()] },
  'record-unknown': { after: [started], refuses: [sessionOf({ exists: false })] },
  'record-voided': { after: [started], refuses: [sessionOf({ voided: true })] },
  'record-not-a-victim': { after: [started], refuses: [sessionOf({ role: 'witness' })] },
  'subject-erased': { after: [started], refuses: [sessionOf({ erased: ['narrative'] }), sessionOf({ erased: ['identity'] })] },
  'not-the-recipient': { after: [], refuses: [startService({ self: POLICE })] },
});

it('is completed by its referral while it runs, though that does not know of it yet', () =>
  given(started)
    .when(completeService({ asked: referralAfter('Accepted'), byReferral: true }))
    .then(serviceCompleted()));

it('says the referral’s state with the refusal to complete it', () => {
  const asked = referralAfter('Acknowledged', 'Accepted');
  expect(() => serviceEpisode.decide(completeService({ asked, byReferral: true }), serviceEpisode.initialState)).toThrow(
    expect.objectContaining({ rule: 'illegal-transition', detail: { state: 'Accepted' } }),
  );
  expect(() =>
    serviceEpisode.decide(completeService({ asked: { acts: [] }, byReferral: true }), serviceEpisode.initialState),
  ).toThrow(expect.objectContaining({ rule: 'referral-unknown' }));
});

it('says the referral’s state with the refusal', () =>
  expect(() => serviceEpisode.decide(on('Rejected'), serviceEpisode.initialState)).toThrow(
    expect.objectContaining({ detail: { state: 'Rejected' } }),
  ));
