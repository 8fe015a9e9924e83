import { streamOf, type Uuid } from '@satualur/contracts/ids';
import { agencyRecord } from '../domain/agency-record';
import { change, changeOf, type NewChange, offList } from '../changes';
import type { AgencyRecordCommand, RegisterRecord } from '../domain/agency-record.commands';
import { asStored } from '../domain/forms';
import { entriesOf } from '../domain/person-index';
import { referralFacts } from '../domain/referral-facts';
import { noteConflictsWith } from '../guardian-conflicts';
import { applyHeld } from '../held-updates';
import type { Act } from '../intake.handler';
import { watchKeeping } from '../keeping';
import { recordedBy, recordStream } from '../live';
import { isStaff } from './rights';

/** What a caller says of a new record. */
export type NewRecord = Omit<RegisterRecord, 'type' | 'subject' | 'newCase' | 'viaReferral' | 'unlisted'> & {
  readonly viaReferral?: Uuid;
};
export type Minted = Pick<RegisterRecord, 'subject' | 'newCase'> & { readonly record: Uuid };

/** The person is findable before the record stands: whatever ends between the two leaves an entry that finds nothing, never a record unfound. */
export const registerRecord = ({ viaReferral: id, ...stated }: NewRecord, { record, ...minted }: Minted): Act => ({
  async run(unit, agency, cause) {
    const stream = recordStream(record);
    const assertions = asStored(stated.assertions);
    await agency.vault.putInIndex(minted.subject, record, entriesOf(assertions));
    const viaReferral = id && { id, facts: await unit.peek(streamOf('referralin', id), referralFacts) };
    await unit.decide(stream, agencyRecord, {
      ...{ type: 'RegisterRecord', ...stated, ...minted, assertions },
      ...(viaReferral && { viaReferral }),
      unlisted: offList(agency, assertions, recordedBy(cause)),
    });
    unit.claim('record', stated.ref, stream);
    if (id) unit.claim('record-via-referral', id, stream);
    await applyHeld(unit, agency, { record, ref: stated.ref });
    await noteConflictsWith(unit, agency, record, recordedBy(cause));
  },
  unwritten: ({ vault }) => vault.takeFromIndex(minted.subject),
});

export const changeRecord = (record: Uuid, stated: NewChange): Act => ({
  async run(unit, agency, cause) {
    await change(unit, agency, record, changeOf(agency, stated, recordedBy(cause)));
    await noteConflictsWith(unit, agency, record, recordedBy(cause));
  },
});

/** A command to a record that asks nothing of the agency. */
export const toRecord = (record: Uuid, command: AgencyRecordCommand): Act => ({
  async run(unit) {
    await unit.decide(recordStream(record), agencyRecord, command);
  },
});

export const assignWorker = (record: Uuid, worker: string): Act => ({
  async run(unit, agency) {
    await unit.decide(recordStream(record), agencyRecord, { type: 'AssignWorker', worker, known: isStaff(agency, worker) });
  },
});

/** What changes how long a record is kept. */
const keptOtherwise = (record: Uuid, command: AgencyRecordCommand): Act => ({
  async run(unit, agency, cause) {
    await unit.decide(recordStream(record), agencyRecord, command);
    await watchKeeping(unit, agency, record, cause.at);
  },
});

type Reason<T> = Extract<AgencyRecordCommand, { readonly type: T }> extends { readonly reason: infer R } ? R : never;
export const closeCase = (record: Uuid, reason: Reason<'CloseCase'>) => keptOtherwise(record, { type: 'CloseCase', reason });
export const reopenCase = (record: Uuid, reason: Reason<'ReopenCase'>) => keptOtherwise(record, { type: 'ReopenCase', reason });
export const liftHold = (record: Uuid) => keptOtherwise(record, { type: 'LiftHold' });
