import { caseOf } from '@satualur/contracts/event';
import type { CaseId, SubjectId } from '@satualur/contracts/ids';
import type { RecordEvent } from '@satualur/contracts/intake/events';
import type { Fold } from '@satualur/decider/decider';

/** What a referral asks of an agency record, stream `record-<uuid>` of the same agency. */
export interface RecordFacts {
  readonly exists: boolean;
  readonly voided?: true;
  readonly erased?: true;
  readonly caseid?: CaseId;
  readonly subject?: SubjectId;
  readonly role?: 'victim' | 'perpetrator';
}

export const recordFacts: Fold<RecordFacts, RecordEvent> = {
  initialState: { exists: false },
  evolve(state, event) {
    if (event.type === 'AgencyRecordVoided') return { ...state, voided: true };
    if (event.type === 'SubjectErased') return event.data.classes.includes('identity') ? { ...state, erased: true } : state;
    const role = 'assertions' in event.data ? event.data.assertions.role?.value : undefined;
    const known = event.type === 'AgencyRecordRegistered' ? { exists: true, ...caseOf(event), subject: event.data.subject } : {};
    return { ...state, ...known, ...(role && { role }) };
  },
};
