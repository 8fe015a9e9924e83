import type { z } from 'zod';
import { LegalBasis } from '../event';
import { DataClass } from '../sealed';
import {
  AfterCareResult,
  ClosureReason,
  type CodeScheme,
  ComplaintChannel,
  ConsentGiver,
  ContactRule,
  CorrectionReason,
  DiscontinueReason,
  EpisodeOutcome,
  LossKind,
  PersonRole,
  ProcessStop,
  RiskLevel,
  SubjectRequestKind,
  TraffickingAct,
  TraffickingMeans,
  VoidReason,
} from './casework';
import {
  Country,
  DecisionMakingOrg,
  EducationLevel,
  ForcedLabourIndustry,
  HistoricEventType,
  MaritalStatus,
  MethodOfControl,
  MethodOfRecruitment,
  OrgType,
  RelationshipToTrafficker,
  RoleInProcess,
  TraffickingStatus,
  TypeOfExploitation,
  TypeOfSexExploitation,
} from './htcds';
import { RejectReason, ServiceCategory, TerminateReason, WithdrawReason } from './services';

export interface CodeListNote {
  readonly name: string;
  readonly scheme: CodeScheme;
  /** The field of that standard, or the article. */
  readonly follows: string;
}

/** The name under which the registry publishes the list: a standard's own, or ours. */
export const listNameOf = ({ name, scheme, follows }: CodeListNote): string => (scheme === 'htcds-2.0' ? follows : name);

const note = (name: string, scheme: CodeScheme, follows: string): CodeListNote => ({ name, scheme, follows });
const local = (name: string, follows = ''): CodeListNote => note(name, 'satualur', follows);

/** Where each list's codes come from. A list that is not here is local and stands inside one event only. */
export const codeLists: ReadonlyMap<z.ZodType, CodeListNote> = new Map<z.ZodType, CodeListNote>([
  [TypeOfExploitation, note('TypeOfExploitation', 'htcds-2.0', 'vic_TypeOfExploitation')],
  [TraffickingStatus, note('TraffickingStatus', 'htcds-2.0', 'vic_TraffickingStatus')],
  [DecisionMakingOrg, note('DecisionMakingOrg', 'htcds-2.0', 'vic_TraffickingStatusDecisionMakingOrg')],
  [MaritalStatus, note('MaritalStatus', 'htcds-2.0', 'prs_MaritalStatus')],
  [EducationLevel, note('EducationLevel', 'htcds-2.0', 'prs_HighestLevelOfEducation')],
  [MethodOfRecruitment, note('MethodOfRecruitment', 'htcds-2.0', 'vic_MethodOfRecruitment')],
  [MethodOfControl, note('MethodOfControl', 'htcds-2.0', 'vic_MethodsOfControl')],
  [ForcedLabourIndustry, note('ForcedLabourIndustry', 'htcds-2.0', 'vic_ForcedLabourIndustry')],
  [TypeOfSexExploitation, note('TypeOfSexExploitation', 'htcds-2.0', 'vic_TypeOfSexExploitation')],
  [RelationshipToTrafficker, note('RelationshipToTrafficker', 'htcds-2.0', 'vic_RelationshipToTrafficker')],
  [RoleInProcess, note('RoleInProcess', 'htcds-2.0', 'per_RoleInProcess')],
  [Country, note('Country', 'htcds-2.0', 'iso3166_alpha2')],
  [HistoricEventType, note('HistoricEventType', 'htcds-2.0', 'hte_Type')],
  [OrgType, note('OrgType', 'htcds-2.0', 'org_Type')],
  [ComplaintChannel, note('ComplaintChannel', 'simfoni', 'how a report came in')],
  [TraffickingAct, note('TraffickingAct', 'uu-21-2007', 'art. 1(1), the act')],
  [TraffickingMeans, note('TraffickingMeans', 'uu-21-2007', 'art. 1(1), the means')],
  [LossKind, note('LossKind', 'uu-21-2007', 'art. 48(2)')],
  [LegalBasis, note('LegalBasis', 'uu-27-2022', 'art. 20')],
  [SubjectRequestKind, note('SubjectRequestKind', 'uu-27-2022', 'art. 5 to 13')],
  [PersonRole, local('PersonRole', 'UU 21/2007 art. 1(3), 44; HTCDS person in case')],
  [ServiceCategory, local('ServiceCategory', 'HTCDS spl_Type where a concept map says so')],
  [ClosureReason, local('ClosureReason', 'HTCDS cas_ReasonForCaseClosure is free text')],
  [ConsentGiver, local('ConsentGiver', 'HTCDS con_Consent is yes or no')],
  [DataClass, local('DataClass', 'specific data: UU 27/2022 art. 4(2)')],
  [AfterCareResult, local('AfterCareResult')],
  [ContactRule, local('ContactRule')],
  [CorrectionReason, local('CorrectionReason')],
  [DiscontinueReason, local('DiscontinueReason')],
  [EpisodeOutcome, local('EpisodeOutcome')],
  [ProcessStop, local('ProcessStop')],
  [RejectReason, local('RejectReason')],
  [RiskLevel, local('RiskLevel')],
  [TerminateReason, local('TerminateReason')],
  [VoidReason, local('VoidReason')],
  [WithdrawReason, local('WithdrawReason')],
]);
