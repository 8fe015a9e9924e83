import { type Instant, msOfInstant } from '@satualur/contracts/ids';
import type { LegalBasisEvent } from '@satualur/contracts/intake/events';
import { type Decider, type Must, mustHold } from '@satualur/decider/decider';
import { type AboutRecord, type AboutRule, inCase, subjectOf } from './about';

export interface RecordLegalBasis {
  readonly type: 'RecordLegalBasis';
  readonly about: AboutRecord;
  readonly basis: Omit<LegalBasisEvent['data'], 'record'>;
}
export type LegalBasisRule = AboutRule | 'basis-ends-before-it-begins';
const must: Must<LegalBasisRule> = mustHold;

const isSpan = (since: Instant | undefined, until: Instant | undefined): boolean =>
  since === undefined || until === undefined || msOfInstant(since) < msOfInstant(until);

/** On what bases an agency passes a person's data on, stream `legalbasis-<uuid of the record>`: nothing is changed, a later statement replaces an earlier. */
export const legalBasis: Decider<RecordLegalBasis, null, LegalBasisEvent> = {
  initialState: null,
  decide({ about, basis }) {
    subjectOf(about);
    must(isSpan(basis.since, basis.until), 'basis-ends-before-it-begins');
    return [{ type: 'LegalBasisRecorded', data: { record: about.record, ...basis }, ...inCase(about), legalbasis: basis.basis }];
  },
  evolve: () => null,
};
