import type { EventOf } from '@satualur/contracts/event';
import type { AgencyKey } from '@satualur/contracts/ids';
import type { staffEvents } from '@satualur/contracts/registry/events';
import { type Decider, type Must, mustHold } from '@satualur/decider/decider';

export type StaffEvent = EventOf<typeof staffEvents>;
type Enrolled = Extract<StaffEvent, { type: 'StaffEnrolled' }>['data'];

/** One member of staff of one agency, by pseudonym; names and passwords are the identity provider's. */
export type StaffCommand = ({ readonly type: 'EnrolStaff' } & Enrolled) | { readonly type: 'NoteStaffLeft' };

export type StaffRule = 'agency-differs' | 'same-roles' | 'staff-unknown';
const must: Must<StaffRule> = mustHold;

export interface StaffMember {
  readonly agency?: AgencyKey;
  readonly staff?: string;
  readonly roles: readonly string[];
}

function decide(command: StaffCommand, state: StaffMember): readonly StaffEvent[] {
  if (command.type === 'EnrolStaff') {
    const { agency, staff } = command;
    const roles = [...new Set(command.roles)].sort();
    must(state.agency === undefined || state.agency === agency, 'agency-differs');
    must(roles.join() !== state.roles.join(), 'same-roles');
    return [{ type: 'StaffEnrolled', data: { agency, staff, roles } }];
  }
  const { agency, staff, roles } = state;
  must(agency !== undefined && staff !== undefined && roles.length > 0, 'staff-unknown');
  return [{ type: 'StaffLeft', data: { agency, staff } }];
}

function evolve(state: StaffMember, event: StaffEvent): StaffMember {
  switch (event.type) {
    case 'StaffEnrolled':
      return event.data;
    case 'StaffLeft':
      return { ...state, roles: [] };
  }
}

export const staffMember: Decider<StaffCommand, StaffMember, StaffEvent> = { initialState: { roles: [] }, decide, evolve };
