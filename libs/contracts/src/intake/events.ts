import { z } from 'zod';
import { MaritalStatus, TraffickingStatus, TypeOfExploitation } from '../codes/htcds';
import type { EventOf } from '../event';
import { AgencyKey, AreaCode, Ref, SubjectId, Uuid } from '../ids';
import { DataClass, sealed } from '../sealed';

export const Method = z.enum(['Document', 'OfficialRegistry', 'SelfDeclared', 'ThirdParty', 'MedicalEstimate', 'Observed']);

/** A value an agency asserts, and how it came to know it. */
const asserted = <S extends z.ZodType>(value: S) => z.strictObject({ value, method: Method });

/** People's own words: no control characters, at most 200 characters; never coerced or trimmed. */
export const PersonName = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]*$/u);
/** `2009-03-14`; years 1800 to 2999. */
export const CalendarDate = z.iso.date().regex(/^(1[89]|2\d)\d\d-/);
const Identifier = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[^\p{Cc}]*$/u);

/** One agency's values for one person; an absent field asserts nothing. Identity is sealed, plain codes are not (architecture 9). */
export const Assertions = z.strictObject({
  role: asserted(z.enum(['victim', 'perpetrator'])),
  name: asserted(sealed('identity', PersonName)),
  sex: asserted(z.enum(['F', 'M'])).optional(),
  birthDate: asserted(sealed('identity', CalendarDate)).optional(),
  ageEstimate: asserted(sealed('identity', z.int().min(0).max(130))).optional(),
  originKabkota: asserted(AreaCode).optional(),
  exploitation: asserted(z.array(TypeOfExploitation).max(11)).optional(),
  traffickingStatus: asserted(TraffickingStatus).optional(),
  nik: asserted(sealed('identity', Identifier)).optional(),
  passport: asserted(sealed('identity', Identifier)).optional(),
  seamanBook: asserted(sealed('identity', Identifier)).optional(),
  lpNumber: asserted(sealed('identity', Identifier)).optional(),
  phone: asserted(sealed('identity', Identifier)).optional(),
  maritalStatus: asserted(MaritalStatus).optional(),
});
export type Assertions = z.infer<typeof Assertions>;

const granted = { grant: Uuid, from: AgencyKey, subject: SubjectId, classes: z.array(DataClass).min(1) };

/** Stored for ever: fields are added, never renamed or removed. */
export const intakeEvents = {
  /** Stream `record-<uuid>`. */
  AgencyRecordRegistered: z.strictObject({
    ref: Ref,
    subject: SubjectId,
    /** The referral whose acceptance this record answers. */
    viaReferral: Uuid.optional(),
    caseRef: Ref.optional(),
    evidenceHash: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .optional(),
    assertions: Assertions,
  }),
  /** Stream `keys-<uuid>`, recipient's side: the owner's log announced a grant. */
  KeysAwaited: z.strictObject(granted),
  /** Stream `keys-<uuid>`, recipient's side: a grant was taken in. */
  KeysReceived: z.strictObject(granted),
  /** Stream `keys-<uuid>`, recipient's side: a granted key has not arrived; asks its owner again. */
  KeysRequested: z.strictObject(granted),
};
export type IntakeEvent = EventOf<typeof intakeEvents>;
