import { instantOf, type StreamId } from '@satualur/contracts/ids';
import type { RecordEvent } from '@satualur/contracts/intake/events';
import { liveRecord, pathOf } from '@satualur/contracts/intake/record';
import type { ReferredPerson } from '@satualur/contracts/referral/events';
import { fold } from '@satualur/decider/decider';
import type { StoredEvent } from '@satualur/event-store/store';
import type { OpenAgency } from '@satualur/service-host/agency-side';
import { openBoxes } from '@satualur/service-host/open-boxes';

const SHOWN = ['name', 'birthDate', 'ageEstimate', 'nik', 'phone', 'sex'] as const;
/** Of events not stored yet; these all are. */
const DECIDING = instantOf(0);

/** What the recipient learns of the person: the values in force, opened from the sender's record, to be sealed anew for the sending. */
export async function referredPerson({ key, vault }: OpenAgency, events: readonly StoredEvent[]): Promise<ReferredPerson> {
  const { fields, subject } = fold(
    liveRecord(DECIDING),
    events.map(({ event }) => event as RecordEvent),
  );
  const stream = events[0]?.stream as StreamId;
  const opened = SHOWN.flatMap((field) => {
    const live = fields[field];
    if (!live || !subject) return [];
    const at = { owner: key, subject, stream, version: live.version };
    return [openBoxes(vault, live.asserted.value, at, pathOf(field)).then((value) => [field, value] as const)];
  });
  return { name: '-', ...Object.fromEntries(await Promise.all(opened)) } as ReferredPerson;
}
