import { caseOf } from '@satualur/contracts/event';
import type { CaseId, Ref, SubjectId, Uuid } from '@satualur/contracts/ids';
import type { Assertions, intakeEvents } from '@satualur/contracts/intake/events';
import type { EventOf } from '@satualur/contracts/event';
import { type Decider, type Must, mustHold } from '@satualur/decider/decider';
import { type ReferralFacts, wasAccepted } from './referral-facts';

export type AgencyRecordEvent = EventOf<Pick<typeof intakeEvents, 'AgencyRecordRegistered'>>;

export interface RegisterRecord {
  readonly type: 'RegisterRecord';
  readonly ref: Ref;
  readonly subject: SubjectId;
  /** Minted for a first record; a record that answers a referral inherits the referral's instead (architecture 6). */
  readonly newCase: CaseId;
  readonly viaReferral?: { readonly id: Uuid; readonly facts: ReferralFacts };
  readonly caseRef?: Ref;
  readonly evidenceHash?: string;
  readonly assertions: Assertions;
}
export type AgencyRecordCommand = RegisterRecord;

export type AgencyRecordRule = 'record-already-registered' | 'referral-not-accepted';
const must: Must<AgencyRecordRule> = mustHold;

export interface AgencyRecord {
  readonly registered: boolean;
  readonly caseid?: CaseId;
  readonly subject?: SubjectId;
  readonly role?: 'victim' | 'perpetrator';
}

function decide(command: AgencyRecordCommand, state: AgencyRecord): readonly AgencyRecordEvent[] {
  const { ref, subject, newCase, viaReferral, caseRef, evidenceHash, assertions } = command;
  must(!state.registered, 'record-already-registered');
  must(viaReferral === undefined || wasAccepted(viaReferral.facts), 'referral-not-accepted');
  const data = {
    ...{ ref, subject, assertions },
    ...(viaReferral && { viaReferral: viaReferral.id }),
    ...(caseRef && { caseRef }),
    ...(evidenceHash && { evidenceHash }),
  };
  return [{ type: 'AgencyRecordRegistered', data, caseid: viaReferral?.facts.caseid ?? newCase }];
}

function evolve(_state: AgencyRecord, event: AgencyRecordEvent): AgencyRecord {
  return { registered: true, ...caseOf(event), subject: event.data.subject, role: event.data.assertions.role.value };
}

export const agencyRecord: Decider<AgencyRecordCommand, AgencyRecord, AgencyRecordEvent> = {
  initialState: { registered: false },
  decide,
  evolve,
};
