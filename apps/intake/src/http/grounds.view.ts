import type { Instant, Uuid } from '@satualur/contracts/ids';
import { consents, type Granted, standingOf } from '@satualur/contracts/intake/consent';
import type { ConsentEvent, LegalBasisEvent } from '@satualur/contracts/intake/events';
import { heldPurposes, legalBases } from '@satualur/contracts/intake/legal-basis';
import { fold } from '@satualur/decider/decider';
import type { StoredEvent } from '@satualur/event-store/store';
import { consent } from '../domain/consent';

type Of<T extends ConsentEvent['type']> = Extract<ConsentEvent, { type: T }>;
type Stored<E> = StoredEvent & { readonly event: E };

const those = <T extends ConsentEvent['type']>(events: readonly StoredEvent[], type: T): readonly Stored<Of<T>>[] =>
  events.filter((stored): stored is Stored<Of<T>> => stored.event.type === type);

/** One grant with how it stands to each recipient now; a guardian whose NIK was not stated can be held against no suspect. */
function grantOf({ event, envelope, version }: Stored<Of<'ConsentGranted'>>, grant: Granted, at: Instant) {
  const { purposes, classes, givenBy, guardianNik, language, expiresAt, imported } = event.data;
  return {
    ...{ version, grantedAt: envelope.time, purposes, classes, givenBy },
    recipients: grant.recipients.map((agency) => ({ agency, standing: standingOf(grant, { recipient: agency, at }) })),
    ...(givenBy !== 'self' && guardianNik === undefined && { guardianUnidentified: true as const }),
    ...(language !== undefined && { language }),
    ...(expiresAt && { expiresAt }),
    ...(imported && { imported }),
  };
}

function stopsOf(events: readonly StoredEvent[]) {
  const { stops } = fold(
    consent,
    events.map(({ event }) => event as ConsentEvent),
  );
  const asked = those(events, 'ConsentWithdrawn');
  const confirmed = those(events, 'StopConfirmationNoted');
  return stops.map(({ recipient, stop, confirmBy, state }) => {
    const withdrawn = asked.find(({ event }) => event.data.stops.some((one) => one.stop === stop))!;
    const confirmedAt = confirmed.find(({ event }) => event.data.stop === stop)?.event.data.at;
    const withdrawnAt = withdrawn.envelope.time;
    return { recipient, stop, state, withdrawnAt, confirmBy, ...(confirmedAt && { confirmedAt }) };
  });
}

/** What one person allowed, refused and took back, and how each of it stands at `at`; no guardian's number. */
export function consentsView(record: Uuid, events: readonly StoredEvent[], at: Instant) {
  const { grants } = fold(
    consents,
    events.map(({ event }) => event as ConsentEvent),
  );
  return {
    id: record,
    grants: those(events, 'ConsentGranted').map((stored, index) => grantOf(stored, grants[index]!, at)),
    refused: those(events, 'ConsentRefused').map(({ event, envelope, version }) => {
      const { recipients, purposes, givenBy } = event.data;
      return { version, refusedAt: envelope.time, recipients, purposes, givenBy };
    }),
    stops: stopsOf(events),
    version: events.length,
  };
}

/** The bases on which one person's data may be passed on, with the services that each holds for at `at`. */
export function legalBasesView(record: Uuid, events: readonly StoredEvent[], at: Instant) {
  const stated = events as readonly Stored<LegalBasisEvent>[];
  const bases = fold(
    legalBases,
    stated.map(({ event }) => event),
  );
  return {
    id: record,
    bases: stated.map(({ event, envelope, version }) => {
      const { record: _record, ...said } = event.data;
      return { version, recordedAt: envelope.time, ...said, inForceFor: heldPurposes(bases, event.data, at) };
    }),
    version: events.length,
  };
}
