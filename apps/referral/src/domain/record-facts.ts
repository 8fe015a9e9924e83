import { caseOf } from '@satualur/contracts/event';
import type { CaseId, SubjectId } from '@satualur/contracts/ids';
import type { RecordEvent } from '@satualur/contracts/intake/events';
import { type RecordedRole, roleAfter } from '@satualur/contracts/intake/record';
import type { SafeContact } from '@satualur/contracts/referral/events';
import type { Fold } from '@satualur/decider/decider';

/** What a referral asks of an agency record, stream `record-<uuid>` of the same agency. */
export interface RecordFacts extends RecordedRole {
  readonly exists: boolean;
  readonly voided?: true;
  readonly erased?: true;
  readonly caseid?: CaseId;
  readonly subject?: SubjectId;
  /** How the person may be reached, as said last; absent when nobody has said. */
  readonly contact?: SafeContact;
}

export const recordFacts: Fold<RecordFacts, RecordEvent> = {
  initialState: { exists: false },
  evolve(state, event) {
    if (event.type === 'AgencyRecordVoided') return { ...state, voided: true };
    if (event.type === 'SubjectErased') return event.data.classes.includes('identity') ? { ...state, erased: true } : state;
    if (event.type === 'SafeContactRuleSet') {
      const { danger, rule } = event.data;
      return { ...state, contact: { danger, rule } };
    }
    const opens = event.type === 'AgencyRecordRegistered' || event.type === 'AgencyRecordAnnounced';
    const known = opens ? { exists: true, ...caseOf(event), subject: event.data.subject } : {};
    return { ...state, ...known, ...roleAfter(state, event) };
  },
};
