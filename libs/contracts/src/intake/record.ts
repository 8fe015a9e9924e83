import { caseOf } from '../event';
import { type CaseId, type Instant, msOfInstant, type Ref, type SubjectId } from '../ids';
import type { Assertions, Field, RecordEvent, SomeAssertions } from './events';

/** The value in force of one field, and where it was sealed: the boxes of `asserted` open at `version` and `path`. */
export interface LiveField<F extends Field = Field> {
  readonly asserted: NonNullable<Assertions[F]>;
  /** Version in the record's stream of the event that states it. */
  readonly version: number;
  readonly recordedAt: Instant;
}
export type LiveFields = { readonly [F in Field]?: LiveField<F> };

/** What is known of an agency record, stream `record-<uuid>`, without opening anything. */
export interface LiveRecord {
  readonly version: number;
  readonly ref?: Ref;
  readonly caseid?: CaseId;
  readonly subject?: SubjectId;
  readonly caseRef?: Ref;
  readonly voided: boolean;
  readonly erased: boolean;
  readonly fields: LiveFields;
}

/** Sealed field path of a live value, as it was in its event's data. */
export const pathOf = (field: Field): string => `assertions.${field}.value`;

/** The role in force: the latest recorded. */
export const liveRole = ({ fields }: LiveRecord): Assertions['role']['value'] | undefined => fields.role?.asserted.value;

/** The role of a record for those who ask nothing else of its values. */
export interface RecordedRole {
  readonly role?: Assertions['role']['value'];
  readonly roleRecordedAt?: Instant;
}

/**
 * The role in force once `event` of the record is stored: the latest recorded, whatever the order of arrival (FORMAT 1.6). Only a
 * victim's record is announced.
 */
export function roleAfter({ role, roleRecordedAt }: RecordedRole, event: RecordEvent): RecordedRole {
  if (event.type === 'AgencyRecordAnnounced') return { role: 'victim' };
  const stated = 'assertions' in event.data ? event.data.assertions.role?.value : undefined;
  const { time } = event;
  const isOlder = roleRecordedAt !== undefined && time !== undefined && msOfInstant(time) < msOfInstant(roleRecordedAt);
  if (stated !== undefined && !isOlder) return { role: stated, ...(time && { roleRecordedAt: time }) };
  return { ...(role && { role }), ...(roleRecordedAt && { roleRecordedAt }) };
}

/** Of two values the one recorded later; of equal times the one known later (FORMAT 1.6). */
function overlaid(fields: LiveFields, assertions: SomeAssertions, version: number, recordedAt: Instant): LiveFields {
  const stands = (field: Field) => {
    const known = fields[field];
    return known === undefined || msOfInstant(known.recordedAt) <= msOfInstant(recordedAt);
  };
  const later = Object.entries(assertions).filter(([field, asserted]) => asserted !== undefined && stands(field as Field));
  return { ...fields, ...Object.fromEntries(later.map(([field, asserted]) => [field, { asserted, version, recordedAt }])) };
}

/**
 * The record with the value in force of each field: that of the latest recorded time, in whatever order they came.
 * @param deciding recorded time of events that are decided but not stored yet
 */
export const liveRecord = (deciding: Instant) => ({
  initialState: { version: 0, voided: false, erased: false, fields: {} } as LiveRecord,
  evolve(before: LiveRecord, event: RecordEvent): LiveRecord {
    const state = { ...before, version: before.version + 1 };
    const recordedAt = event.time ?? deciding;
    switch (event.type) {
      case 'AgencyRecordAnnounced':
        return { ...state, ref: event.data.ref, subject: event.data.subject, ...caseOf(event) };
      case 'AgencyRecordRegistered': {
        const { ref, subject, caseRef, assertions } = event.data;
        const fields = overlaid(state.fields, assertions, state.version, recordedAt);
        return { ...state, ref, subject, ...caseOf(event), ...(caseRef && { caseRef }), fields };
      }
      case 'FieldsAsserted':
      case 'FieldsCorrected':
      case 'VictimStatusDetermined':
        return { ...state, fields: overlaid(state.fields, event.data.assertions, state.version, recordedAt) };
      case 'AgencyRecordVoided':
        return { ...state, voided: true };
      case 'SubjectErased':
        return { ...state, erased: true };
      default:
        return state;
    }
  },
});
