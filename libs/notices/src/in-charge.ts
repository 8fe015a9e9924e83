import { type Instant, type StreamId, streamOf, type Uuid } from '@satualur/contracts/ids';
import type { RecordEvent, WorkerEvent } from '@satualur/contracts/intake/events';
import { dateOf } from '@satualur/contracts/registry/deadlines';
import type { Fold } from '@satualur/decider/decider';
import type { Unit } from '@satualur/event-store/store';
import { uuidFrom } from '@satualur/service-host/secrets';

/** The stream of a member of staff's absences. */
export const workerStream = (staff: string): StreamId => streamOf('worker', uuidFrom('worker', staff));

const assigned: Fold<string | undefined, RecordEvent> = {
  initialState: undefined,
  evolve: (worker, event) => (event.type === 'WorkerAssigned' ? event.data.worker : worker),
};
const absence: Fold<Extract<WorkerEvent, { type: 'WorkerAbsent' }>['data'] | undefined, WorkerEvent> = {
  initialState: undefined,
  evolve: (_, event) => (event.type === 'WorkerAbsent' ? event.data : undefined),
};

/** Who is in charge of a record of the own agency on the day (WITA) of `at`: the worker, or the deputy of one who is away; nobody where none is assigned. */
export async function inCharge(unit: Unit, record: Uuid, at: Instant): Promise<{ readonly worker?: string }> {
  const worker = await unit.peek(streamOf('record', record), assigned);
  if (worker === undefined) return {};
  const away = await unit.peek(workerStream(worker), absence);
  const today = dateOf(at);
  return { worker: away && away.from <= today && today <= away.until ? away.deputy : worker };
}
