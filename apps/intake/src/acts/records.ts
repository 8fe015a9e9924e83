import { type Ref, streamOf, type Uuid, uuidOfStream } from '@satualur/contracts/ids';
import { type Must, mustHold } from '@satualur/decider/decider';
import type { Unit } from '@satualur/event-store/store';
import type { OpenAgency } from '@satualur/service-host/agency-side';
import { agencyRecord } from '../domain/agency-record';
import { change, changeOf, type NewChange } from '../changes';
import type { AgencyRecordCommand, RegisterRecord } from '../domain/agency-record.commands';
import { mustBeBorn } from '../domain/birth';
import { asStored } from '../domain/forms';
import { entriesOf } from '../domain/person-index';
import { referralFacts } from '../domain/referral-facts';
import { noteConflictsWith } from '../guardian-conflicts';
import { applyHeld } from '../held-updates';
import type { Act } from '../intake.handler';
import { watchKeeping } from '../keeping';
import { recordedBy, recordStream } from '../live';
import { awaitScreening } from '../screening-clocks';
import { mustBeArea } from '../areas';
import { isStaff } from './rights';

export type OtherPersonRule = 'other-person-unknown';
const must: Must<OtherPersonRule> = mustHold;

/** What a caller says of a new record. */
export type NewRecord = Omit<RegisterRecord, 'type' | 'subject' | 'newCase' | 'viaReferral'> & {
  readonly viaReferral?: Uuid;
};
export type Minted = Pick<RegisterRecord, 'subject' | 'newCase'> & { readonly record: Uuid };

type Announced = Pick<NewRecord, 'ref' | 'viaReferral'>;

/** Who this person is not: people of whom this agency holds a record. */
async function mustBeOwn(unit: Unit, records: readonly Uuid[]): Promise<void> {
  for (const record of records) {
    const { registered } = await unit.peek(recordStream(record), agencyRecord);
    must(registered !== undefined, 'other-person-unknown');
  }
}

const answered = async (unit: Unit, id: Uuid | undefined) =>
  id && { id, facts: await unit.peek(streamOf('referralin', id), referralFacts) };

/** The number of a record that is still on its way: what is done for its person meanwhile can name it. */
export const announceRecord = ({ ref, viaReferral: id }: Announced, { record, ...minted }: Minted): Act => ({
  async run(unit) {
    const stream = recordStream(record);
    const viaReferral = await answered(unit, id);
    await unit.decide(stream, agencyRecord, { type: 'AnnounceRecord', ref, ...minted, ...(viaReferral && { viaReferral }) });
    unit.claim('record', ref, stream);
    if (id) unit.claim('record-via-referral', id, stream);
  },
});

/** The stream and subject under which a number was announced; undefined where it was not. */
async function announcedAs(unit: Unit, { store }: OpenAgency, ref: Ref) {
  const stream = await store.holder('record', ref);
  const { announced, registered } = stream ? await unit.load(stream, agencyRecord) : {};
  return stream && announced && !registered ? { record: uuidOfStream(stream), subject: announced.subject } : undefined;
}

/** The person is findable before the record stands: whatever ends between the two leaves an entry that finds nothing, never a record unfound. */
export const registerRecord = ({ viaReferral: id, ...stated }: NewRecord, minted: Minted): Act => ({
  async run(unit, agency, cause) {
    const announced = await announcedAs(unit, agency, stated.ref);
    const { record, subject, newCase } = { ...minted, ...announced };
    await mustBeOwn(unit, stated.notSameAs ?? []);
    mustBeArea(agency, stated.assertions.originKabkota?.value, recordedBy(cause));
    const stream = recordStream(record);
    const assertions = asStored(stated.assertions);
    mustBeBorn(assertions, cause);
    await agency.vault.putInIndex(subject, record, entriesOf(assertions));
    const viaReferral = await answered(unit, id);
    await unit.decide(stream, agencyRecord, {
      ...{ type: 'RegisterRecord', ...stated, subject, newCase, assertions },
      ...(viaReferral && { viaReferral }),
    });
    if (!announced) unit.claim('record', stated.ref, stream);
    if (id && (await agency.store.holder('record-via-referral', id)) !== stream) unit.claim('record-via-referral', id, stream);
    await applyHeld(unit, agency, { record, ref: stated.ref });
    await awaitScreening(unit, agency, { record, ...stated, viaReferral: id }, recordedBy(cause));
    await noteConflictsWith(unit, agency, record, recordedBy(cause));
  },
  unwritten: ({ vault }) => vault.takeFromIndex(minted.subject),
});

export const changeRecord = (record: Uuid, stated: NewChange): Act => ({
  async run(unit, agency, cause) {
    mustBeArea(agency, stated.assertions.originKabkota?.value, recordedBy(cause));
    await change(unit, agency, record, changeOf(agency, stated, recordedBy(cause)));
    mustBeBorn(stated.assertions, cause);
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
