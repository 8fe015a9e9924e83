import type { Published } from './known-event';

type Types = readonly Published['type'][];

/** An agency's own affair: not told to the others. */
const PRIVATE_TYPES: Types = [
  'ReferralDrafted',
  'ReferralEdited',
  'ReferralDraftDiscarded',
  'RecordViewed',
  'RecordExported',
  'RecordSearched',
  'NotificationRaised',
  'NotificationSent',
  'NotificationFailed',
  'NotificationRead',
  'CallListed',
];

/** What one side took note of that the other's own event says, and what moves keys. */
const BOOKKEEPING: Types = [
  'AgencyProvisioned',
  'StaffEnrolled',
  'StaffLeft',
  'WorkerAbsent',
  'WorkerReturned',
  'UpdateHeld',
  'UpdateApplied',
  'UpdateDiscarded',
  'ErasureConfirmationNoted',
  'AwaitedScreeningDone',
  'StopRequested',
  'StopConfirmationNoted',
  'KeysGranted',
  'KeysRevoked',
  'KeysAwaited',
  'KeysReceived',
  'KeysRequested',
  'GrantedKeysDestroyed',
  'ReferralReceived',
  'ReferralAnswerNoted',
  'ReferralNoticeNoted',
  'ReferralContactNoted',
  'ReferralBatchSent',
  'CommandRefused',
];

export const PRIVATE: ReadonlySet<string> = new Set(PRIVATE_TYPES);

/** Kept and folded, shown on request only (details 5). */
export const TECHNICAL: ReadonlySet<string> = new Set([...PRIVATE_TYPES, ...BOOKKEEPING]);

/** Which field says when it happened, where that is beside when it was recorded: an instant, or a date in WITA. */
export const HAPPENED = {
  AgencyLeft: 'leftAt',
  HistoricTraffickingEventRecorded: 'from',
  ConsentExpired: 'expiresAt',
  StopRequested: 'at',
  StopConfirmationNoted: 'at',
  ErasureConfirmationNoted: 'at',
  SubjectRequestReceived: 'receivedAt',
  BreachDetected: 'detectedAt',
  AwaitedScreeningDone: 'doneAt',
  ReferralExpired: 'deadline',
  ReferralServiceStarted: 'at',
  ReferralCompleted: 'at',
  ReferralAnswerNoted: 'at',
  ReferralNoticeNoted: 'at',
  ReferralContactNoted: 'at',
  ServiceApplicationFiled: 'requestedAt',
  ServiceApplicationSatisfied: 'startedAt',
  FirstAidGiven: 'givenAt',
  ServiceSessionRecorded: 'heldAt',
  VictimReturned: 'arrived',
  AfterCareVisitRecorded: 'visitedOn',
  PoliceReportFiled: 'filedOn',
  VerdictRecorded: 'decidedOn',
  VerdictBecameFinal: 'finalOn',
  RestitutionVerdictNotified: 'notifiedAt',
} as const satisfies Partial<Record<Published['type'], string>>;
