import { z } from 'zod';

/** Where a coded value comes from. Local lists carry the name of this system. */
export const CodeScheme = z.enum(['htcds-2.0', 'simfoni', 'uu-21-2007', 'uu-27-2022', 'kemendagri', 'satualur']);
export type CodeScheme = z.infer<typeof CodeScheme>;

/** A code of a list that a registry publishes: letters and digits, as HTCDS writes them. */
export const CodeValue = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9.-]{0,63}$/);

/** A value from a code list, with the list's own scheme and version (domain 5.1). */
export const Coded = z.strictObject({
  scheme: CodeScheme,
  version: z.string().min(1).max(40),
  code: CodeValue,
  text: z.string().min(1).max(200).optional(),
});
export type Coded = z.infer<typeof Coded>;

/** What was done to the person: UU 21/2007 art. 1(1), the act. */
export const TraffickingAct = z.enum(['Recruitment', 'Transport', 'Harbouring', 'Sending', 'Transfer', 'Receipt']);
/** By what means: UU 21/2007 art. 1(1). Not asked for a child (art. 1(1) with art. 5 and 6; Palermo Protocol art. 3(c)). */
export const TraffickingMeans = z.enum([
  'ThreatOfForce',
  'UseOfForce',
  'Abduction',
  'Confinement',
  'Forgery',
  'Deception',
  'AbuseOfPower',
  'AbuseOfVulnerability',
  'DebtBondage',
  'PaymentForControl',
]);

/** How the person of a record stands to what happened: UU 21/2007 art. 1(3) and art. 44 (victim, witness). */
export const PersonRole = z.enum(['victim', 'perpetrator', 'witness']);
export type PersonRole = z.infer<typeof PersonRole>;

export const RiskLevel = z.enum(['Low', 'Medium', 'High']);
export const VoidReason = z.enum(['RegisteredInError', 'OtherRole', 'Duplicate']);
export const CorrectionReason = z.enum(['TypingError', 'NewEvidence', 'OwnReview', 'CorrectionRequest', 'NotStated']);
/** HTCDS `cas_ReasonForCaseClosure` is a free list; these are local. */
export const ClosureReason = z.enum([
  'GoalsMet',
  'VictimDeclined',
  'LostContact',
  'MovedAway',
  'Deceased',
  'NotAVictim',
  'HandedOver',
  'Other',
]);
/** Why no one may ring the number as it stands: shown before any phone number. */
export const ContactRule = z.enum(['Safe', 'OnlyByWorker', 'OnlyAtAgreedTimes', 'NoMessages', 'NoContact']);
/** How a report came in; SIMFONI's words. */
export const ComplaintChannel = z.enum(['InPerson', 'Outreach', 'Phone', 'Letter', 'Online', 'Referral', 'Raid', 'Other']);

/** Who spoke for the person. */
export const ConsentGiver = z.enum(['self', 'guardian', 'substitute']);
/** Rights of the data subject, UU 27/2022 art. 5 to 13. */
export const SubjectRequestKind = z.enum([
  'Information',
  'Access',
  'Rectification',
  'Erasure',
  'Restriction',
  'Objection',
  'Portability',
]);

export const EpisodeOutcome = z.enum(['GoalsMet', 'PartlyMet', 'NotMet', 'NotStated']);
export const DiscontinueReason = z.enum([
  'NoShow',
  'VictimDeclined',
  'NotAVictim',
  'MovedAway',
  'Deceased',
  'ConsentWithdrawn',
  'Other',
]);
/** Losses that restitution covers: UU 21/2007 art. 48(2). */
export const LossKind = z.enum(['LostIncome', 'Suffering', 'Treatment', 'OtherLoss']);
export const AfterCareResult = z.enum(['Well', 'NeedsHelp', 'NotFound', 'TraffickedAgain']);
export const ProcessStop = z.enum([
  'InsufficientEvidence',
  'NotACrime',
  'SuspectDeceased',
  'TimeBarred',
  'RestorativeSettlement',
  'Other',
]);

/** A place where the agency's own paper or file lies: its number, never a person's. */
export const EvidenceRef = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[^\p{Cc}]*$/u);
/** Pseudonymous id of a member of staff, as tokens carry it. */
export const StaffId = z.string().regex(/^[A-Za-z0-9._:-]{1,64}$/);
/** Article of a law, e.g. `UU 27/2022 art. 15(1)`. */
export const Article = z
  .string()
  .min(3)
  .max(120)
  .regex(/^[^\p{Cc}]*$/u);
/** Free text of people, sealed wherever it stands. */
export const Narrative = z
  .string()
  .min(1)
  .max(4000)
  .regex(/^[^\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]*(?:[\n\t][^\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]*)*$/u);
/** Whole rupiah, up to a thousand million million. */
export const Rupiah = z.int().min(0).max(1_000_000_000_000_000);
