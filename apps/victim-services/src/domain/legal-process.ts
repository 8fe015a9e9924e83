import { caseOf, type Routing } from '@satualur/contracts/event';
import type { Ref, Uuid } from '@satualur/contracts/ids';
import type { ProcessEvent } from '@satualur/contracts/victim-services/events';
import { type Decider, type Must, mustHold } from '@satualur/decider/decider';
import { type RecordFacts, type RecordRule, victimOf } from './record-facts';

type Data<T extends ProcessEvent['type']> = Extract<ProcessEvent, { type: T }>['data'];
type Charges = Data<'InvestigationOpened'>['charges'];

/** From the police report to the final verdict; the charges are told again at each stage, since they change on the way. */
export type ProcessCommand =
  | {
      readonly type: 'FileReport';
      readonly ref: Ref;
      readonly record: Uuid;
      readonly lpNumber: Data<'PoliceReportFiled'>['lpNumber'];
      readonly filedOn: string;
      readonly facts: RecordFacts;
    }
  | { readonly type: 'OpenInvestigation'; readonly charges: Charges }
  | { readonly type: 'DeclareComplete'; readonly charges: Charges }
  | { readonly type: 'TransferToCourt'; readonly court: string }
  | ({ readonly type: 'RecordVerdict' } & Omit<Data<'VerdictRecorded'>, 'record'>)
  | { readonly type: 'NoteFinal'; readonly finalOn: string }
  | { readonly type: 'StopProcess'; readonly reason: Data<'ProcessStopped'>['reason'] };

export type ProcessRule = RecordRule | 'report-already-filed' | 'process-unknown' | 'illegal-transition';
const must: Must<ProcessRule> = mustHold;

export type Stage = 'none' | 'filed' | 'investigated' | 'complete' | 'in-court' | 'decided' | 'final' | 'stopped';

export interface Process {
  readonly stage: Stage;
  readonly record?: Uuid;
  readonly of?: Pick<Routing, 'caseid'>;
}

type Step = Exclude<ProcessCommand, { type: 'FileReport' }>;

/** From which stages each step may be taken; an appeal gives a verdict after a verdict. */
const from: Record<Step['type'], readonly Stage[]> = {
  OpenInvestigation: ['filed'],
  DeclareComplete: ['investigated'],
  TransferToCourt: ['complete'],
  RecordVerdict: ['in-court', 'decided'],
  NoteFinal: ['decided'],
  StopProcess: ['filed', 'investigated', 'complete', 'in-court'],
};

function file({ ref, record, lpNumber, filedOn, facts }: Extract<ProcessCommand, { type: 'FileReport' }>): ProcessEvent {
  return { type: 'PoliceReportFiled', data: { ref, record, subject: victimOf(facts), lpNumber, filedOn }, ...caseOf(facts) };
}

function step(command: Step, record: Uuid, of: Routing): ProcessEvent {
  switch (command.type) {
    case 'OpenInvestigation':
      return { type: 'InvestigationOpened', data: { record, charges: command.charges }, ...of };
    case 'DeclareComplete':
      return { type: 'CaseFileDeclaredComplete', data: { record, charges: command.charges }, ...of };
    case 'TransferToCourt':
      return { type: 'CaseTransferredToCourt', data: { record, court: command.court }, ...of };
    case 'RecordVerdict': {
      const { verdict, charges, decidedOn } = command;
      return { type: 'VerdictRecorded', data: { record, verdict, charges, decidedOn }, ...of };
    }
    case 'NoteFinal':
      return { type: 'VerdictBecameFinal', data: { record, finalOn: command.finalOn }, ...of };
    case 'StopProcess':
      return { type: 'ProcessStopped', data: { record, reason: command.reason }, ...of };
  }
}

function decide(command: ProcessCommand, { stage, record, of }: Process): readonly ProcessEvent[] {
  if (command.type === 'FileReport') {
    must(stage === 'none', 'report-already-filed');
    return [file(command)];
  }
  must(record !== undefined && of !== undefined, 'process-unknown');
  must(from[command.type].includes(stage), 'illegal-transition', { state: stage });
  return [step(command, record, of)];
}

const stages: Record<Exclude<ProcessEvent['type'], 'PoliceReportFiled'>, Stage> = {
  InvestigationOpened: 'investigated',
  CaseFileDeclaredComplete: 'complete',
  CaseTransferredToCourt: 'in-court',
  VerdictRecorded: 'decided',
  VerdictBecameFinal: 'final',
  ProcessStopped: 'stopped',
};

const evolve = (state: Process, event: ProcessEvent): Process =>
  event.type === 'PoliceReportFiled'
    ? { stage: 'filed', record: event.data.record, of: caseOf(event) }
    : { ...state, stage: stages[event.type] };

export const legalProcess: Decider<ProcessCommand, Process, ProcessEvent> = { initialState: { stage: 'none' }, decide, evolve };
