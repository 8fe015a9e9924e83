import type { ServiceName } from '../catalogue';
import type { EventName } from './examples';

export type Addressee =
  | 'the referral’s recipient'
  | 'the referral’s sender'
  | 'the provincial secretariat'
  | 'the keys’ owner'
  | 'each agency that holds keys of the person'
  | 'each recipient of the consent'
  | 'the consent’s owner';

export interface EventNote {
  /** What it says, one sentence. */
  readonly says: string;
  /** Whose inbox gets a copy; absent: nobody's. */
  readonly audience?: Addressee;
  /** Services whose reactions or directory act on it; `timeline` reads every log and is not named. */
  readonly consumers?: readonly ServiceName[];
}

const directory: readonly ServiceName[] = ['registry', 'intake', 'referral', 'victim-services', 'timeline'];
const toRecipient = { audience: 'the referral’s recipient' } as const;
const toSender = { audience: 'the referral’s sender' } as const;
const heardByRecipient = { ...toRecipient, consumers: ['referral'] } as const;
const heardBySender = { ...toSender, consumers: ['referral'] } as const;

/** What a reader of the catalogue wants to know of each event beside its schema. */
export const notes: Record<EventName, EventNote> = {
  AgencyRegistered: { says: 'An agency joined, under a key that never changes.', consumers: directory },
  AgencyProvisioned: { says: 'The agency’s store, topics and keys are ready; its public keys.', consumers: directory },
  AgencyRenamed: {
    says: 'An agency bears another code and name from an instant on; its key, store and statistics stay.',
    consumers: directory,
  },
  AgencyLeft: {
    says: 'An agency left: it writes nothing more and may be sent nothing; its records stay counted.',
    consumers: directory,
  },
  AgencyServicesListed: { says: 'The services an agency offers; one that lists none takes any.', consumers: directory },
  TaskForceFormed: { says: 'A kab/kota has a task force.', consumers: directory },
  TaskForceAbsenceRecorded: { says: 'A kab/kota has none: referrals to it go to the province.', consumers: directory },
  TaskForceDissolved: {
    says: 'A kab/kota has no task force any more: referrals to it go to the province.',
    consumers: directory,
  },
  SlaPolicyChanged: {
    says: 'Limits and thresholds hold from an instant on, with the norm they come from.',
    consumers: directory,
  },
  CodeListPublished: { says: 'A code list, or a new version of one, holds from an instant on.', consumers: directory },
  ConceptMapPublished: { says: 'How the codes of one list stand to those of another, from an instant on.', consumers: directory },
  HolidaysPublished: { says: 'The public holidays of one year.', consumers: directory },
  RetentionPolicyChanged: {
    says: 'How long a class of personal data is kept after the case closed, with the rule it comes from.',
    consumers: directory,
  },
  StaffEnrolled: { says: 'A member of staff, by pseudonym, acts for an agency in these roles.', consumers: directory },
  StaffLeft: { says: 'A member of staff does not act for an agency any more.', consumers: directory },
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
  SafeContactRuleSet: { says: 'How the person may be reached and whether there is danger; shown before any phone number.' },
  LegalHoldPlaced: { says: 'By an article of law the record may not be erased.' },
  LegalHoldLifted: { says: 'A legal hold ended.' },
  SubjectErased: {
    says: 'The owner destroyed its keys to classes of one person’s data; every grantee is asked to do the same.',
    audience: 'each agency that holds keys of the person',
  },
  ErasureConfirmationNoted: { says: 'The owner took note that a grantee destroyed its keys (technical).' },
  UpdateHeld: { says: 'An update of a record not known yet was taken and waits for it (technical).' },
  UpdateApplied: { says: 'The record came, and the waiting update was applied to it (technical).' },
  UpdateDiscarded: { says: 'A waiting update was given up (technical).' },
  WorkerAbsent: { says: 'A member of staff is away; a deputy stands in.' },
  WorkerReturned: { says: 'A member of staff is back.' },
  ScreeningStarted: { says: 'A screening for trafficking began.' },
  ScreeningCompleted: { says: 'The answers on act, means and purpose, what they come to, and the risk.' },
  CaseEventRegistered: {
    says: 'What happened to several people at once as this agency knows it, under a number between agencies.',
  },
  CaseEventRevised: { says: 'The agency revised the number of victims it knows of.' },
  HistoricTraffickingEventRecorded: { says: 'Where, when and how a person was exploited before (HTCDS hte_*).' },
  LegalBasisRecorded: { says: 'The legal basis on which a person’s data may be passed on, for which services and classes.' },
  ConsentGranted: {
    says: 'Consent was given for recipients, services and classes of data; by whom, in which language, until when.',
  },
  ConsentRefused: { says: 'Consent was asked for and refused.' },
  ConsentExpired: { says: 'A consent ended at the instant it named; `time` is that instant.' },
  ConsentWithdrawn: {
    says: 'Consent was withdrawn for some recipients: nothing more is sent, keys are revoked, each is asked to stop.',
    audience: 'each recipient of the consent',
  },
  StopConfirmationNoted: { says: 'The owner took note that a recipient confirmed that it stopped (technical).' },
  StopOverdue: { says: 'A recipient has not confirmed in time that it stopped.' },
  GuardianConflictNoted: {
    says: 'The guardian who consented is a suspect in the same case: nothing more is sent on that consent.',
  },
  StopRequested: { says: 'The recipient’s side of a withdrawal: processing must stop and that be confirmed.' },
  ProcessingStopConfirmed: { says: 'The recipient stopped processing, and says so.', audience: 'the consent’s owner' },
  SubjectRequestReceived: { says: 'A person asked for a right under UU 27/2022; starts a clock of 3×24 hours.' },
  SubjectRequestFulfilled: { says: 'The request was fulfilled.' },
  SubjectRequestRefused: { says: 'The request was refused, with the article that allows it.' },
  SubjectRequestOverdue: { says: 'A request was not answered in time.' },
  BreachDetected: { says: 'Personal data was exposed; starts a clock of 3×24 hours (UU 27/2022 art. 46).' },
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
  },
  ReferralDrafted: { says: 'A referral was begun and may still lack parts; seen by its own agency only (technical).' },
  ReferralEdited: { says: 'A draft was changed (technical).' },
  ReferralDraftDiscarded: { says: 'A draft was thrown away; it was never sent (technical).' },
  ReferralRouted: { says: 'Asked for a task force that does not exist: the provincial secretariat takes it.' },
  ReferralSent: { says: 'One victim was referred for one service to one agency, with its limits.', ...heardByRecipient },
  ReferralWithdrawn: { says: 'The sender took an undecided referral back.', ...heardByRecipient },
  ReferralRerouted: { says: 'Another referral supersedes this one, under the same application clock.' },
  ReferralExpired: { says: 'Nobody decided by the deadline; `time` is the deadline.', ...heardByRecipient },
  ReferralExpiryRevoked: { says: 'An acceptance made before the expiry arrived after it, and stands.', ...heardByRecipient },
  ReferralOverdue: { says: 'Nobody acknowledged in time.', ...toRecipient },
  ReferralEscalated: { says: 'The secretariat was told that a limit passed.', audience: 'the provincial secretariat' },
  ReferralTerminatedBySender: { says: 'The sender ended a referral.', ...heardByRecipient },
  ReferralAnswerNoted: { says: 'The sender’s half took note of an act of the recipient (technical).' },
  ReferralReceived: { says: 'The recipient’s half begins: the sending as it came in (technical).' },
  ReferralAcknowledged: { says: 'The recipient has seen the referral; stops the acknowledgement clock.', ...heardBySender },
  ReferralAccepted: {
    says: 'The recipient takes the case; opens its duty to register a record, or names one.',
    ...heardBySender,
  },
  ReferralRejected: { says: 'The recipient declines, with a reason.', ...heardBySender },
  ReferralWithdrawalConfirmed: { says: 'The recipient has seen the withdrawal.', ...heardBySender },
  ReferralServiceStarted: { says: 'The recipient’s service for it began.', ...heardBySender },
  ReferralCompleted: { says: 'The recipient’s service for it was completed.', ...heardBySender },
  ReferralTerminatedByRecipient: { says: 'The recipient ended a referral after accepting it.', ...heardBySender },
  ReferralNoticeNoted: { says: 'The recipient’s half took note of an act of the sender (technical).' },
  KeysGranted: {
    says: 'Keys to classes of one person’s data were granted; the wrapped keys travel in `grants.<key>`.',
    ...toRecipient,
    consumers: ['intake'],
  },
  KeysRevoked: { says: 'Under this grant no key is handed out any more.', ...toRecipient },
  ReferralBatchSent: { says: 'Several referrals were sent at once; each is decided by itself (technical).' },
  ServiceApplicationFiled: { says: 'The statutory clock of a service started (UU 21/2007 art. 52).' },
  ServiceApplicationSatisfied: {
    says: 'A service started somewhere in the chain of referrals: the clock stops at the earliest start.',
  },
  ServiceApplicationBreached: { says: 'No service had started by the statutory limit.' },
  ServiceApplicationWithdrawn: {
    says: 'No service will start, for a reason that is the person’s: the clock stops, neither met nor breached.',
  },
  ServiceApplicationResumed: { says: 'Referred again after the clock had stopped: the same clock runs on.' },
  ServiceStarted: {
    says: 'An agency began the service a referral asked for.',
    ...toSender,
    consumers: ['referral', 'victim-services'],
  },
  ServiceSessionRecorded: { says: 'One meeting of a service that runs.' },
  ServicePaused: { says: 'A service rests, with a reason.' },
  ServiceResumed: { says: 'A service that rested goes on.' },
  ServiceCompleted: { says: 'The service ended, with its outcome.', ...toSender, consumers: ['referral'] },
  ServiceDiscontinued: { says: 'A service ended before its time, with a reason.', ...toSender },
  SupportPlanDrafted: { says: 'Services planned for one person, with dates and goals.' },
  SupportPlanApproved: { says: 'The plan was approved; whether the victim took part.' },
  SupportPlanReviewed: { says: 'The plan was looked at again: it continues, changes or ends.' },
  ShelterOpened: { says: 'A shelter with its places; where it lies is sealed under a subject of its own.' },
  ShelterPlacesChanged: { says: 'A shelter has another number of places.' },
  ShelterPlaceTaken: { says: 'A person moved into a shelter.' },
  ShelterPlaceFreed: { says: 'A person left a shelter.' },
  ReturnArranged: { says: 'The way home is arranged: where to, when, with whom.' },
  VictimReturned: { says: 'The person came home; the visits after it are counted from here.' },
  AfterCareVisitScheduled: { says: 'A visit after the return is due: at 1, 3 and 6 months.' },
  AfterCareVisitRecorded: { says: 'The visit took place, with what was found.' },
  AfterCareVisitOverdue: { says: 'A visit did not take place in time.' },
  PoliceReportFiled: { says: 'A police report was filed.' },
  InvestigationOpened: { says: 'The investigation was opened, with the articles charged.' },
  CaseFileDeclaredComplete: { says: 'The prosecutor declared the case file complete (P-21).' },
  CaseTransferredToCourt: { says: 'The case was brought before a court.' },
  VerdictRecorded: { says: 'The court’s verdict.' },
  VerdictBecameFinal: { says: 'The verdict is final.' },
  ProcessStopped: { says: 'The proceedings were stopped, with a reason.' },
  RestitutionRightExplained: { says: 'The person was told of the right to restitution (UU 21/2007 art. 48).' },
  RestitutionClaimed: { says: 'Restitution was claimed, in whole rupiah.' },
  RestitutionAssessed: { says: 'The witness and victim protection agency (LPSK) assessed the loss.' },
  RestitutionDemanded: { says: 'The prosecutor demanded restitution.' },
  RestitutionAwarded: { says: 'The court awarded restitution.' },
  RestitutionDeposited: { says: 'Money was deposited with the court until the verdict is final.' },
  RestitutionVerdictNotified: { says: 'The final verdict was notified: payment is due.' },
  RestitutionPaid: { says: 'Restitution was paid, wholly or in part.' },
  RestitutionOverdue: { says: 'The due date passed with less paid than awarded.' },
  SubstituteDetentionImposed: { says: 'Instead of what was not paid, detention was imposed (art. 50(4)).' },
  CommandRefused: { says: 'A command was refused: the rule’s name only, under the command’s id.' },
  RecordViewed: { says: 'Somebody looked at a person: which fields, before they were shown.' },
  RecordSearched: { says: 'Somebody searched for a person: how, and whom it showed; never what for.' },
  NotificationRaised: { says: 'A role or a worker is to be told that something waits; without what about.' },
  NotificationSent: { says: 'The notification went out by a channel.' },
  NotificationFailed: { says: 'A channel did not take the notification; code only.' },
  NotificationRead: { says: 'A member of staff has read the notification.' },
  CallListed: { says: 'An emergency that nobody has read: to be rung.' },
};
