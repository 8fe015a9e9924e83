import type { ServiceName } from '../../catalogue';
import type { registryEvents } from '../../registry/events';
import type { EventNote } from './note';

const directory: readonly ServiceName[] = ['registry', 'intake', 'referral', 'victim-services', 'timeline'];

export const registryNotes: Record<keyof typeof registryEvents, EventNote> = {
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
};
