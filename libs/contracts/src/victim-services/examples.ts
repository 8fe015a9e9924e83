import { APPLICATION, at, CASE, EPISODE, HOSPITAL, POLICE, RECORD, REFERRAL, SUBJECT } from '../cast';
import type { Routing } from '../event';
import { exampleOf } from '../example';
import type { Ref } from '../ids';
import {
  applicationEvents,
  episodeEvents,
  planEvents,
  processEvents,
  restitutionEvents,
  returnEvents,
  shelterEvents,
} from './events';

const application = exampleOf(applicationEvents);
const episode = exampleOf(episodeEvents);
const plan = exampleOf(planEvents);
const shelter = exampleOf(shelterEvents);
const homeward = exampleOf(returnEvents);
const legal = exampleOf(processEvents);
const restitution = exampleOf(restitutionEvents);
const own: Routing = { caseid: CASE };
const toSender: Routing = { caseid: CASE, audience: [POLICE] };

export const serviceApplicationFiled = application(
  'ServiceApplicationFiled',
  {
    ref: 'SA-02' as Ref,
    record: RECORD,
    service: 'HealthRehabilitation',
    requestedAt: at('02-03 10:00'),
    dueAt: at('02-11 00:00'),
  },
  own,
);
export const serviceApplicationSatisfied = application(
  'ServiceApplicationSatisfied',
  { referral: REFERRAL, episode: EPISODE, startedAt: at('02-05 09:00'), provider: HOSPITAL },
  own,
);
export const firstAidGiven = application('FirstAidGiven', { givenAt: at('02-03 18:00'), provider: HOSPITAL }, own);
export const firstAidOverdue = application('FirstAidOverdue', { dueAt: at('02-11 00:00') }, own);
export const serviceApplicationBreached = application('ServiceApplicationBreached', { dueAt: at('02-11 00:00') }, own);
export const serviceApplicationWithdrawn = application(
  'ServiceApplicationWithdrawn',
  { referral: REFERRAL, reason: 'VictimDeclined' },
  own,
);
export const serviceApplicationResumed = application('ServiceApplicationResumed', { referral: REFERRAL }, own);

export const serviceStarted = episode(
  'ServiceStarted',
  { referral: REFERRAL, service: 'HealthRehabilitation', application: APPLICATION, referredBy: POLICE },
  toSender,
);
export const serviceCompleted = episode(
  'ServiceCompleted',
  { referral: REFERRAL, referredBy: POLICE, outcome: 'GoalsMet' },
  toSender,
);
const ofReferral = { referral: REFERRAL, referredBy: POLICE };
export const serviceSessionRecorded = episode(
  'ServiceSessionRecorded',
  { ...ofReferral, heldAt: at('02-12 09:00'), minutes: 60, subject: SUBJECT, notes: 'Pertemuan kedua (contoh)' },
  own,
);
export const servicePaused = episode('ServicePaused', { ...ofReferral, reason: 'Illness' }, own);
export const serviceResumed = episode('ServiceResumed', ofReferral, own);
export const serviceDiscontinued = episode('ServiceDiscontinued', { ...ofReferral, reason: 'NoShow' }, toSender);

export const supportPlanDrafted = plan(
  'SupportPlanDrafted',
  {
    ref: 'SP-01' as Ref,
    record: RECORD,
    subject: SUBJECT,
    services: [{ service: 'HealthRehabilitation', from: '2026-02-09', until: '2026-03-31' }],
    goals: 'Kembali bekerja (contoh)',
  },
  own,
);
export const supportPlanApproved = plan('SupportPlanApproved', { record: RECORD, withVictim: true }, own);
export const supportPlanReviewed = plan('SupportPlanReviewed', { record: RECORD, result: 'Continue' }, own);

