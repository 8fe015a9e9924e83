import type { Uuid } from '@satualur/contracts/ids';
import type { RecordView } from '@satualur/contracts/views';
import type { StoredEvent } from '@satualur/event-store/store';
import type { OpenAgency } from '@satualur/service-host/agency-side';
import { openBoxes } from '@satualur/service-host/open-boxes';
import type { AgencyRecordEvent } from '../domain/agency-record';

/** An agency's record with its own values, opened; a field whose key is gone reads `{closed: reason}`. */
export async function recordView({ key, vault }: OpenAgency, id: Uuid, events: readonly StoredEvent[]): Promise<RecordView> {
  const [registered] = events as readonly StoredEvent<AgencyRecordEvent>[];
  const { data } = registered!.event;
  const { caseid, time } = registered!.envelope;
  const { subject, assertions, ...rest } = data;
  const at = { owner: key, subject, stream: registered!.stream, version: registered!.version };
  return {
    id,
    caseid: caseid!,
    recordedAt: time,
    ...rest,
    assertions: await openBoxes(vault, assertions, at, 'assertions'),
    version: events.length,
  };
}
