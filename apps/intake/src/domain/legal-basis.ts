import type { LegalBasisEvent } from '@satualur/contracts/intake/events';
import type { Decider } from '@satualur/decider/decider';
import { type AboutRecord, type AboutRule, inCase, subjectOf } from './about';

export interface RecordLegalBasis {
  readonly type: 'RecordLegalBasis';
  readonly about: AboutRecord;
  readonly basis: Omit<LegalBasisEvent['data'], 'record'>;
}
export type LegalBasisRule = AboutRule;

/** On what basis an agency processes a person's data: stated once, never changed; another statement is another stream. */
export const legalBasis: Decider<RecordLegalBasis, null, LegalBasisEvent> = {
  initialState: null,
  decide({ about, basis }) {
    subjectOf(about);
    return [{ type: 'LegalBasisRecorded', data: { record: about.record, ...basis }, ...inCase(about), legalbasis: basis.basis }];
  },
  evolve: () => null,
};
