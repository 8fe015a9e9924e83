import type { Caller, Role } from '@satualur/access/access';
import type { AnyEvent } from '@satualur/contracts/event';
import type { Hlc } from '@satualur/contracts/hlc';
import { Actor, type StreamId, streamOf, type Uuid } from '@satualur/contracts/ids';
import type { PlatformEvent } from '@satualur/contracts/platform/events';
import { instantNow } from '@satualur/event-store/clock';
import { randomIds } from '@satualur/event-store/random-ids';
import type { OpenAgency } from './agency-side';

const ids = randomIds();

async function note(
  { store, clock }: OpenAgency,
  who: { caller: Caller; role: Role },
  event: PlatformEvent,
  command = ids.next(),
): Promise<Hlc> {
  const actor = Actor.parse(`${who.caller.staff}/${who.role}`);
  const cause = { actor, at: instantNow(clock), command: { id: command } };
  const { hlc } = await store.transact(cause, (unit) => unit.record(streamOf('access', ids.next()), [event as AnyEvent]));
  return hlc;
}

/** A look at one person; durable before the answer is given (architecture 10). */
export const viewed = (agency: OpenAgency, who: { caller: Caller; role: Role }, subject: StreamId, fields: readonly string[]) =>
  note(agency, who, { type: 'RecordViewed', data: { subject, fields: [...fields] } });

/** A search, with whom it showed; what was looked for is not kept. Noted once for one command id. */
export const searched = (
  agency: OpenAgency,
  who: { caller: Caller; role: Role },
  by: 'Name' | 'Number' | 'Phone',
  shown: readonly StreamId[],
  command?: Uuid,
) => note(agency, who, { type: 'RecordSearched', data: { by, shown: [...shown] } }, command);
