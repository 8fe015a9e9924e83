import type { CaseId, Instant, Ref, SubjectId } from '@satualur/contracts/ids';
import type { CaseEventEvent } from '@satualur/contracts/intake/events';
import type { DataClass } from '@satualur/contracts/sealed';
import { type Decider, type Must, mustHold } from '@satualur/decider/decider';
import { type AboutRecord, inCase, subjectOf } from './about';

export type Historic = Omit<Extract<CaseEventEvent, { type: 'HistoricTraffickingEventRecorded' }>['data'], 'subject' | 'record'>;

export type CaseEventCommand =
  /** A later count of the same agency and case replaces the earlier (FORMAT 2). */
  | {
      readonly type: 'RegisterCaseEvent';
      readonly ref: Ref;
      readonly subject: SubjectId;
      readonly newCase: CaseId;
      readonly victimCount?: number;
      readonly lpNumber?: string;
      readonly imported?: true;
      readonly recordedAt: Instant;
    }
  | { readonly type: 'RecordHistoricEvent'; readonly event: Historic; readonly about?: AboutRecord }
  /** These classes are erased in every record of the case. */
  | { readonly type: 'EraseCaseEvent'; readonly classes: readonly DataClass[] };

export type CaseEventRule = 'case-event-unknown' | 'victim-count-missing' | 'record-unknown' | 'record-voided' | 'subject-erased';
const must: Must<CaseEventRule> = mustHold;

/** What happened to several people at once, as one agency knows it. */
export interface CaseEvent {
  readonly registered?: { readonly ref: Ref; readonly subject: SubjectId; readonly caseid?: CaseId };
  readonly erased: readonly DataClass[];
}

function decide(command: CaseEventCommand, { registered, erased }: CaseEvent): readonly CaseEventEvent[] {
  if (command.type === 'RegisterCaseEvent') {
    const { ref, subject, newCase, victimCount, lpNumber, imported } = command;
    const flag = imported ? { imported } : {};
    if (registered) {
      must(victimCount !== undefined, 'victim-count-missing');
      return [{ type: 'CaseEventRevised', data: { victimCount, ...flag }, ...inCase(registered) }];
    }
    const data = { ref, subject, ...(victimCount !== undefined && { victimCount }), ...(lpNumber && { lpNumber }), ...flag };
    return [{ type: 'CaseEventRegistered', data, caseid: newCase }];
  }
  must(registered !== undefined, 'case-event-unknown');
  if (command.type === 'EraseCaseEvent') {
    const left = command.classes.filter((dataClass) => !erased.includes(dataClass));
    if (left.length === 0) return [];
    return [{ type: 'CaseEventErased', data: { subject: registered.subject, classes: left }, ...inCase(registered) }];
  }
  const { event, about } = command;
  must(about !== undefined || erased.length === 0, 'subject-erased', { state: 'Erased' });
  const subject = about ? subjectOf(about) : registered.subject;
  const data = { ...event, subject, ...(about && { record: about.record }) };
  return [{ type: 'HistoricTraffickingEventRecorded', data, ...inCase(about ?? registered) }];
}

function evolve(state: CaseEvent, event: CaseEventEvent): CaseEvent {
  switch (event.type) {
    case 'CaseEventRegistered': {
      const { ref, subject } = event.data;
      return { ...state, registered: { ref, subject, ...(event.caseid && { caseid: event.caseid }) } };
    }
    case 'CaseEventRevised':
    case 'HistoricTraffickingEventRecorded':
      return state;
    case 'CaseEventErased':
      return { ...state, erased: [...state.erased, ...event.data.classes] };
  }
}

export const caseEvent: Decider<CaseEventCommand, CaseEvent, CaseEventEvent> = { initialState: { erased: [] }, decide, evolve };
