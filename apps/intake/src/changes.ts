import type { Instant, Ref, Uuid } from '@satualur/contracts/ids';
import type { SomeAssertions } from '@satualur/contracts/intake/events';
import type { Unit } from '@satualur/event-store/store';
import type { OpenAgency } from '@satualur/service-host/agency-side';
import { agencyRecord } from './domain/agency-record';
import type { AssertFields, ChangeFields, CorrectFields, DetermineStatus } from './domain/agency-record.commands';
import { asStored, unlisted } from './domain/forms';
import { entriesOf } from './domain/person-index';
import { recordStream } from './live';

/** Lists of the registry, in force at the recorded time, of which a stated code is no part. */
export const offList = ({ directory }: OpenAgency, assertions: SomeAssertions, at: Instant) =>
  unlisted(assertions, (list, code, when) => directory.lists.allows(list, code, when), at);

type Stated<C> = C extends ChangeFields ? Omit<C, 'recordedAt' | 'held' | 'unlisted' | 'decidedBy'> : never;
/** A change as its caller states it; who decides a status is the agency's own kind unless stated. */
export type NewChange =
  Stated<AssertFields> | Stated<CorrectFields> | (Stated<DetermineStatus> & Partial<Pick<DetermineStatus, 'decidedBy'>>);

/** The change as its command, with what the agency and its lists say. */
export function changeOf(agency: OpenAgency, stated: NewChange, recordedAt: Instant): ChangeFields {
  const assertions = asStored(stated.assertions);
  const said = { ...stated, assertions, recordedAt, unlisted: offList(agency, assertions, recordedAt) };
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

/** The record of one's own number, wherever it is known. */
export const recordOf = ({ store }: OpenAgency, ref: Ref) => store.holder('record', ref);
