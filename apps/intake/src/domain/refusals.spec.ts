import {
  at,
  CASE,
  HOSPITAL,
  hlcAt,
  idOf,
  OTHER_HOSPITAL,
  RECORD,
  REQUEST,
  STOP,
  SUBJECT,
  WORKER,
} from '@satualur/contracts/cast';
import type { CaseId, Ref } from '@satualur/contracts/ids';
import * as examples from '@satualur/contracts/intake/examples';
import { type Decider, fold } from '@satualur/decider/decider';
import { scenario } from '@satualur/decider/testing';
import type { AboutRecord, AboutRule } from './about';
import { breach, type BreachRule } from './breach';
import { caseEvent, type CaseEventRule } from './case-event';
import { consent, type ConsentCommand, type ConsentRule } from './consent';
import { heldUpdate, type HeldUpdateRule } from './held-update';
import { legalBasis, type LegalBasisRule } from './legal-basis';
import { screening, type ScreeningRule } from './screening';
import { stop, type StopRule } from './stop';
import { subjectRequest, type SubjectRequestRule } from './subject-request';
import { worker, type WorkerRule } from './worker';

const refuses =
  <C, S, E>(name: string, decider: Decider<C, S, E>) =>
  <Rule extends string>(rules: Record<Rule, { after: E[]; refuses: C[] }>): void =>
    describe(name, () => scenario(decider).refuses(rules));

const about: AboutRecord = { record: RECORD, subject: SUBJECT, caseid: CASE, voided: false, erased: false };
const unknown: AboutRecord = { record: RECORD, voided: false, erased: false };
const now = at('03-02 10:00');
const abouts: Record<AboutRule, AboutRecord> = {
  'record-unknown': unknown,
  'record-voided': { ...about, voided: true },
  'subject-erased': { ...about, erased: true },
};
const of = <C>(command: (about: AboutRecord) => C) => ({
  'record-unknown': { after: [], refuses: [command(abouts['record-unknown'])] },
  'record-voided': { after: [], refuses: [command(abouts['record-voided'])] },
  'subject-erased': { after: [], refuses: [command(abouts['subject-erased'])] },
});

const named = { recipients: [HOSPITAL], purposes: ['HealthRehabilitation' as const], givenBy: 'self' as const };
const grant = (over: object = {}): ConsentCommand => ({
  type: 'GrantConsent',
  of: about,
  ...named,
  classes: [],
  at: now,
  ...over,
});
const withdrawal = (recipient = HOSPITAL, who = about): ConsentCommand => ({
  ...{ type: 'WithdrawConsent', of: who, stops: [{ recipient, stop: STOP }], confirmBy: at('03-05 10:00') },
});
const noteStop = (recipient = HOSPITAL): ConsentCommand => ({
  ...{ type: 'NoteStop', recipient, stop: STOP, at: now, hlc: hlcAt('03-02 10:00') },
});
const onlyHospital = examples.consentGranted({ recipients: [HOSPITAL] });
refuses(
  'a consent',
  consent,
)<ConsentRule>({
  ...of((who) => grant({ of: who })),
  'consent-expiry-past': { after: [], refuses: [grant({ expiresAt: now })] },
  'guardian-not-needed': { after: [], refuses: [grant({ guardianNik: '6399015708049009' })] },
  'consent-not-given': {
    after: [onlyHospital, examples.consentWithdrawn()],
    refuses: [withdrawal(), withdrawal(OTHER_HOSPITAL)],
  },
  'consent-in-force': { after: [onlyHospital], refuses: [{ type: 'RefuseConsent', of: about, ...named }] },
  'stop-unknown': { after: [onlyHospital], refuses: [noteStop()] },
  'not-the-recipient': { after: [onlyHospital, examples.consentWithdrawn()], refuses: [noteStop(OTHER_HOSPITAL)] },
});

refuses(
  'a stop',
  stop,
)<StopRule>({
  'stop-unknown': { after: [], refuses: [{ type: 'ConfirmStop' }] },
  'stop-already-confirmed': {
    after: [examples.stopRequested(), examples.processingStopConfirmed()],
    refuses: [{ type: 'ConfirmStop' }],
  },
});

const update = examples.updateHeld().data;
refuses(
  'a held update',
  heldUpdate,
)<HeldUpdateRule>({
  'update-unknown': {
    after: [],
    refuses: [
      { type: 'ApplyUpdate', record: RECORD },
      { type: 'DiscardUpdate', reason: 'EnteredInError' },
    ],
  },
  'update-not-waiting': {
    after: [examples.updateHeld(), examples.updateApplied()],
    refuses: [
      { type: 'ApplyUpdate', record: RECORD },
      { type: 'HoldUpdate', update, recordKnown: false },
      { type: 'DiscardUpdate', reason: 'NoSuchRecord' },
    ],
  },
  'record-known': { after: [], refuses: [{ type: 'HoldUpdate', update, recordKnown: true }] },
  'nothing-stated': { after: [], refuses: [{ type: 'HoldUpdate', update: { ...update, assertions: {} }, recordKnown: false }] },
  'status-not-stated': {
    after: [],
    refuses: [{ type: 'HoldUpdate', update: { ...update, kind: 'Determine' }, recordKnown: false }],
  },
});

const answers = { answers: { child: false }, risk: 'Low' as const, emergency: false };
refuses(
  'a screening',
  screening,
)<ScreeningRule>({
  ...of((who) => ({ type: 'StartScreening' as const, about: who })),
  'screening-unknown': { after: [], refuses: [{ type: 'CompleteScreening', about, ...answers }] },
  'screening-already-started': { after: [examples.screeningStarted()], refuses: [{ type: 'StartScreening', about }] },
  'screening-completed': {
    after: [examples.screeningStarted(), examples.screeningCompleted()],
    refuses: [{ type: 'CompleteScreening', about, ...answers }],
  },
});

