import type { EventOf } from '@satualur/contracts/event';
import { agencyKeyOf, type AgencyKey, type Instant, instantOf, msOfInstant } from '@satualur/contracts/ids';
import type { ServiceCategory } from '@satualur/contracts/codes/services';
import type { agencyEvents } from '@satualur/contracts/registry/events';
import { type Decider, type Must, mustHold } from '@satualur/decider/decider';

export type AgencyEvent = EventOf<typeof agencyEvents>;
type Registered = Extract<AgencyEvent, { type: 'AgencyRegistered' }>['data'];
type PublicKeys = Extract<AgencyEvent, { type: 'AgencyProvisioned' }>['data']['publicKeys'];

export type AgencyCommand =
  /** `earlier`: how many agencies were registered under this code before; none of them bears it any more. */
  | ({ readonly type: 'RegisterAgency'; readonly earlier: number } & Omit<Registered, 'key'>)
  /** Database, roles, topics and key pairs are there; repeatable. */
  | { readonly type: 'NoteProvisioned'; readonly key: AgencyKey; readonly publicKeys: PublicKeys }
  /** Key, store and statistics stay; `validFrom` default `at`. */
  | {
      readonly type: 'RenameAgency';
      readonly at: Instant;
      readonly code: string;
      readonly name: string;
      readonly validFrom?: Instant | undefined;
    }
  | { readonly type: 'LeavePlatform'; readonly at: Instant; readonly leftAt?: Instant | undefined }
  | { readonly type: 'ListServices'; readonly services: readonly ServiceCategory[] };

export type AgencyRule =
  'agency-already-registered' | 'agency-unknown' | 'agency-off-platform' | 'agency-left' | 'same-name' | 'in-the-future';
const must: Must<AgencyRule> = mustHold;

export interface Agency {
  readonly key?: AgencyKey;
  readonly code?: string;
  readonly name?: string;
  readonly onPlatform?: boolean;
  readonly provisioned: boolean;
  readonly left: boolean;
}

/** An instant stated for a change, in the one spelling; a change cannot be told ahead of its day. */
function past(stated: Instant | undefined, at: Instant): Instant {
  must(stated === undefined || msOfInstant(stated) <= msOfInstant(at), 'in-the-future');
  return instantOf(msOfInstant(stated ?? at));
}

const registered = ({ type: _, earlier, ...agency }: Extract<AgencyCommand, { type: 'RegisterAgency' }>): AgencyEvent => ({
  type: 'AgencyRegistered',
  data: { key: agencyKeyOf(agency.code, earlier), ...agency },
});

/** Whether nobody else may bear a code as long as this agency stands as it does. */
export const bears = ({ code, left }: Agency, asked: string): boolean => code === asked && !left;

function rename({ at, code, name, validFrom }: Extract<AgencyCommand, { type: 'RenameAgency' }>, state: Agency): AgencyEvent {
  const { key, code: formerCode } = state;
  must(code !== formerCode || name !== state.name, 'same-name');
  return { type: 'AgencyRenamed', data: { key: key!, code, name, formerCode: formerCode!, validFrom: past(validFrom, at) } };
}

function decide(command: AgencyCommand, state: Agency): readonly AgencyEvent[] {
  switch (command.type) {
    case 'RegisterAgency':
      must(state.key === undefined, 'agency-already-registered');
      return [registered(command)];
    case 'NoteProvisioned':
      must(state.key !== undefined && state.key === command.key, 'agency-unknown');
      must(state.onPlatform === true, 'agency-off-platform');
      if (state.provisioned) return [];
      return [{ type: 'AgencyProvisioned', data: { key: state.key, publicKeys: command.publicKeys } }];
    case 'RenameAgency':
    case 'LeavePlatform':
    case 'ListServices':
      return change(command, state);
  }
}

function change(
  command: Extract<AgencyCommand, { type: 'RenameAgency' | 'LeavePlatform' | 'ListServices' }>,
  state: Agency,
): readonly AgencyEvent[] {
  const { key } = state;
  must(key !== undefined, 'agency-unknown');
  must(!state.left, 'agency-left');
  switch (command.type) {
    case 'RenameAgency':
      return [rename(command, state)];
    case 'LeavePlatform':
      return [{ type: 'AgencyLeft', data: { key, leftAt: past(command.leftAt, command.at) } }];
    case 'ListServices':
      return [{ type: 'AgencyServicesListed', data: { key, services: [...new Set(command.services)].sort() } }];
  }
}

function evolve(state: Agency, event: AgencyEvent): Agency {
  switch (event.type) {
    case 'AgencyRegistered': {
      const { key, code, name, onPlatform } = event.data;
      return { ...state, key, code, name, onPlatform };
    }
    case 'AgencyProvisioned':
      return { ...state, provisioned: true };
    case 'AgencyRenamed':
      return { ...state, code: event.data.code, name: event.data.name };
    case 'AgencyLeft':
      return { ...state, left: true };
    case 'AgencyServicesListed':
      return state;
  }
}

export const agency: Decider<AgencyCommand, Agency, AgencyEvent> = {
  initialState: { provisioned: false, left: false },
  decide,
  evolve,
};
