import { caseOf, type Routing } from '@satualur/contracts/event';
import { type Instant, instantOf, msOfInstant } from '@satualur/contracts/ids';
import type { KeyEvent } from '@satualur/contracts/intake/events';
import { type Decider, type Must, mustHold } from '@satualur/decider/decider';

export type KeyGrantEvent = KeyEvent;
type Destroyed = Extract<KeyGrantEvent, { type: 'GrantedKeysDestroyed' }>['data'];
type Granted = Extract<KeyGrantEvent, { type: 'KeysAwaited' }>['data'];

export type KeyGrantCommand =
  | ({ readonly type: 'AwaitKeys'; readonly granted: Granted } & Pick<Routing, 'caseid'>)
  | { readonly type: 'ReceiveKeys'; readonly from: Granted['from'] }
  | { readonly type: 'DestroyKeys'; readonly because: Destroyed['because'] }
  | { readonly type: 'FireTimers'; readonly at: Instant };

export type KeyGrantRule = 'grant-not-announced' | 'not-the-owner';
const must: Must<KeyGrantRule> = mustHold;

/** How long granted keys are waited for before their owner is asked again. */
const PATIENCE_MS = 3_600_000;

/** Keys granted to this agency: announced by the owner's log, then taken in from the topic of grants (architecture 9). */
export interface KeyGrant {
  readonly awaited?: { readonly granted: Granted; readonly of: Pick<Routing, 'caseid'> };
  readonly received: boolean;
  /** Taken back: what still arrives of them is destroyed at once. */
  readonly destroyed: boolean;
  /** When they were last waited for or asked for. */
  readonly askedAt?: Instant;
}

/** The timer of keys that were last asked for at `at`, as those are whose event is decided now and bears no time yet. */
export const askAgainAt = ({ awaited, received, destroyed }: KeyGrant, at: Instant): Instant | null =>
  awaited === undefined || received || destroyed ? null : instantOf(msOfInstant(at) + PATIENCE_MS);

function decide(command: KeyGrantCommand, state: KeyGrant): readonly KeyGrantEvent[] {
  const { awaited } = state;
  if (command.type === 'AwaitKeys') {
    return awaited ? [] : [{ type: 'KeysAwaited', data: command.granted, ...caseOf(command) }];
  }
  must(awaited !== undefined, 'grant-not-announced');
  const { granted, of } = awaited;
  switch (command.type) {
    case 'ReceiveKeys':
      must(command.from === granted.from, 'not-the-owner');
      return state.received || state.destroyed ? [] : [{ type: 'KeysReceived', data: granted, ...of, audience: [granted.from] }];
    case 'DestroyKeys': {
      if (state.destroyed) return [];
      const data = { ...granted, because: command.because };
      return [{ type: 'GrantedKeysDestroyed', data, ...of, audience: [granted.from] }];
    }
    case 'FireTimers': {
      const due = state.askedAt === undefined ? null : askAgainAt(state, state.askedAt);
      if (due === null || msOfInstant(command.at) < msOfInstant(due)) return [];
      return [{ type: 'KeysRequested', data: granted, ...of, audience: [granted.from] }];
    }
  }
}

const asked = ({ time }: KeyGrantEvent): Pick<KeyGrant, 'askedAt'> => (time === undefined ? {} : { askedAt: time });

function evolve(state: KeyGrant, event: KeyGrantEvent): KeyGrant {
  switch (event.type) {
    case 'KeysAwaited':
      return { ...state, awaited: { granted: event.data, of: caseOf(event) }, ...asked(event) };
    case 'KeysReceived':
      return { ...state, received: true };
    case 'KeysRequested':
      return { ...state, ...asked(event) };
    case 'GrantedKeysDestroyed':
      return { ...state, destroyed: true };
  }
}

export const keyGrant: Decider<KeyGrantCommand, KeyGrant, KeyGrantEvent> = {
  initialState: { received: false, destroyed: false },
  decide,
  evolve,
};
