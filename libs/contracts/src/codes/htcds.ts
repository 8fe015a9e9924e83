import { z } from 'zod';

/** Codes of HTCDS 2.0 (IOM, CC BY 4.0) that the services use now; `scheme` is `htcds-2.0` everywhere below. */
export const TypeOfExploitation = z.enum([
  'ForcedLabour',
  'SexualExploitation',
  'ChildLabour',
  'ForcedMarriage',
  'Servitude',
  'ForcedMilitaryByNonStateActors',
  'OrganRemoval',
  'ForcedBegging',
  'ForcedAdoption',
  'Surrogacy',
  'Other',
]);
export const TraffickingStatus = z.enum(['PossibleVictimOfTrafficking', 'ActualVictimOfTrafficking', 'NotAVictimOfTrafficking']);
export const MaritalStatus = z.enum(['Single', 'Married', 'Widowed', 'Divorced', 'Separated', 'RegisteredPartnership']);
export const OrgType = z.enum([
  'NGO',
  'LawEnforcement',
  'HealthServiceOrganisation',
  'CentralGovernmentOrganisation',
  'LocalGovernmentOrganisation',
  'ImmigrationService',
  'LegalService',
  'CorporateBusiness',
  'SchoolOrCollege',
]);
/** HTCDS `hte_Type`. */
export const HistoricEventType = z.enum(['Recruitment', 'Transit', 'Exploitation']);
export const DecisionMakingOrg = z.enum(['Police', 'NGO', 'CourtOrProsecution', 'NonPoliceGovernmentalOrganization', 'Other']);
