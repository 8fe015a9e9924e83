import { caseOf } from '@satualur/contracts/event';
import type { CaseId, SubjectId } from '@satualur/contracts/ids';
import type { IntakeEvent } from '@satualur/contracts/intake/events';
import type { Fold } from '@satualur/decider/decider';

/** What a referral asks of an agency record, stream `record-<uuid>` of the same agency. */
export interface RecordFacts {
  readonly exists: boolean;
  readonly caseid?: CaseId;
  readonly subject?: SubjectId;
  readonly role?: 'victim' | 'perpetrator';
}

export const recordFacts: Fold<RecordFacts, IntakeEvent> = {
  initialState: { exists: false },
  evolve(state, event) {
    switch (event.type) {
      case 'AgencyRecordRegistered':
        return { exists: true, ...caseOf(event), subject: event.data.subject, role: event.data.assertions.role.value };
      case 'KeysAwaited':
      case 'KeysReceived':
      case 'KeysRequested':
        return state;
    }
  },
};
