import type { Coded } from '@satualur/contracts/codes/casework';
import type { Hlc } from '@satualur/contracts/hlc';
import type { AgencyKey, CaseId, Instant, Ref, SubjectId, Uuid } from '@satualur/contracts/ids';
import type { Assertions, RecordEvent, SomeAssertions } from '@satualur/contracts/intake/events';
import type { DataClass } from '@satualur/contracts/sealed';
import type { ReferralFacts } from './referral-facts';

type DataOf<T extends RecordEvent['type']> = Extract<RecordEvent, { type: T }>['data'];

export interface RegisterRecord {
  readonly type: 'RegisterRecord';
  readonly ref: Ref;
  readonly subject: SubjectId;
  /** Minted for a first record; a record that answers a referral inherits the referral's instead (architecture 6). */
  readonly newCase: CaseId;
  readonly viaReferral?: { readonly id: Uuid; readonly facts: ReferralFacts };
  readonly caseRef?: Ref;
  readonly evidenceHash?: string;
  readonly channel?: DataOf<'AgencyRecordRegistered'>['channel'];
  readonly imported?: true;
  readonly notSameAs?: readonly Uuid[];
  readonly assertions: Assertions;
}

/** The agency works on a victim whose record is still on its way to the platform. */
export type AnnounceRecord = Pick<RegisterRecord, 'ref' | 'subject' | 'newCase' | 'viaReferral'> & {
  readonly type: 'AnnounceRecord';
};

/** New values of a record that exists. */
interface Change {
  readonly assertions: SomeAssertions;
  readonly recordedAt: Instant;
  /** The update was held until the record was known: the event states its own recorded time. */
  readonly held?: true;
}
export type AssertFields = Change & { readonly type: 'AssertFields' };
export type CorrectFields = Change & {
  readonly type: 'CorrectFields';
  readonly reason: DataOf<'FieldsCorrected'>['reason'];
  readonly correctionRequest?: Uuid;
};
export type DetermineStatus = Change & {
  readonly type: 'DetermineStatus';
  readonly decidedBy: DataOf<'VictimStatusDetermined'>['decidedBy'];
  readonly indicators?: readonly Coded[];
};
export type ChangeFields = AssertFields | CorrectFields | DetermineStatus;

export interface EraseSubject {
  readonly type: 'EraseSubject';
  readonly because: 'Request' | 'Retention';
  readonly classes: readonly DataClass[];
  /** Agencies that hold granted keys of the subject. */
  readonly grantees: readonly AgencyKey[];
  readonly at: Instant;
  readonly request?: Uuid;
  readonly rule?: string;
}

export type AgencyRecordCommand =
  | AnnounceRecord
  | RegisterRecord
  | ChangeFields
  | { readonly type: 'VoidRecord'; readonly reason: DataOf<'AgencyRecordVoided'>['reason'] }
  | { readonly type: 'CloseCase'; readonly reason: DataOf<'AgencyCaseClosed'>['reason'] }
  | { readonly type: 'ReopenCase'; readonly reason: DataOf<'AgencyCaseReopened'>['reason'] }
  | {
      readonly type: 'AssignWorker';
      readonly worker: string;
      /** The agency's staff list, where it keeps one, has the worker. */
      readonly known: boolean;
    }
  | ({ readonly type: 'SetContactRule' } & Omit<DataOf<'SafeContactRuleSet'>, 'subject'>)
  | ({ readonly type: 'PlaceHold' } & DataOf<'LegalHoldPlaced'>)
  | { readonly type: 'LiftHold' }
  | EraseSubject
  | { readonly type: 'NoteErasure'; readonly by: AgencyKey; readonly at: Instant; readonly hlc: Hlc };
