import { at, CASE, HOSPITAL, hlcAt, idOf, REFERRAL, REQUEST, SUBJECT, WORKER } from '@satualur/contracts/cast';
import type { CaseId, Ref, SubjectId, Uuid } from '@satualur/contracts/ids';
import type { SomeAssertions } from '@satualur/contracts/intake/events';
import {
  agencyCaseClosed,
  agencyCaseReopened,
  agencyRecordAnnounced,
  agencyRecordRegistered,
  agencyRecordVoided,
  erasureConfirmationNoted,
  fieldsAsserted,
  legalHoldLifted,
  legalHoldPlaced,
  subjectErased,
  workerAssigned,
} from '@satualur/contracts/intake/examples';
import { fold } from '@satualur/decider/decider';
import { scenario } from '@satualur/decider/testing';
import { agencyRecord, type AgencyRecordRule, stateOf } from './agency-record';
import { announceRecord, NEW_CASE, registerRecord, viaReferral } from './agency-record.builders';
import type { AgencyRecordCommand, AssertFields, EraseSubject } from './agency-record.commands';

const { given, refuses } = scenario(agencyRecord);
const opening = { caseid: NEW_CASE };

describe('an agency record', () => {
  it('opens a case of its own', () => given().when(registerRecord()).then(agencyRecordRegistered({}, opening)));
  it('keeps the number and the paper form it was typed from', () => {
    const stated = { caseRef: 'CASE-7' as Ref, evidenceHash: 'ab'.repeat(32) };
    given().when(registerRecord(stated)).then(agencyRecordRegistered(stated, opening));
  });
  it.each([
    [['Accepted']],
    [['Accepted', 'ServiceStarted']],
    [['Accepted', 'ServiceStarted', 'Completed']],
    [['Accepted', 'Terminated']],
  ] as const)('inherits the case of a referral after %p', (acts) =>
    given()
      .when(registerRecord({ viaReferral: viaReferral(...acts) }))
      .then(agencyRecordRegistered({ viaReferral: REFERRAL }, { caseid: CASE })),
  );
  it('names its state for a refusal', () => {
    const known = [agencyRecordRegistered()];
    expect(stateOf(fold(agencyRecord, []))).toBe('Unknown');
    expect(stateOf(fold(agencyRecord, known))).toBe('Open');
    expect(stateOf(fold(agencyRecord, [...known, agencyCaseClosed()]))).toBe('Closed');
    expect(stateOf(fold(agencyRecord, [...known, agencyCaseClosed(), agencyCaseReopened()]))).toBe('Open');
    expect(stateOf(fold(agencyRecord, [...known, agencyRecordVoided()]))).toBe('Voided');
    expect(stateOf(fold(agencyRecord, [...known, subjectErased()]))).toBe('Erased');
  });
});

describe('a record that is still on its way', () => {
  const [other, later] = [idOf(0x5ab) as Uuid as SubjectId, idOf(0xbea) as Uuid as CaseId];
  const announced = agencyRecordAnnounced({ subject: other }, { caseid: CASE });

  it('is announced, and opens the case', () =>
    given()
      .when(announceRecord({ subject: other }))
      .then(agencyRecordAnnounced({ subject: other }, opening)));
  it('inherits the case of a referral that it answers', () =>
    given()
      .when(announceRecord({ viaReferral: viaReferral('Accepted') }))
      .then(agencyRecordAnnounced({ viaReferral: REFERRAL }, { caseid: CASE })));
  it('is registered of the person and in the case that it was announced for', () =>
    given(announced)
      .when(registerRecord({ newCase: later }))
      .then(agencyRecordRegistered({ subject: other }, { caseid: CASE })));
  it('takes no value of its own before', () => {
    given(announced).when({ type: 'VoidRecord', reason: 'Duplicate' }).thenRefused('record-unknown');
    expect(stateOf(fold(agencyRecord, [announced]))).toBe('Announced');
  });
});

const recordedAt = at('02-10 09:00');
const phone: SomeAssertions = { phone: { value: '+628990000001', method: 'SelfDeclared' } };
const assert = (assertions: SomeAssertions = phone, over: Partial<AssertFields> = {}): AssertFields => ({
  ...{ type: 'AssertFields', assertions, recordedAt },
  ...over,
});
const registered = agencyRecordRegistered({}, { time: at('02-03 10:00') });
const voided = agencyRecordVoided({}, { time: at('02-05 10:00') });
const erase: EraseSubject = {
  ...{ type: 'EraseSubject', because: 'Request', classes: ['identity', 'narrative'], grantees: [HOSPITAL], at: recordedAt },
  request: REQUEST,
};

