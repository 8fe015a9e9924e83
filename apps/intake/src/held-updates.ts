import { type Ref, streamOf, type StreamId, type SubjectId, type Uuid, uuidOfStream } from '@satualur/contracts/ids';
import type { HeldUpdateEvent, SomeAssertions } from '@satualur/contracts/intake/events';
import type { StoredEvent, Unit } from '@satualur/event-store/store';
import type { OpenAgency } from '@satualur/service-host/agency-side';
import { openBoxes } from '@satualur/service-host/open-boxes';
import { mustBeArea } from './areas';
import { change, changeOf, type NewChange, registeredAs } from './changes';
import { agencyRecord } from './domain/agency-record';
import { mustBeBorn } from './domain/birth';
import { type Held, heldUpdate } from './domain/held-update';
import type { Act } from './intake.handler';
import { recordedBy, recordStream } from './live';

const KIND = 'held-update';
const placeOf = (ref: Ref, number: number): string => `${number}/${ref}`;

/** The updates held for one number, in the order they came. */
async function heldFor({ store }: OpenAgency, ref: Ref): Promise<readonly StreamId[]> {
  const held: StreamId[] = [];
  for (let next = await store.holder(KIND, placeOf(ref, 1)); next; next = await store.holder(KIND, placeOf(ref, held.length + 1)))
    held.push(next);
  return held;
}

type Stored = StoredEvent<Extract<HeldUpdateEvent, { type: 'UpdateHeld' }>>;

/** The update as its agency stated it, opened; undefined when its key is gone. */
async function opened({ key, vault }: OpenAgency, { event, stream, version }: Stored): Promise<NewChange> {
  const { subject, kind, decidedBy, reason } = event.data;
  const at = { owner: key, subject, stream, version };
  const assertions = (await openBoxes(vault, event.data.assertions, at, 'assertions')) as SomeAssertions;
  switch (kind) {
    case 'Assert':
      return { type: 'AssertFields', assertions };
    case 'Correct':
      return { type: 'CorrectFields', assertions, reason: reason ?? 'NotStated' };
    case 'Determine':
      return { type: 'DetermineStatus', assertions, ...(decidedBy && { decidedBy }) };
  }
}

/** Applies one held update to the record it waited for, sealed anew under the record's own subject. */
export async function applyOne(unit: Unit, agency: OpenAgency, held: StreamId, record: Uuid): Promise<void> {
  const { state } = await unit.load(held, heldUpdate);
  const [first] = (await unit.events(held)) as readonly Stored[];
  if (state !== 'Waiting' || !first) return;
  const stated = await opened(agency, first);
  await change(unit, agency, record, { ...changeOf(agency, stated, first.event.data.recordedAt), held: true });
  const { registered } = await unit.load(recordStream(record), agencyRecord);
  const caseid = registered?.caseid;
  await unit.decide(held, heldUpdate, { type: 'ApplyUpdate', record, ...(caseid && { caseid }) });
}

/** Everything that waited for this number, in the same append that registers the record. */
export async function applyHeld(
  unit: Unit,
  agency: OpenAgency,
  { record, ref }: { readonly record: Uuid; readonly ref: Ref },
): Promise<void> {
  const waiting = await heldFor(agency, ref);
  for (const held of waiting) await applyOne(unit, agency, held, record);
  waiting.forEach((_, index) => unit.release(KIND, placeOf(ref, index + 1)));
}

/** Keeps an update of a record that is not known yet; of one that is known, it is refused: the caller names the record instead. */
export const holdUpdate = (update: Omit<Held, 'subject' | 'recordedAt'>, id: Uuid, subject: SubjectId): Act => ({
  async run(unit, agency, cause) {
    const stream = streamOf('heldupdate', id);
    const recordKnown = (await registeredAs(unit, agency, update.record)) !== undefined;
    mustBeArea(agency, update.assertions.originKabkota?.value, recordedBy(cause));
    const { assertions } = changeOf(agency, { type: 'AssertFields', assertions: update.assertions }, recordedBy(cause));
    mustBeBorn(assertions, cause);
    const held = { ...update, assertions, subject, recordedAt: recordedBy(cause) };
    await unit.decide(stream, heldUpdate, { type: 'HoldUpdate', update: held, recordKnown });
    unit.claim(KIND, placeOf(update.record, (await heldFor(agency, update.record)).length + 1), stream);
  },
});

export const discardUpdate = (id: Uuid, reason: 'EnteredInError' | 'NoSuchRecord'): Act => ({
  async run(unit) {
    await unit.decide(streamOf('heldupdate', id), heldUpdate, { type: 'DiscardUpdate', reason });
  },
});

/** An update that was held while its record was being registered: applied after all. */
export async function applyLate(unit: Unit, agency: OpenAgency, held: StreamId): Promise<void> {
  const { held: update } = await unit.load(held, heldUpdate);
  const record = update && (await registeredAs(unit, agency, update.record));
  if (record) await applyOne(unit, agency, held, uuidOfStream(record));
}
