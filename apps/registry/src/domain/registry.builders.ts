import { at, HOSPITAL, SECRETARIAT } from '@satualur/contracts/cast';
import { agencyProvisioned, agencyRegistered, slaPolicyChanged } from '@satualur/contracts/registry/examples';
import type { AgencyCommand } from './agency';
import type { ChangeSlaPolicy } from './sla-policy';
import type { TaskForceCommand } from './task-force';

type RegisterAgency = Extract<AgencyCommand, { type: 'RegisterAgency' }>;
type NoteProvisioned = Extract<AgencyCommand, { type: 'NoteProvisioned' }>;

const { key: _, ...registered } = agencyRegistered().data;

export const registerAgency = (over: Partial<RegisterAgency> = {}): RegisterAgency => ({
  ...{ type: 'RegisterAgency', earlier: 0, ...registered },
  ...over,
});

export const noteProvisioned = (over: Partial<NoteProvisioned> = {}): NoteProvisioned => ({
  type: 'NoteProvisioned',
  key: HOSPITAL,
  publicKeys: agencyProvisioned().data.publicKeys,
  ...over,
});

type Change<T extends AgencyCommand['type']> = Extract<AgencyCommand, { type: T }>;

export const renameAgency = (over: Partial<Change<'RenameAgency'>> = {}): AgencyCommand => ({
  ...{ type: 'RenameAgency', at: at('03-01 00:00'), code: 'RSUD-6310', name: 'RSUD baru (contoh)' },
  ...over,
});
export const leavePlatform = (over: Partial<Change<'LeavePlatform'>> = {}): AgencyCommand => ({
  ...{ type: 'LeavePlatform', at: at('03-01 00:00') },
  ...over,
});
export const dissolveTaskForce = (kabkota = '6310'): TaskForceCommand => ({ type: 'DissolveTaskForce', kabkota });

export const formTaskForce = (kabkota = '6310'): TaskForceCommand => ({ type: 'FormTaskForce', kabkota });
export const recordAbsence = (kabkota = '6305'): TaskForceCommand => ({ type: 'RecordTaskForceAbsence', kabkota });

export const changeSlaPolicy = (over: Partial<ChangeSlaPolicy> = {}): ChangeSlaPolicy => {
  const { validFrom, policy, source } = slaPolicyChanged().data;
  return { type: 'ChangeSlaPolicy', validFrom, policy, source, provincialSecretariat: SECRETARIAT, ...over };
};
