import { msOfInstant, type Uuid } from '@satualur/contracts/ids';
import type { Field, RecordEvent } from '@satualur/contracts/intake/events';
import { fold } from '@satualur/decider/decider';
import type { StoredEvent } from '@satualur/event-store/store';
import type { OpenAgency } from '@satualur/service-host/agency-side';
import { openBoxes } from '@satualur/service-host/open-boxes';
import { agencyRecord, type AgencyRecord, stateOf } from '../domain/agency-record';
import { isRegistration } from '../live';

type Stored = StoredEvent<RecordEvent>;

/** How the person may be reached, with the note opened; null when nobody has said. */
async function contactOf({ key, vault }: OpenAgency, events: readonly Stored[]) {
  const rule = events.findLast(({ event }) => event.type === 'SafeContactRuleSet');
  if (!rule) return null;
  const { subject, ...said } = (rule.event as Extract<RecordEvent, { type: 'SafeContactRuleSet' }>).data;
  const at = { owner: key, subject, stream: rule.stream, version: rule.version };
  return { ...said, ...(said.note !== undefined && { note: await openBoxes(vault, said.note, at, 'note') }) };
}

async function valuesOf({ key, vault }: OpenAgency, { live }: AgencyRecord, [first]: readonly Stored[]) {
  const fields = Object.entries(live.fields) as [Field, NonNullable<(typeof live.fields)[Field]>][];
  const opened = await Promise.all(
    fields.map(async ([field, { asserted, version }]) => {
      const at = { owner: key, subject: live.subject!, stream: first!.stream, version };
      return [field, await openBoxes(vault, asserted, at, `assertions.${field}`)] as const;
    }),
  );
  return Object.fromEntries(opened);
}

/**
 * An agency's record with the values in force, opened; a field whose key is gone reads `{closed: reason}`. How to reach the person stands
 * before any number.
 */
export async function recordView(agency: OpenAgency, id: Uuid, stored: readonly StoredEvent[]) {
  const events = stored as readonly Stored[];
  const state = fold(
    agencyRecord,
    events.map(({ event }) => event),
  );
  const registered = events.find(isRegistration)!;
  const { subject: _subject, assertions: _assertions, ...rest } = registered.event.data;
  const { caseid, time, knowntime } = registered.envelope;
  return {
    id,
    caseid: caseid!,
    recordedAt: time,
    ...(msOfInstant(time) > msOfInstant(knowntime) && { clockAhead: true as const }),
    state: stateOf(state),
    contact: await contactOf(agency, events),
    ...(state.worker !== undefined && { worker: state.worker }),
    ...(state.hold && { hold: state.hold }),
    ...rest,
    assertions: await valuesOf(agency, state, events),
    version: events.length,
  };
}
