import { caseOf } from '@satualur/contracts/event';
import type { CaseId, SubjectId } from '@satualur/contracts/ids';
import type { RecordEvent } from '@satualur/contracts/intake/events';
import { type RecordedRole, roleAfter } from '@satualur/contracts/intake/record';
import { type Fold, type Must, mustHold } from '@satualur/decider/decider';

/** What a service asks of an agency record, stream `record-<uuid>` of the same agency. */
export interface RecordFacts extends RecordedRole {
  readonly exists: boolean;
  readonly caseid?: CaseId;
  readonly subject?: SubjectId;
  readonly voided: boolean;
}

export const recordFacts: Fold<RecordFacts, RecordEvent> = {
  initialState: { exists: false, voided: false },
  evolve(state, event) {
    if (event.type === 'AgencyRecordVoided') return { ...state, voided: true };
    const known = event.type === 'AgencyRecordRegistered' ? { exists: true, ...caseOf(event), subject: event.data.subject } : {};
    return { ...state, ...known, ...roleAfter(state, event) };
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
