import type { intakeEvents } from '../../intake/events';
import type { EventNote } from './note';

export const intakeNotes: Record<keyof typeof intakeEvents, EventNote> = {
  AgencyRecordAnnounced: {
    says: 'An agency works on a victim whose record is still on its way: the number, before any value of the record is known.',
  },
  AgencyRecordRegistered: { says: 'An agency registered its own record of a person; opens a case, or inherits a referral’s.' },
  FieldsAsserted: { says: 'The owner states values that its record did not hold, or newer ones.' },
  FieldsCorrected: {
    says: 'The owner replaces values of its record that were wrong; names the events whose values they replace.',
  },
  VictimStatusDetermined: { says: 'The owner determined the trafficking status, with who decides and on which indicators.' },
  AgencyRecordVoided: { says: 'The owner took its record out of force: it should not have been registered.' },
  AgencyCaseClosed: { says: 'The owner’s own work on the case ended, with a reason.' },
  AgencyCaseReopened: { says: 'The owner works on the case again.' },
  WorkerAssigned: { says: 'Who is in charge of the record, by pseudonym; a handover names who had it before.' },
  SafeContactRuleSet: {
    says: 'How the person may be reached and whether there is danger; shown before any phone number.',
    consumers: ['referral'],
  },
  LegalHoldPlaced: { says: 'By an article of law the record may not be erased.' },
  LegalHoldLifted: { says: 'A legal hold ended.' },
  SubjectErased: {
    says: 'The owner destroyed its keys to classes of one person’s data; every grantee is asked to do the same.',
    audience: 'each agency that holds keys of the person',
    consumers: ['referral', 'victim-services'],
  },
  ErasureConfirmationNoted: { says: 'The owner took note that a grantee destroyed its keys (technical).' },
  UpdateHeld: { says: 'An update of a record not known yet was taken and waits for it (technical).' },
  UpdateApplied: { says: 'The record came, and the waiting update was applied to it (technical).' },
  UpdateDiscarded: { says: 'A waiting update was given up (technical).' },
  WorkerAbsent: { says: 'A member of staff is away; a deputy stands in.' },
  WorkerReturned: { says: 'A member of staff is back.' },
  ScreeningAwaited: { says: 'A complaint came in: its screening is due by a limit.' },
  AwaitedScreeningDone: { says: 'The first screening after a complaint was finished: its clock stops (technical).' },
  ScreeningOverdue: { says: 'The screening after a complaint was not finished in time.' },
  ScreeningStarted: { says: 'A screening for trafficking began.' },
  ScreeningCompleted: { says: 'The answers on act, means and purpose, what they come to, and the risk.' },
  CaseEventRegistered: {
    says: 'What happened to several people at once as this agency knows it, under a number between agencies.',
  },
  CaseEventRevised: { says: 'The agency revised the number of victims it knows of.' },
  HistoricTraffickingEventRecorded: { says: 'Where, when and how a person was exploited before (HTCDS hte_*).' },
  CaseEventErased: {
    says: 'The agency destroyed its keys to what the event itself says: all its records of the case are erased.',
  },
  LegalBasisRecorded: { says: 'The legal basis on which a person’s data may be passed on, for which services and classes.' },
  ConsentGranted: {
    says: 'Consent was given for recipients, services and classes of data; by whom, in which language, until when.',
  },
  ConsentRefused: { says: 'Consent was asked for and refused.' },
  ConsentExpired: { says: 'A consent ended at the instant it named; `time` is that instant.' },
  ConsentWithdrawn: {
    says: 'Consent was withdrawn for some recipients: nothing more is sent, keys are revoked, each is asked to stop.',
    audience: 'each recipient of the consent',
    consumers: ['referral'],
  },
  StopConfirmationNoted: {
    says: 'The owner took note that a recipient confirmed that it stopped (technical).',
    consumers: ['referral'],
  },
  StopOverdue: { says: 'A recipient has not confirmed in time that it stopped.' },
  GuardianConflictNoted: {
    says: 'The guardian who consented is a suspect in the same case: nothing more is sent on that consent.',
  },
  StopRequested: { says: 'The recipient’s side of a withdrawal: processing must stop and that be confirmed.' },
  ProcessingStopConfirmed: {
    says: 'The recipient stopped processing, and says so.',
    audience: 'the consent’s owner',
    consumers: ['referral'],
  },
  SubjectRequestReceived: { says: 'A person asked for a right under UU 27/2022; starts a clock.' },
  SubjectRequestFulfilled: { says: 'The request was fulfilled.' },
  SubjectRequestRefused: { says: 'The request was refused, with the article that allows it.' },
  SubjectRequestOverdue: { says: 'A request was not answered in time.' },
  BreachDetected: { says: 'Personal data was exposed; starts a clock (UU 27/2022 art. 46).' },
  BreachNotified: { says: 'Those who must be told of a breach were told.' },
  BreachOverdue: { says: 'Nobody was told of a breach in time.' },
  KeysAwaited: { says: 'Another agency’s log announced keys that are to arrive by the topic of grants.' },
  KeysReceived: { says: 'Keys granted by another agency were taken into the vault.', audience: 'the keys’ owner' },
  KeysRequested: {
    says: 'Granted keys have not arrived; their owner is asked again.',
    audience: 'the keys’ owner',
    consumers: ['intake'],
  },
  GrantedKeysDestroyed: {
    says: 'The recipient destroyed granted keys, because consent was withdrawn or the person erased.',
    audience: 'the keys’ owner',
    consumers: ['referral'],
  },
};
