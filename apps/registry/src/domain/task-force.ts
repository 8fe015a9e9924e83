import type { EventOf } from '@satualur/contracts/event';
import type { registryEvents } from '@satualur/contracts/registry/events';
import { type Decider, type Must, mustHold } from '@satualur/decider/decider';

export type TaskForceEvent = EventOf<Pick<typeof registryEvents, 'TaskForceFormed' | 'TaskForceAbsenceRecorded'>>;

export type TaskForceCommand = {
  /** Kab/kota by BPS code. */
  readonly kabkota: string;
} & (
  | { readonly type: 'FormTaskForce' }
  /** States that a kab/kota has none, so that referrals to it are routed to the province. */
  | { readonly type: 'RecordTaskForceAbsence' }
);

export type TaskForceRule = 'task-force-already-formed' | 'absence-already-recorded';
const must: Must<TaskForceRule> = mustHold;

export interface TaskForce {
  readonly status: 'unknown' | 'formed' | 'absent';
}

function decide({ type, kabkota }: TaskForceCommand, { status }: TaskForce): readonly TaskForceEvent[] {
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
      return { status: 'absent' };
  }
}

export const taskForce: Decider<TaskForceCommand, TaskForce, TaskForceEvent> = {
  initialState: { status: 'unknown' },
  decide,
  evolve,
};
