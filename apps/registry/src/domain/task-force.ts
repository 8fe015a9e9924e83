import type { EventOf } from '@satualur/contracts/event';
import type { taskForceEvents } from '@satualur/contracts/registry/events';
import { type Decider, type Must, mustHold } from '@satualur/decider/decider';

export type TaskForceEvent = EventOf<typeof taskForceEvents>;

export type TaskForceCommand = {
  /** Kab/kota by BPS code. */
  readonly kabkota: string;
} & (
  | { readonly type: 'FormTaskForce' }
  /** States that a kab/kota has none, so that referrals to it are routed to the province. */
  | { readonly type: 'RecordTaskForceAbsence' }
  | { readonly type: 'DissolveTaskForce' }
);

export type TaskForceRule = 'task-force-already-formed' | 'absence-already-recorded' | 'task-force-not-formed';
const must: Must<TaskForceRule> = mustHold;

export interface TaskForce {
  readonly status: 'unknown' | 'formed' | 'absent';
}

function decide({ type, kabkota }: TaskForceCommand, { status }: TaskForce): readonly TaskForceEvent[] {
  if (type === 'DissolveTaskForce') {
    must(status === 'formed', 'task-force-not-formed');
    return [{ type: 'TaskForceDissolved', data: { kabkota } }];
  }
  must(status !== 'formed', 'task-force-already-formed');
  switch (type) {
    case 'FormTaskForce':
      return [{ type: 'TaskForceFormed', data: { kabkota } }];
    case 'RecordTaskForceAbsence':
      must(status !== 'absent', 'absence-already-recorded');
      return [{ type: 'TaskForceAbsenceRecorded', data: { kabkota } }];
  }
}

function evolve(_state: TaskForce, event: TaskForceEvent): TaskForce {
  switch (event.type) {
    case 'TaskForceFormed':
      return { status: 'formed' };
    case 'TaskForceAbsenceRecorded':
    case 'TaskForceDissolved':
      return { status: 'absent' };
  }
}

export const taskForce: Decider<TaskForceCommand, TaskForce, TaskForceEvent> = {
  initialState: { status: 'unknown' },
  decide,
  evolve,
};
