import type { CaseId, Uuid } from '@satualur/contracts/ids';
import type { HeldUpdateEvent } from '@satualur/contracts/intake/events';
import { type Decider, type Must, mustHold } from '@satualur/decider/decider';

export type Held = Extract<HeldUpdateEvent, { type: 'UpdateHeld' }>['data'];

export type HeldUpdateCommand =
  | { readonly type: 'HoldUpdate'; readonly update: Held; readonly recordKnown: boolean }
  | { readonly type: 'ApplyUpdate'; readonly record: Uuid; readonly caseid?: CaseId }
  | {
      readonly type: 'DiscardUpdate';
      readonly reason: Extract<HeldUpdateEvent, { type: 'UpdateDiscarded' }>['data']['reason'];
    };

export type HeldUpdateRule = 'update-unknown' | 'update-not-waiting' | 'record-known' | 'status-not-stated' | 'nothing-stated';
const must: Must<HeldUpdateRule> = mustHold;

/** An update of a record that is not known yet. */
export interface HeldUpdate {
  readonly held?: Held;
  readonly state: 'Unknown' | 'Waiting' | 'Applied' | 'Discarded';
}

function decide(command: HeldUpdateCommand, state: HeldUpdate): readonly HeldUpdateEvent[] {
  if (command.type === 'HoldUpdate') {
    const { update, recordKnown } = command;
    must(state.held === undefined, 'update-not-waiting', { state: state.state });
    must(!recordKnown, 'record-known');
    must(Object.keys(update.assertions).length > 0, 'nothing-stated');
    must(update.kind !== 'Determine' || update.assertions.traffickingStatus !== undefined, 'status-not-stated');
    return [{ type: 'UpdateHeld', data: update, time: update.recordedAt }];
  }
  must(state.held !== undefined, 'update-unknown');
  must(state.state === 'Waiting', 'update-not-waiting', { state: state.state });
  if (command.type === 'DiscardUpdate') return [{ type: 'UpdateDiscarded', data: { reason: command.reason } }];
  const { record, caseid } = command;
  return [{ type: 'UpdateApplied', data: { record }, ...(caseid && { caseid }) }];
}

function evolve(state: HeldUpdate, event: HeldUpdateEvent): HeldUpdate {
  switch (event.type) {
    case 'UpdateHeld':
      return { held: event.data, state: 'Waiting' };
    case 'UpdateApplied':
      return { ...state, state: 'Applied' };
    case 'UpdateDiscarded':
      return { ...state, state: 'Discarded' };
  }
}

export const heldUpdate: Decider<HeldUpdateCommand, HeldUpdate, HeldUpdateEvent> = {
  initialState: { state: 'Unknown' },
  decide,
  evolve,
};
