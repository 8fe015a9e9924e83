import type { Instant, Ref, StreamId, Uuid } from '@satualur/contracts/ids';
import type { Unit } from '@satualur/event-store/store';
import type { OpenAgency } from '@satualur/service-host/agency-side';
import { agencyRecord } from './domain/agency-record';
import type { AssertFields, ChangeFields, CorrectFields, DetermineStatus } from './domain/agency-record.commands';
import { asStored } from './domain/forms';
import { entriesOf } from './domain/person-index';
import { recordStream } from './live';

type Stated<C> = C extends ChangeFields ? Omit<C, 'recordedAt' | 'held' | 'decidedBy'> : never;
/** A change as its caller states it; who decides a status is the agency's own kind unless stated. */
export type NewChange =
  Stated<AssertFields> | Stated<CorrectFields> | (Stated<DetermineStatus> & Partial<Pick<DetermineStatus, 'decidedBy'>>);

/** The change as its command, with what the agency's own kind says. */
export function changeOf(agency: OpenAgency, stated: NewChange, recordedAt: Instant): ChangeFields {
  const assertions = asStored(stated.assertions);
  const said = { ...stated, assertions, recordedAt };
  if (said.type !== 'DetermineStatus') return said;
  return { ...said, decidedBy: said.decidedBy ?? agency.directory.agency(agency.key)?.decisionMakingOrg ?? 'Other' };
}

/** Decides a change of a record, findable by its new values, and notes what it means for consents of guardians. */
export async function change(unit: Unit, agency: OpenAgency, record: Uuid, command: ChangeFields): Promise<void> {
  const stream = recordStream(record);
  const { registered, erased } = await unit.load(stream, agencyRecord);
  if (registered && erased.length === 0) await agency.vault.putInIndex(registered.subject, record, entriesOf(command.assertions));
  await unit.decide(stream, agencyRecord, command);
}

/** The record of one's own number, once it is registered; one that is only announced takes no values yet. */
export async function registeredAs(unit: Unit, { store }: OpenAgency, ref: Ref): Promise<StreamId | undefined> {
  const stream = await store.holder('record', ref);
  return stream && (await unit.peek(stream, agencyRecord)).registered ? stream : undefined;
}
