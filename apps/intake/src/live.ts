import type { Cause } from '@satualur/contracts/event';
import { type Instant, streamOf, type Uuid } from '@satualur/contracts/ids';
import type { Field, RecordEvent } from '@satualur/contracts/intake/events';
import { liveRecord, type LiveRecord, pathOf } from '@satualur/contracts/intake/record';
import { Erased, isSealedBox } from '@satualur/contracts/sealed';
import type { StoredEvent, Unit } from '@satualur/event-store/store';
import type { OpenAgency } from '@satualur/service-host/agency-side';
import { type AboutRecord, aboutOf } from './domain/about';

export const recordStream = (record: Uuid) => streamOf('record', record);

type Registration = StoredEvent<Extract<RecordEvent, { type: 'AgencyRecordRegistered' }>>;

/** What a record's number is announced by is not its registration: until that one, there is nothing to read. */
export const isRegistration = (stored: StoredEvent): stored is Registration => stored.event.type === 'AgencyRecordRegistered';

/** The recorded time of what a command is about to write. */
export const recordedBy = ({ recordedAt, at }: Pick<Cause, 'recordedAt' | 'at'>): Instant => recordedAt ?? at;

/** The values in force of a record, with those decided in this unit. */
export const liveIn = (unit: Unit, record: Uuid, deciding: Instant): Promise<LiveRecord> =>
  unit.peek(recordStream(record), liveRecord(deciding));

/** What rests on a record is refused when the record changed meanwhile: it is checked with the append. */
export const aboutIn = async (unit: Unit, record: Uuid, cause: Cause): Promise<AboutRecord> =>
  aboutOf(record, await unit.check(recordStream(record), liveRecord(recordedBy(cause))));

/** A live value, opened with the owner's own vault; undefined when it is not stated or its key is gone. */
export async function openLive({ key, vault }: OpenAgency, record: Uuid, live: LiveRecord, field: Field): Promise<unknown> {
  const stated = live.fields[field];
  if (stated === undefined || live.subject === undefined) return undefined;
  const { value } = stated.asserted;
  if (!isSealedBox(value)) return value;
  const at = { owner: key, subject: live.subject, stream: recordStream(record), version: stated.version };
  const opened = await vault.open(value, { ...at, field: pathOf(field) });
  return opened instanceof Erased ? undefined : opened;
}

export async function openText(agency: OpenAgency, record: Uuid, live: LiveRecord, field: Field): Promise<string | undefined> {
  const value = await openLive(agency, record, live, field);
  return typeof value === 'string' ? value : undefined;
}
