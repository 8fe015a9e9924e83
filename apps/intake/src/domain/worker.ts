import type { WorkerEvent } from '@satualur/contracts/intake/events';
import { type Decider, type Must, mustHold } from '@satualur/decider/decider';

type Absence = Extract<WorkerEvent, { type: 'WorkerAbsent' }>['data'];

export type WorkerCommand =
  | { readonly type: 'RecordAbsence'; readonly absence: Absence; readonly known: boolean }
  | { readonly type: 'RecordReturn'; readonly worker: string };

export type WorkerRule = 'deputy-is-worker' | 'absence-ends-before-it-begins' | 'worker-unknown' | 'worker-not-absent';
const must: Must<WorkerRule> = mustHold;

/** Who stands in for a member of staff who is away; a later statement replaces the earlier. */
export interface Worker {
  readonly absence?: Absence;
}

function decide(command: WorkerCommand, { absence }: Worker): readonly WorkerEvent[] {
  if (command.type === 'RecordReturn') {
    must(absence !== undefined, 'worker-not-absent');
    return [{ type: 'WorkerReturned', data: { worker: command.worker } }];
  }
  const { worker, deputy, from, until } = command.absence;
  must(command.known, 'worker-unknown');
  must(worker !== deputy, 'deputy-is-worker');
  must(from <= until, 'absence-ends-before-it-begins');
  return [{ type: 'WorkerAbsent', data: command.absence }];
}

function evolve(_state: Worker, event: WorkerEvent): Worker {
  switch (event.type) {
    case 'WorkerAbsent':
      return { absence: event.data };
    case 'WorkerReturned':
      return {};
  }
}

export const worker: Decider<WorkerCommand, Worker, WorkerEvent> = { initialState: {}, decide, evolve };
