import type { IntakeEvent } from '@satualur/contracts/intake/events';
import type { ReferredPerson } from '@satualur/contracts/referral/events';
import type { StoredEvent } from '@satualur/event-store/store';
import type { OpenAgency } from '@satualur/service-host/agency-side';
import { openBoxes } from '@satualur/service-host/open-boxes';

const SHOWN = ['name', 'birthDate', 'ageEstimate', 'nik', 'phone', 'sex'] as const;

/** What the recipient learns of the person: opened from the sender's record, to be sealed anew for the sending. */
export async function referredPerson({ key, vault }: OpenAgency, events: readonly StoredEvent[]): Promise<ReferredPerson> {
  const registered = (events as readonly StoredEvent<IntakeEvent>[]).find(({ event }) => event.type === 'AgencyRecordRegistered');
  if (!registered || registered.event.type !== 'AgencyRecordRegistered') return { name: '-' };
  const { subject, assertions } = registered.event.data;
  const at = { owner: key, subject, stream: registered.stream, version: registered.version };
  const fields = SHOWN.filter((field) => assertions[field] !== undefined);
  const values = await Promise.all(
    fields.map(
      async (field) => [field, await openBoxes(vault, assertions[field]!.value, at, `assertions.${field}.value`)] as const,
    ),
  );
  return Object.fromEntries(values) as ReferredPerson;
}
