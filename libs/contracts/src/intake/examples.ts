import { at, CASE, GRANT, HOSPITAL, hlcAt, idOf, OTHER_HOSPITAL, POLICE, RECORD, REQUEST, STOP, SUBJECT, WORKER } from '../cast';
import type { Routing } from '../event';
import { exampleOf } from '../example';
import type { Ref } from '../ids';
import { type Assertions, intakeEvents } from './events';

const example = exampleOf(intakeEvents);
const own: Routing = { caseid: CASE };
const changed = { subject: SUBJECT };

export const assertions = (over: Partial<Assertions> = {}): Assertions => ({
  role: { value: 'victim', method: 'SelfDeclared' },
  name: { value: 'Kenanga Contoh', method: 'SelfDeclared' },
  sex: { value: 'F', method: 'SelfDeclared' },
  birthDate: { value: '2004-08-17', method: 'Document' },
  originKabkota: { value: '6310', method: 'SelfDeclared' },
  exploitation: { value: ['ForcedLabour'], method: 'SelfDeclared' },
  traffickingStatus: { value: 'PossibleVictimOfTrafficking', method: 'SelfDeclared' },
  nik: { value: '6399015708049001', method: 'Document' },
  ...over,
});

export const agencyRecordRegistered = example(
  'AgencyRecordRegistered',
  { ref: 'R-0301' as Ref, subject: SUBJECT, assertions: assertions() },
  { caseid: CASE },
);
export const agencyRecordAnnounced = example(
  'AgencyRecordAnnounced',
  { ref: 'R-0301' as Ref, subject: SUBJECT },
  { caseid: CASE },
);
const phone = { phone: { value: '+628990000001', method: 'SelfDeclared' } } as const;
export const fieldsAsserted = example(
  'FieldsAsserted',
  { ...changed, assertions: { ...phone, exploitation: { value: ['ForcedLabour', 'SexualExploitation'], method: 'ThirdParty' } } },
  own,
);
export const fieldsCorrected = example(
  'FieldsCorrected',
  {
    ...changed,
    assertions: { birthDate: { value: '2009-03-14', method: 'Document', evidence: 'AKTA-01' } },
    replaces: { birthDate: 1 },
    reason: 'NewEvidence',
  },
  own,
);
export const victimStatusDetermined = example(
  'VictimStatusDetermined',
  {
    ...changed,
    assertions: {
      traffickingStatus: { value: 'ActualVictimOfTrafficking', method: 'Document' },
      ageEstimate: { value: 16, method: 'MedicalEstimate' },
    },
    decidedBy: 'Police',
    indicators: [{ scheme: 'uu-21-2007', version: '2007', code: 'Deception' }],
  },
  own,
);
export const agencyRecordVoided = example('AgencyRecordVoided', { reason: 'RegisteredInError' }, own);
export const agencyCaseClosed = example('AgencyCaseClosed', { reason: 'GoalsMet' }, own);
export const agencyCaseReopened = example('AgencyCaseReopened', { reason: 'NewNeed' }, own);
export const workerAssigned = example('WorkerAssigned', { worker: WORKER, handedOverBy: 'staff-4' }, own);
export const safeContactRuleSet = example(
  'SafeContactRuleSet',
  { ...changed, danger: true, rule: 'OnlyAtAgreedTimes', note: 'Hanya sore hari (contoh)' },
  own,
);
const held = { article: 'UU 8/1981 art. 39' };
export const legalHoldPlaced = example('LegalHoldPlaced', { ...held, until: '2027-01-01' }, own);
export const legalHoldLifted = example('LegalHoldLifted', held, own);
export const subjectErased = example(
  'SubjectErased',
  { ...changed, classes: ['identity', 'narrative'], because: 'Request', request: REQUEST, grantees: [HOSPITAL] },
  { ...own, audience: [HOSPITAL] },
);
const noted = { at: at('02-03 12:00'), hlc: hlcAt('02-03 12:00') };
export const erasureConfirmationNoted = example('ErasureConfirmationNoted', { by: HOSPITAL, ...changed, ...noted }, own);

export const updateHeld = example('UpdateHeld', {
  record: 'R-0301' as Ref,
  ...changed,
  assertions: phone,
  kind: 'Assert',
  recordedAt: at('02-03 10:00'),
});
export const updateApplied = example('UpdateApplied', { record: RECORD }, own);
export const updateDiscarded = example('UpdateDiscarded', { reason: 'NoSuchRecord' });

export const workerAbsent = example('WorkerAbsent', {
  worker: WORKER,
  from: '2026-02-09',
  until: '2026-02-13',
  deputy: 'staff-4',
});
export const workerReturned = example('WorkerReturned', { worker: WORKER });

export const screeningStarted = example('ScreeningStarted', { record: RECORD, ref: 'SK-01' as Ref }, own);
export const screeningCompleted = example(
  'ScreeningCompleted',
  {
    record: RECORD,
    ...changed,
    acts: ['Recruitment', 'Transport'],
    means: ['Deception'],
    purposes: ['ForcedLabour'],
    child: false,
    risk: 'High',
    emergency: false,
    finding: 'ElementsMet',
    notes: 'Catatan skrining (contoh)',
  },
  own,
);

