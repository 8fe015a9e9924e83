import { caseOf, type Routing } from '@satualur/contracts/event';
import { type Instant, instantOf, msOfInstant } from '@satualur/contracts/ids';
import type { StopEvent } from '@satualur/contracts/intake/events';
import { type Decider, type Must, mustHold } from '@satualur/decider/decider';

type Asked = Extract<StopEvent, { type: 'StopRequested' }>['data'];

export type StopCommand =
  | ({ readonly type: 'RequestStop'; readonly asked: Asked } & Pick<Routing, 'caseid'>)
  | { readonly type: 'ConfirmStop'; readonly evidence?: string };

export type StopRule = 'stop-unknown' | 'stop-already-confirmed';
const must: Must<StopRule> = mustHold;

/** The recipient's side of a withdrawal of consent: processing stops, and the owner is told. */
export interface Stop {
  readonly asked?: Asked & Pick<Routing, 'caseid'>;
  readonly confirmed: boolean;
}

const SOON_MS = 24 * 3_600_000;

/** When people are reminded of a confirmation that is still owed. */
export const remindAt = ({ asked, confirmed }: Stop): Instant | null =>
  asked && !confirmed ? instantOf(msOfInstant(asked.confirmBy) - SOON_MS) : null;

function decide(command: StopCommand, { asked, confirmed }: Stop): readonly StopEvent[] {
  if (command.type === 'RequestStop') return asked ? [] : [{ type: 'StopRequested', data: command.asked, ...caseOf(command) }];
  must(asked !== undefined, 'stop-unknown');
  must(!confirmed, 'stop-already-confirmed', { state: 'Confirmed' });
  const { owner, consent, subject, recipient } = asked;
  const proxy = recipient ? { recipient, ...(command.evidence && { evidence: command.evidence }) } : {};
  return [{ type: 'ProcessingStopConfirmed', data: { owner, consent, subject, ...proxy }, ...caseOf(asked), audience: [owner] }];
}

function evolve(state: Stop, event: StopEvent): Stop {
  switch (event.type) {
    case 'StopRequested':
      return { ...state, asked: { ...event.data, ...caseOf(event) } };
    case 'ProcessingStopConfirmed':
      return { ...state, confirmed: true };
  }
}

export const stop: Decider<StopCommand, Stop, StopEvent> = { initialState: { confirmed: false }, decide, evolve };