describe('a record that exists', () => {
  it('takes new values', () =>
    given(registered)
      .when(assert(phone))
      .then({ type: 'FieldsAsserted', data: { subject: SUBJECT, assertions: phone }, caseid: CASE }));
  it('says of a held update when it was recorded', () =>
    given(registered)
      .when(assert(phone, { held: true }))
      .then({ type: 'FieldsAsserted', data: { subject: SUBJECT, assertions: phone }, caseid: CASE, time: recordedAt }));
  it('names what a correction replaces, and 0 for what was never stated', () => {
    const name: SomeAssertions = { name: { value: 'Kenanga Rekaan', method: 'Document' } };
    given(registered, fieldsAsserted({}, { time: at('02-04 10:00') }))
      .when({ type: 'CorrectFields', assertions: { ...name, ...phone, passport: phone.phone! }, recordedAt, reason: 'OwnReview' })
      .then({
        type: 'FieldsCorrected',
        data: {
          ...{ subject: SUBJECT, assertions: { ...name, ...phone, passport: phone.phone! } },
          ...{ replaces: { name: 1, phone: 2, passport: 0 }, reason: 'OwnReview' },
        },
        caseid: CASE,
      });
  });
  it('takes a value recorded before it was voided, however late', () =>
    given(registered, voided)
      .when(assert(phone, { recordedAt: at('02-05 10:00') }))
      .then({ type: 'FieldsAsserted', data: { subject: SUBJECT, assertions: phone }, caseid: CASE }));
  it('is put in charge of a worker, and handed over', () => {
    given(registered)
      .when({ type: 'AssignWorker', worker: 'staff-4', known: true })
      .then({ type: 'WorkerAssigned', data: { worker: 'staff-4' }, caseid: CASE });
    given(registered, workerAssigned({ worker: 'staff-4' }))
      .when({ type: 'AssignWorker', worker: WORKER, known: true })
      .then({ type: 'WorkerAssigned', data: { worker: WORKER, handedOverBy: 'staff-4' }, caseid: CASE });
  });
  it('is closed and reopened', () => {
    given(registered).when({ type: 'CloseCase', reason: 'GoalsMet' }).then(agencyCaseClosed());
    given(registered, agencyCaseClosed()).when({ type: 'ReopenCase', reason: 'NewNeed' }).then(agencyCaseReopened());
  });
  it('is erased, and its grantees are asked to do the same; once', () => {
    given(registered).when(erase).then(subjectErased());
    given(registered, subjectErased()).when(erase).thenNothing();
  });
  it('is erased once the hold has run out', () =>
    given(registered, legalHoldPlaced({ until: '2026-02-09' }))
      .when(erase)
      .then(subjectErased()));
  it('notes each grantee that destroyed its keys once', () => {
    const note: AgencyRecordCommand = { type: 'NoteErasure', by: HOSPITAL, at: at('02-03 12:00'), hlc: hlcAt('02-03 12:00') };
    given(registered, subjectErased()).when(note).then(erasureConfirmationNoted());
    given(registered, subjectErased(), erasureConfirmationNoted()).when(note).thenNothing();
  });
});

refuses<AgencyRecordRule>({
  'record-already-announced': { after: [agencyRecordAnnounced()], refuses: [announceRecord()] },
  'record-already-registered': { after: [registered], refuses: [registerRecord(), announceRecord()] },
  'record-unknown': {
    after: [],
    refuses: [assert(), { type: 'VoidRecord', reason: 'Duplicate' }, erase, { type: 'LiftHold' }],
  },
  'record-voided': {
    after: [registered, voided],
    refuses: [
      assert(),
      { type: 'VoidRecord', reason: 'Duplicate' },
      { type: 'CloseCase', reason: 'GoalsMet' },
      { type: 'AssignWorker', worker: WORKER, known: true },
    ],
  },
  'nothing-stated': { after: [registered], refuses: [assert({})] },
  'status-not-stated': {
    after: [registered],
    refuses: [{ type: 'DetermineStatus', assertions: phone, recordedAt, decidedBy: 'Police' }],
  },
  'case-closed': { after: [registered, agencyCaseClosed()], refuses: [{ type: 'CloseCase', reason: 'GoalsMet' }] },
  'case-not-closed': { after: [registered], refuses: [{ type: 'ReopenCase', reason: 'Other' }] },
  'worker-unknown': { after: [registered], refuses: [{ type: 'AssignWorker', worker: WORKER, known: false }] },
  'worker-in-charge': {
    after: [registered, workerAssigned()],
    refuses: [{ type: 'AssignWorker', worker: WORKER, known: true }],
  },
  'legal-hold': { after: [registered, legalHoldPlaced()], refuses: [erase] },
  'hold-placed': { after: [registered, legalHoldPlaced()], refuses: [{ type: 'PlaceHold', article: 'UU 8/1981 art. 39' }] },
  'hold-not-placed': { after: [registered, legalHoldPlaced(), legalHoldLifted()], refuses: [{ type: 'LiftHold' }] },
  'subject-erased': {
    after: [registered, agencyCaseClosed(), subjectErased()],
    refuses: [assert(), { type: 'ReopenCase', reason: 'Other' }, { type: 'SetContactRule', danger: true, rule: 'NoContact' }],
  },
  'referral-not-accepted': {
    after: [],
    refuses: [
      registerRecord({ viaReferral: { id: REFERRAL, facts: { acts: [] } } }),
      registerRecord({ viaReferral: viaReferral() }),
      registerRecord({ viaReferral: viaReferral('Acknowledged') }),
      registerRecord({ viaReferral: viaReferral('Rejected') }),
      registerRecord({ viaReferral: viaReferral('Withdrawn', 'Accepted') }),
    ],
  },
});