export const screeningAwaited = example(
  'ScreeningAwaited',
  { record: RECORD, since: at('02-03 10:00'), dueAt: at('02-04 10:00') },
  own,
);
export const awaitedScreeningDone = example(
  'AwaitedScreeningDone',
  { record: RECORD, screening: idOf(31), doneAt: at('02-03 15:00') },
  own,
);
export const screeningOverdue = example('ScreeningOverdue', { record: RECORD, dueAt: at('02-04 10:00') }, own);

export const caseEventRegistered = example(
  'CaseEventRegistered',
  { ref: 'CASE-01' as Ref, ...changed, victimCount: 12, lpNumber: 'LP/99/IV/2026/CONTOH' },
  own,
);
export const caseEventRevised = example('CaseEventRevised', { victimCount: 13 }, own);
export const historicTraffickingEventRecorded = example(
  'HistoricTraffickingEventRecorded',
  {
    ...changed,
    record: RECORD,
    from: '2025-06-01',
    until: '2026-01-20',
    origin: '6302',
    destination: '6371',
    exploitation: ['ForcedLabour'],
    account: 'Kronologi (contoh)',
  },
  own,
);

export const caseEventErased = example('CaseEventErased', { ...changed, classes: ['identity', 'narrative'] }, own);

export const legalBasisRecorded = example(
  'LegalBasisRecorded',
  {
    record: RECORD,
    basis: 'PublicTask',
    purposes: ['HealthRehabilitation'],
    classes: ['identity', 'medical'],
    article: 'UU 27/2022 art. 20(2)(e)',
  },
  own,
);

const consented = { record: RECORD, recipients: [HOSPITAL, OTHER_HOSPITAL], purposes: ['HealthRehabilitation' as const] };
export const consentGranted = example(
  'ConsentGranted',
  { ...consented, ...changed, classes: [], givenBy: 'guardian', guardianNik: '6399015708049009', language: 'id' },
  own,
);
export const consentRefused = example('ConsentRefused', { ...consented, givenBy: 'self' }, own);
export const consentExpired = example('ConsentExpired', { ...consented, expiresAt: at('06-01 00:00') }, own);
export const consentWithdrawn = example(
  'ConsentWithdrawn',
  { record: RECORD, ...changed, stops: [{ recipient: HOSPITAL, stop: STOP }], confirmBy: at('04-23 09:00') },
  { ...own, audience: [HOSPITAL] },
);
const stop = { recipient: HOSPITAL, stop: STOP };
export const stopConfirmationNoted = example('StopConfirmationNoted', { ...stop, ...noted }, own);
export const stopOverdue = example('StopOverdue', { ...stop, confirmBy: at('04-23 09:00') }, own);
export const guardianConflictNoted = example('GuardianConflictNoted', { record: RECORD, caseRef: 'CASE-01' as Ref }, own);

const stopping = { owner: POLICE, consent: RECORD, ...changed };
export const stopRequested = example('StopRequested', { ...stopping, confirmBy: at('04-23 09:00'), ...noted }, own);
export const processingStopConfirmed = example('ProcessingStopConfirmed', stopping, { ...own, audience: [POLICE] });

export const subjectRequestReceived = example(
  'SubjectRequestReceived',
  {
    ref: 'SR-01' as Ref,
    record: RECORD,
    kind: 'Erasure',
    receivedAt: at('03-02 09:00'),
    dueAt: at('03-05 09:00'),
  },
  own,
);
export const subjectRequestFulfilled = example('SubjectRequestFulfilled', { record: RECORD, kind: 'Access' }, own);
export const subjectRequestRefused = example('SubjectRequestRefused', { record: RECORD, article: 'UU 27/2022 art. 15(1)' }, own);
export const subjectRequestOverdue = example('SubjectRequestOverdue', { dueAt: at('03-05 09:00') }, own);

export const breachDetected = example('BreachDetected', {
  ref: 'BR-01' as Ref,
  detectedAt: at('03-02 09:00'),
  notifyBy: at('03-05 09:00'),
  classes: ['identity'],
  records: [RECORD],
});
export const breachNotified = example('BreachNotified', { to: ['Subject', 'Authority'] });
export const breachOverdue = example('BreachOverdue', { notifyBy: at('03-05 09:00') });

const keys = { grant: GRANT, from: POLICE, subject: SUBJECT, classes: ['identity' as const, 'medical' as const] };
export const keysAwaited = example('KeysAwaited', keys, { caseid: CASE });
export const keysReceived = example('KeysReceived', keys, { caseid: CASE, audience: [POLICE] });
export const keysRequested = example('KeysRequested', keys, { caseid: CASE, audience: [POLICE] });
export const grantedKeysDestroyed = example(
  'GrantedKeysDestroyed',
  { ...keys, because: 'ConsentWithdrawn' },
  { caseid: CASE, audience: [POLICE] },
);
