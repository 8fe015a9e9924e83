import { caseOf } from '@satualur/contracts/event';
import type { CaseId, SubjectId } from '@satualur/contracts/ids';
import type { RecordEvent } from '@satualur/contracts/intake/events';
import type { DataClass } from '@satualur/contracts/sealed';
import { type RecordedRole, roleAfter } from '@satualur/contracts/intake/record';
import { type Fold, type Must, mustHold } from '@satualur/decider/decider';

/** What a service asks of an agency record, stream `record-<uuid>` of the same agency. */
export interface RecordFacts extends RecordedRole {
  readonly exists: boolean;
  readonly caseid?: CaseId;
  readonly subject?: SubjectId;
  readonly voided: boolean;
  /** Classes whose keys the agency destroyed. */
  readonly erased?: readonly DataClass[];
}

export const recordFacts: Fold<RecordFacts, RecordEvent> = {
  initialState: { exists: false, voided: false },
  evolve(state, event) {
    if (event.type === 'AgencyRecordVoided') return { ...state, voided: true };
    if (event.type === 'SubjectErased') return { ...state, erased: [...(state.erased ?? []), ...event.data.classes] };
    const opens = event.type === 'AgencyRecordRegistered' || event.type === 'AgencyRecordAnnounced';
    const known = opens ? { exists: true, ...caseOf(event), subject: event.data.subject } : {};
    return { ...state, ...known, ...roleAfter(state, event) };
  },
};

export type RecordRule = 'record-unknown' | 'record-voided' | 'record-not-a-victim' | 'subject-erased';
const must: Must<RecordRule> = mustHold;

/** Nothing more is written of an erased person, nor sealed under a class whose time of keeping has ended. */
export function mustBeKept({ erased = [] }: Pick<RecordFacts, 'erased'>, seals: DataClass): void {
  must(!erased.includes('identity') && !erased.includes(seals), 'subject-erased', { state: 'Erased' });
}

/**
 * The victim's record that a service, plan, process or claim is about; returns its subject.
 * @param seals under which class something of the person is sealed
 */
export function victimOf(record: RecordFacts, seals: DataClass = 'identity'): SubjectId {
  must(record.exists && record.subject !== undefined, 'record-unknown');
  must(!record.voided, 'record-voided');
  mustBeKept(record, seals);
  must(record.role === 'victim', 'record-not-a-victim');
  return record.subject;
}
