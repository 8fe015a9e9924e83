import { taskForceAbsenceRecorded, taskForceFormed } from '@satualur/contracts/registry/examples';
import { scenario } from '@satualur/decider/testing';
import { dissolveTaskForce, formTaskForce, recordAbsence } from './registry.builders';
import { taskForce, type TaskForceRule } from './task-force';

const { given, refuses } = scenario(taskForce);

describe('a task force', () => {
  it('is formed', () => given().when(formTaskForce()).then(taskForceFormed()));
  it('is known to be absent', () => given().when(recordAbsence()).then(taskForceAbsenceRecorded()));
  it('is dissolved, and may be formed again', () =>
    given(taskForceFormed(), { type: 'TaskForceDissolved', data: { kabkota: '6310' } })
      .when(formTaskForce())
      .then(taskForceFormed()));
  it('is formed where there was none', () =>
    given(taskForceAbsenceRecorded())
      .when(formTaskForce('6305'))
      .then(taskForceFormed({ kabkota: '6305' })));
});

refuses<TaskForceRule>({
  'task-force-already-formed': { after: [taskForceFormed()], refuses: [formTaskForce(), recordAbsence('6310')] },
  'task-force-not-formed': { after: [taskForceAbsenceRecorded()], refuses: [dissolveTaskForce()] },
  'absence-already-recorded': { after: [taskForceAbsenceRecorded()], refuses: [recordAbsence()] },
});
