import { type Instant, msOfInstant } from '@satualur/contracts/ids';
import type { BreachEvent } from '@satualur/contracts/intake/events';
import { type Decider, type Must, mustHold } from '@satualur/decider/decider';

type Detected = Extract<BreachEvent, { type: 'BreachDetected' }>['data'];
type Told = Extract<BreachEvent, { type: 'BreachNotified' }>['data']['to'];

export type BreachCommand =
  | { readonly type: 'DetectBreach'; readonly breach: Detected; readonly at: Instant }
  | { readonly type: 'NotifyBreach'; readonly to: Told }
  | { readonly type: 'FireTimers'; readonly at: Instant };

export type BreachRule = 'breach-unknown' | 'breach-already-detected' | 'breach-notified' | 'detected-in-the-future';
const must: Must<BreachRule> = mustHold;

/** UU 27/2022 art. 46: the subject and the authority are told, within the limit of the policy valid at the detection. */
export interface Breach {
  readonly detected?: Detected;
  readonly told: Told;
  readonly overdue: boolean;
}

const isTold = ({ told }: Breach): boolean => told.includes('Subject') && told.includes('Authority');

export const nextDue = (state: Breach): Instant | null =>
  state.detected && !isTold(state) && !state.overdue ? state.detected.notifyBy : null;

function decide(command: BreachCommand, state: Breach): readonly BreachEvent[] {
  if (command.type === 'DetectBreach') {
    const { breach, at } = command;
    must(state.detected === undefined, 'breach-already-detected');
    must(msOfInstant(breach.detectedAt) <= msOfInstant(at), 'detected-in-the-future');
    return [{ type: 'BreachDetected', data: breach }];
  }
  must(state.detected !== undefined, 'breach-unknown');
  if (command.type === 'FireTimers') {
    const due = nextDue(state);
    if (due === null || msOfInstant(command.at) < msOfInstant(due)) return [];
    return [{ type: 'BreachOverdue', data: { notifyBy: due }, time: due }];
  }
  const fresh = command.to.filter((whom) => !state.told.includes(whom));
  must(fresh.length > 0, 'breach-notified', { state: 'Notified' });
  return [{ type: 'BreachNotified', data: { to: fresh } }];
}

function evolve(state: Breach, event: BreachEvent): Breach {
  switch (event.type) {
    case 'BreachDetected':
      return { ...state, detected: event.data };
    case 'BreachNotified':
      return { ...state, told: [...state.told, ...event.data.to] };
    case 'BreachOverdue':
      return { ...state, overdue: true };
  }
}

export const breach: Decider<BreachCommand, Breach, BreachEvent> = { initialState: { told: [], overdue: false }, decide, evolve };
