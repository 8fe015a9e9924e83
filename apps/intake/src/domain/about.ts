import type { PersonRole } from '@satualur/contracts/codes/casework';
import type { CaseId, Ref, SubjectId, Uuid } from '@satualur/contracts/ids';
import { type LiveRecord, liveRole } from '@satualur/contracts/intake/record';
import { mustHold, type Must } from '@satualur/decider/decider';

/** The agency's own record that a screening, legal basis, request or consent is about. */
export interface AboutRecord {
  readonly record: Uuid;
  readonly subject?: SubjectId;
  readonly caseid?: CaseId;
  readonly caseRef?: Ref;
  readonly role?: PersonRole;
  readonly voided: boolean;
  readonly erased: boolean;
}

export const aboutOf = (record: Uuid, live: LiveRecord): AboutRecord => {
  const { subject, caseid, caseRef, voided, erased } = live;
  const role = liveRole(live);
  const known = { ...(subject && { subject }), ...(caseid && { caseid }), ...(caseRef && { caseRef }), ...(role && { role }) };
  return { record, ...known, voided, erased };
};

export type AboutRule = 'record-unknown' | 'record-voided' | 'subject-erased';
const must: Must<AboutRule> = mustHold;

/** The subject of a record that is there, neither voided nor erased. */
export function subjectOf({ subject, voided, erased }: AboutRecord): SubjectId {
  must(subject !== undefined, 'record-unknown');
  must(!voided, 'record-voided', { state: 'Voided' });
  must(!erased, 'subject-erased', { state: 'Erased' });
  return subject;
}

/** Of the record's case, for the events that follow it. */
export const inCase = ({ caseid }: Pick<AboutRecord, 'caseid'>) => (caseid ? { caseid } : {});
