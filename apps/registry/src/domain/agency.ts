import type { EventOf } from '@satualur/contracts/event';
import { type AgencyKey, slugOf } from '@satualur/contracts/ids';
import type { registryEvents } from '@satualur/contracts/registry/events';
import { type Decider, type Must, mustHold } from '@satualur/decider/decider';

export type AgencyEvent = EventOf<Pick<typeof registryEvents, 'AgencyRegistered' | 'AgencyProvisioned'>>;
type Registered = Extract<AgencyEvent, { type: 'AgencyRegistered' }>['data'];
type PublicKeys = Extract<AgencyEvent, { type: 'AgencyProvisioned' }>['data']['publicKeys'];

export type AgencyCommand =
  | ({ readonly type: 'RegisterAgency' } & Registered)
  /** Database, roles, topics and key pairs are there; repeatable. */
  | { readonly type: 'NoteProvisioned'; readonly key: AgencyKey; readonly publicKeys: PublicKeys };

export type AgencyRule =
  'agency-already-registered' | 'key-not-of-code' | 'key-reserved' | 'agency-unknown' | 'agency-off-platform';
const must: Must<AgencyRule> = mustHold;

/** Names of services and of their databases and topics: no agency's key may be one (details 6). */
const RESERVED: ReadonlySet<string> = new Set([
  ...['registry', 'intake', 'referral', 'victim-services', 'reconciliation', 'timeline', 'reporting', 'audit'],
  ...['gateway', 'case-desk', 'auditor', 'provisioner', 'store', 'vault'],
]);

export interface Agency {
  readonly key?: AgencyKey;
  readonly onPlatform?: boolean;
  readonly provisioned: boolean;
}

function register({ type: _, ...agency }: Extract<AgencyCommand, { type: 'RegisterAgency' }>): AgencyEvent {
  must(agency.key === slugOf(agency.code), 'key-not-of-code');
  must(!RESERVED.has(agency.key), 'key-reserved');
  return { type: 'AgencyRegistered', data: agency };
}

function decide(command: AgencyCommand, state: Agency): readonly AgencyEvent[] {
  switch (command.type) {
    case 'RegisterAgency':
      must(state.key === undefined, 'agency-already-registered');
      return [register(command)];
    case 'NoteProvisioned':
      must(state.key !== undefined && state.key === command.key, 'agency-unknown');
      must(state.onPlatform === true, 'agency-off-platform');
      if (state.provisioned) return [];
      return [{ type: 'AgencyProvisioned', data: { key: state.key, publicKeys: command.publicKeys } }];
  }
}

function evolve(state: Agency, event: AgencyEvent): Agency {
  switch (event.type) {
    case 'AgencyRegistered':
      return { ...state, key: event.data.key, onPlatform: event.data.onPlatform };
    case 'AgencyProvisioned':
      return { ...state, provisioned: true };
  }
}

export const agency: Decider<AgencyCommand, Agency, AgencyEvent> = { initialState: { provisioned: false }, decide, evolve };
