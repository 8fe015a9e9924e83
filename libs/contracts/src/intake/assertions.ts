import { z } from 'zod';
import { CodeScheme, EvidenceRef, PersonRole } from '../codes/casework';
import {
  Country,
  EducationLevel,
  ForcedLabourIndustry,
  MaritalStatus,
  MethodOfControl,
  MethodOfRecruitment,
  RelationshipToTrafficker,
  RoleInProcess,
  TraffickingStatus,
  TypeOfExploitation,
  TypeOfSexExploitation,
} from '../codes/htcds';
import { AreaCode, CalendarDate } from '../ids';
import { sealed } from '../sealed';
import { plainLine } from '../text';

export const Method = z.enum(['Document', 'OfficialRegistry', 'SelfDeclared', 'ThirdParty', 'MedicalEstimate', 'Observed']);

const stated = { method: Method, evidence: EvidenceRef.optional() };
/** A value an agency asserts, how it came to know it, by what paper, and since when it holds where that is not since ever. */
const asserted = <S extends z.ZodType>(value: S) => z.strictObject({ value, ...stated, validFrom: CalendarDate.optional() });
/** The same for a value from a code list; the store always names the scheme, a caller may leave it out. */
const coded = <S extends z.ZodType>(value: S) =>
  z.strictObject({ value, scheme: CodeScheme.optional(), ...stated, validFrom: CalendarDate.optional() });

/** As people write it, at most 200 characters; never coerced or trimmed. */
export const PersonName = plainLine(200);
/** As somebody claims it, never coerced. */
export const Identifier = plainLine(64);

/** One agency's values for one person; an absent field asserts nothing. Identity is sealed, plain codes are not (architecture 9). */
export const Assertions = z.strictObject({
  role: coded(PersonRole),
  name: asserted(sealed('identity', PersonName)),
  /** HTCDS prs_Salutation, prs_FirstName, prs_MiddleName and prs_SecondName: the parts of the name, where somebody knows them apart. */
  salutation: asserted(sealed('identity', plainLine(60))).optional(),
  firstName: asserted(sealed('identity', PersonName)).optional(),
  middleName: asserted(sealed('identity', PersonName)).optional(),
  secondName: asserted(sealed('identity', PersonName)).optional(),
  sex: coded(z.enum(['F', 'M'])).optional(),
  birthDate: asserted(sealed('identity', CalendarDate)).optional(),
  ageEstimate: asserted(sealed('identity', z.int().min(0).max(130))).optional(),
  originKabkota: coded(AreaCode).optional(),
  exploitation: coded(z.array(TypeOfExploitation).max(11)).optional(),
  traffickingStatus: coded(TraffickingStatus).optional(),
  /** As claimed, never coerced; whether its form is lawful stands beside it. */
  nik: z.strictObject({ value: sealed('identity', Identifier), wellFormed: z.boolean().optional(), ...stated }).optional(),
  passport: asserted(sealed('identity', Identifier)).optional(),
  seamanBook: asserted(sealed('identity', Identifier)).optional(),
  lpNumber: asserted(sealed('identity', Identifier)).optional(),
  phone: asserted(sealed('identity', Identifier)).optional(),
  maritalStatus: coded(MaritalStatus).optional(),
  /** HTCDS prs_Email, prs_Mailing* as an envelope has it, prs_Citizenship, prs_HighestLevelOfEducation, prs_NumberOfChildren. */
  email: asserted(sealed('identity', plainLine(200))).optional(),
  address: asserted(sealed('identity', plainLine(300))).optional(),
  citizenship: coded(z.array(Country).min(1).max(5)).optional(),
  education: coded(EducationLevel).optional(),
  children: asserted(z.int().min(0).max(40)).optional(),
  /** HTCDS vic_MethodOfRecruitment, vic_MethodsOfControl, vic_ForcedLabourIndustry, vic_TypeOfSexExploitation. */
  recruitment: coded(z.array(MethodOfRecruitment).max(10)).optional(),
  control: coded(z.array(MethodOfControl).max(16)).optional(),
  industry: coded(ForcedLabourIndustry).optional(),
  sexExploitation: coded(z.array(TypeOfSexExploitation).max(4)).optional(),
  /** HTCDS vic_RelationshipToTrafficker, vic_AgeWhenTrafficked; of a perpetrator per_RoleInProcess. */
  relationToTrafficker: coded(RelationshipToTrafficker).optional(),
  ageWhenTrafficked: asserted(sealed('identity', z.int().min(0).max(130))).optional(),
  roleInProcess: coded(z.array(RoleInProcess).max(15)).optional(),
});
export type Assertions = z.infer<typeof Assertions>;

/** Some values of a record that exists. */
export const SomeAssertions = Assertions.partial();
export type SomeAssertions = z.infer<typeof SomeAssertions>;
export type Field = keyof Assertions;