export const shelterOpened = shelter('ShelterOpened', {
  ref: 'RA-01' as Ref,
  subject: SUBJECT,
  places: 12,
  address: 'Jalan Rekaan 1',
});
export const shelterPlacesChanged = shelter('ShelterPlacesChanged', { places: 10 });
export const shelterPlaceTaken = shelter('ShelterPlaceTaken', { record: RECORD, episode: EPISODE }, own);
export const shelterPlaceFreed = shelter('ShelterPlaceFreed', { record: RECORD }, own);

export const returnArranged = homeward(
  'ReturnArranged',
  {
    ref: 'P-01' as Ref,
    record: RECORD,
    subject: SUBJECT,
    destination: '6302',
    leaves: '2026-03-02',
    escort: 'Agency',
    place: 'Rumah keluarga (contoh)',
  },
  own,
);
export const victimReturned = homeward('VictimReturned', { record: RECORD, arrived: '2026-03-03' }, own);
const firstVisit = { record: RECORD, months: 1 };
export const afterCareVisitScheduled = homeward(
  'AfterCareVisitScheduled',
  { ...firstVisit, dueOn: '2026-04-03', dueAt: at('04-04 00:00') },
  own,
);
export const afterCareVisitRecorded = homeward(
  'AfterCareVisitRecorded',
  { ...firstVisit, visitedOn: '2026-04-02', result: 'Well', subject: SUBJECT, notes: 'Sehat (contoh)' },
  own,
);
export const afterCareVisitOverdue = homeward('AfterCareVisitOverdue', { ...firstVisit, dueAt: at('04-04 00:00') }, own);

const charges = [{ article: 'UU 21/2007 art. 2(1)', since: '2007-04-19' }];
export const policeReportFiled = legal(
  'PoliceReportFiled',
  { ref: 'LK-01' as Ref, record: RECORD, subject: SUBJECT, lpNumber: 'LP/99/II/2026/CONTOH', filedOn: '2026-02-03' },
  own,
);
export const investigationOpened = legal('InvestigationOpened', { record: RECORD, charges }, own);
export const caseFileDeclaredComplete = legal('CaseFileDeclaredComplete', { record: RECORD, charges }, own);
export const caseTransferredToCourt = legal('CaseTransferredToCourt', { record: RECORD, court: 'PN 6310 (contoh)' }, own);
export const verdictRecorded = legal(
  'VerdictRecorded',
  { record: RECORD, verdict: 'Convicted', charges, decidedOn: '2026-05-20' },
  own,
);
export const verdictBecameFinal = legal('VerdictBecameFinal', { record: RECORD, finalOn: '2026-05-28' }, own);
export const processStopped = legal('ProcessStopped', { record: RECORD, reason: 'InsufficientEvidence' }, own);

const claim = { record: RECORD };
export const restitutionRightExplained = restitution('RestitutionRightExplained', claim, own);
export const restitutionClaimed = restitution(
  'RestitutionClaimed',
  { ...claim, ref: 'RC-01' as Ref, amount: 85_000_000, kinds: ['LostIncome', 'Suffering'] },
  own,
);
export const restitutionAssessed = restitution('RestitutionAssessed', { ...claim, amount: 70_000_000 }, own);
export const restitutionDemanded = restitution('RestitutionDemanded', { ...claim, amount: 70_000_000 }, own);
export const restitutionAwarded = restitution('RestitutionAwarded', { ...claim, amount: 60_000_000 }, own);
export const restitutionDeposited = restitution('RestitutionDeposited', { ...claim, amount: 25_000_000 }, own);
export const restitutionVerdictNotified = restitution(
  'RestitutionVerdictNotified',
  { ...claim, notifiedAt: at('06-05 10:00'), dueOn: '2026-06-19', dueAt: at('06-20 00:00') },
  own,
);
export const restitutionPaid = restitution('RestitutionPaid', { ...claim, amount: 25_000_000 }, own);
export const restitutionOverdue = restitution(
  'RestitutionOverdue',
  { ...claim, dueAt: at('06-20 00:00'), outstanding: 35_000_000 },
  own,
);
export const substituteDetentionImposed = restitution('SubstituteDetentionImposed', { ...claim, months: 6 }, own);