const basis = { basis: 'PublicTask' as const, purposes: ['LegalAid' as const], classes: ['identity' as const] };
const state = (who: AboutRecord, span: object = {}) => ({
  ...{ type: 'RecordLegalBasis' as const, about: who, basis: { ...basis, ...span } },
});
refuses(
  'a legal basis',
  legalBasis,
)<LegalBasisRule>({
  ...of((who) => state(who)),
  'basis-ends-before-it-begins': { after: [], refuses: [state(about, { since: now, until: now })] },
});

const count = { ref: 'CASE-7' as Ref, subject: SUBJECT, newCase: idOf(7) as CaseId, recordedAt: now };
const historic = { type: 'RecordHistoricEvent' as const, event: { exploitation: [] } };
const counted = examples.caseEventRegistered();
refuses(
  'a case event',
  caseEvent,
)<CaseEventRule>({
  'record-unknown': { after: [counted], refuses: [{ ...historic, about: abouts['record-unknown'] }] },
  'record-voided': { after: [counted], refuses: [{ ...historic, about: abouts['record-voided'] }] },
  'subject-erased': {
    after: [counted, examples.caseEventErased()],
    refuses: [{ ...historic, about: abouts['subject-erased'] }, historic],
  },
  'case-event-unknown': { after: [], refuses: [historic, { type: 'EraseCaseEvent', classes: ['identity'] }] },
  'victim-count-missing': { after: [counted], refuses: [{ type: 'RegisterCaseEvent', ...count }] },
});

const received = examples.subjectRequestReceived();
const receive = {
  type: 'ReceiveRequest' as const,
  about,
  ref: 'SR-1' as Ref,
  kind: 'Access' as const,
  receivedAt: now,
  dueAt: now,
  at: now,
};
refuses(
  'a subject request',
  subjectRequest,
)<SubjectRequestRule>({
  'record-unknown': { after: [], refuses: [{ ...receive, about: unknown }] },
  'request-unknown': { after: [], refuses: [{ type: 'FulfilRequest' }, { type: 'FireTimers', at: now }] },
  'request-already-received': { after: [received], refuses: [receive] },
  'request-answered': {
    after: [received, examples.subjectRequestFulfilled()],
    refuses: [{ type: 'FulfilRequest' }, { type: 'RefuseRequest', article: 'UU 27/2022 art. 15(1)' }],
  },
  'received-in-the-future': { after: [], refuses: [{ ...receive, receivedAt: at('03-02 10:01') }] },
});

const found = examples.breachDetected().data;
const detect = { type: 'DetectBreach' as const, breach: found, at: now };
refuses(
  'a breach',
  breach,
)<BreachRule>({
  'breach-unknown': { after: [], refuses: [{ type: 'NotifyBreach', to: ['Subject'] }] },
  'breach-already-detected': { after: [examples.breachDetected()], refuses: [detect] },
  'breach-notified': {
    after: [examples.breachDetected(), examples.breachNotified()],
    refuses: [{ type: 'NotifyBreach', to: ['Authority'] }],
  },
  'detected-in-the-future': { after: [], refuses: [{ ...detect, at: at('03-02 08:59') }] },
});

const absence = examples.workerAbsent().data;
refuses(
  'an absence',
  worker,
)<WorkerRule>({
  'worker-unknown': { after: [], refuses: [{ type: 'RecordAbsence', absence, known: false }] },
  'deputy-is-worker': { after: [], refuses: [{ type: 'RecordAbsence', absence: { ...absence, deputy: WORKER }, known: true }] },
  'absence-ends-before-it-begins': {
    after: [],
    refuses: [{ type: 'RecordAbsence', absence: { ...absence, until: '2026-02-08' }, known: true }],
  },
  'worker-not-absent': {
    after: [examples.workerAbsent(), examples.workerReturned()],
    refuses: [{ type: 'RecordReturn', worker: WORKER }],
  },
});

describe('a repeat', () => {
  const decided = <C, S, E>(decider: Decider<C, S, E>, command: C, ...after: E[]) =>
    decider.decide(command, fold(decider, after));
  it('of a stop’s request, its confirmation or a conflict says nothing new', () => {
    const asked = examples.stopRequested();
    expect(decided(stop, { type: 'RequestStop', asked: asked.data }, asked)).toEqual([]);
    const noted = [onlyHospital, examples.consentWithdrawn(), examples.stopConfirmationNoted()];
    expect(decided(consent, noteStop(), ...noted)).toEqual([]);
    const conflict: ConsentCommand = {
      type: 'NoteConflict',
      of: about,
      caseRef: 'CASE-7' as Ref,
      perpetrator: REQUEST,
      grants: [1],
    };
    expect(decided(consent, conflict, onlyHospital)).toHaveLength(1);
    expect(decided(consent, conflict, onlyHospital, examples.guardianConflictNoted({ grants: [1] }))).toEqual([]);
  });
  it('of a timer says nothing before its limit, nor twice', () => {
    const early = { type: 'FireTimers' as const, at: at('03-05 08:59') };
    const due = { type: 'FireTimers' as const, at: at('03-05 09:00') };
    expect(decided(subjectRequest, early, received)).toEqual([]);
    expect(decided(subjectRequest, due, received)).toHaveLength(1);
    expect(decided(subjectRequest, due, received, examples.subjectRequestOverdue())).toEqual([]);
    expect(decided(breach, early, examples.breachDetected())).toEqual([]);
    expect(decided(breach, due, examples.breachDetected())).toHaveLength(1);
    expect(decided(breach, due, examples.breachDetected(), examples.breachOverdue())).toEqual([]);
  });
});
