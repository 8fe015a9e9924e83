import { caseOf } from '@satualur/contracts/event';
import type { CaseId, SubjectId } from '@satualur/contracts/ids';
import type { RecordEvent } from '@satualur/contracts/intake/events';
import { type Fold, type Must, mustHold } from '@satualur/decider/decider';

/** What a service asks of an agency record, stream `record-<uuid>` of the same agency. */
export interface RecordFacts {
  readonly exists: boolean;
  readonly caseid?: CaseId;
  readonly subject?: SubjectId;
  readonly role?: 'victim' | 'perpetrator';
  readonly voided: boolean;
}

export const recordFacts: Fold<RecordFacts, RecordEvent> = {
  initialState: { exists: false, voided: false },
  evolve(state, event) {
    if (event.type === 'AgencyRecordRegistered') {
      const { subject, assertions } = event.data;
      return { exists: true, ...caseOf(event), subject, role: assertions.role.value, voided: false };
    }
    if (event.type === 'AgencyRecordVoided') return { ...state, voided: true };
    const role = 'assertions' in event.data ? event.data.assertions.role : undefined;
    return role ? { ...state, role: role.value } : state;
  },
};

export type RecordRule = 'record-unknown' | 'record-voided' | 'record-not-a-victim';
const must: Must<RecordRule> = mustHold;

/** The victim's record that a service, plan, process or claim is about; returns its subject. */
export function victimOf(record: RecordFacts): SubjectId {
  must(record.exists && record.subject !== undefined, 'record-unknown');
  must(!record.voided, 'record-voided');
  must(record.role === 'victim', 'record-not-a-victim');
  return record.subject;
}
