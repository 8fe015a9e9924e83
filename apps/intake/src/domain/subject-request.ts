import { type CaseId, type Instant, msOfInstant, type Ref } from '@satualur/contracts/ids';
import type { SubjectRequestEvent } from '@satualur/contracts/intake/events';
import { type Decider, type Must, mustHold } from '@satualur/decider/decider';
import { type AboutRecord, inCase } from './about';

export type SubjectRequestCommand =
  | {
      readonly type: 'ReceiveRequest';
      readonly about: AboutRecord;
      readonly ref: Ref;
      readonly kind: Received['kind'];
      readonly receivedAt: Instant;
      /** Until when it is answered, by the policy valid at its receipt. */
      readonly dueAt: Instant;
      readonly at: Instant;
    }
  | { readonly type: 'FulfilRequest' }
  | { readonly type: 'RefuseRequest'; readonly article: string }
  | { readonly type: 'FireTimers'; readonly at: Instant };

export type SubjectRequestRule =
  'record-unknown' | 'request-unknown' | 'request-already-received' | 'request-answered' | 'received-in-the-future';
const must: Must<SubjectRequestRule> = mustHold;

type Received = Extract<SubjectRequestEvent, { type: 'SubjectRequestReceived' }>['data'] & { readonly caseid?: CaseId };

export interface SubjectRequest {
  readonly received?: Received;
  readonly state: 'Unknown' | 'Open' | 'Overdue' | 'Fulfilled' | 'Refused';
}

export const nextDue = ({ received, state }: SubjectRequest): Instant | null =>
  state === 'Open' && received ? received.dueAt : null;

function receive(command: Extract<SubjectRequestCommand, { type: 'ReceiveRequest' }>): SubjectRequestEvent {
  const { about, ref, kind, receivedAt, dueAt, at } = command;
  must(about.subject !== undefined, 'record-unknown');
  must(msOfInstant(receivedAt) <= msOfInstant(at), 'received-in-the-future');
  return { type: 'SubjectRequestReceived', data: { ref, record: about.record, kind, receivedAt, dueAt }, ...inCase(about) };
}

function decide(command: SubjectRequestCommand, current: SubjectRequest): readonly SubjectRequestEvent[] {
  const { received, state } = current;
  if (command.type === 'ReceiveRequest') {
    must(received === undefined, 'request-already-received');
    return [receive(command)];
  }
  must(received !== undefined, 'request-unknown');
  const { record, kind } = received;
  if (command.type === 'FireTimers') {
    const due = nextDue(current);
    if (due === null || msOfInstant(command.at) < msOfInstant(due)) return [];
    return [{ type: 'SubjectRequestOverdue', data: { dueAt: due }, ...inCase(received), time: due }];
  }
  must(state === 'Open' || state === 'Overdue', 'request-answered', { state });
  if (command.type === 'FulfilRequest') return [{ type: 'SubjectRequestFulfilled', data: { record, kind }, ...inCase(received) }];
  return [{ type: 'SubjectRequestRefused', data: { record, article: command.article }, ...inCase(received) }];
}

function evolve(state: SubjectRequest, event: SubjectRequestEvent): SubjectRequest {
  switch (event.type) {
    case 'SubjectRequestReceived':
      return { received: { ...event.data, ...(event.caseid && { caseid: event.caseid }) }, state: 'Open' };
    case 'SubjectRequestFulfilled':
      return { ...state, state: 'Fulfilled' };
    case 'SubjectRequestRefused':
      return { ...state, state: 'Refused' };
    case 'SubjectRequestOverdue':
      return { ...state, state: 'Overdue' };
  }
}

export const subjectRequest: Decider<SubjectRequestCommand, SubjectRequest, SubjectRequestEvent> = {
  initialState: { state: 'Unknown' },
  decide,
  evolve,
};
