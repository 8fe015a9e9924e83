import { caseOf, type Routing } from '@satualur/contracts/event';
import { type AgencyKey, type Instant, msOfInstant, type SubjectId } from '@satualur/contracts/ids';
import type { Field, RecordEvent } from '@satualur/contracts/intake/events';
import { liveRecord, type LiveRecord } from '@satualur/contracts/intake/record';
import type { DataClass } from '@satualur/contracts/sealed';
import { type Decider, type Must, mustHold } from '@satualur/decider/decider';
import type { AgencyRecordCommand, AnnounceRecord, ChangeFields, EraseSubject, RegisterRecord } from './agency-record.commands';
import { wasAccepted } from './referral-facts';

export type AgencyRecordEvent = RecordEvent;

export type AgencyRecordRule =
  | 'record-already-announced'
  | 'record-already-registered'
  | 'record-unknown'
  | 'record-voided'
  | 'referral-not-accepted'
  | 'nothing-stated'
  | 'status-not-stated'
  | 'case-closed'
  | 'case-not-closed'
  | 'worker-unknown'
  | 'worker-in-charge'
  | 'legal-hold'
  | 'hold-placed'
  | 'hold-not-placed'
  | 'subject-erased';
const must: Must<AgencyRecordRule> = mustHold;

type Hold = Extract<RecordEvent, { type: 'LegalHoldPlaced' }>['data'];

/** One agency's record of one person. */
export interface AgencyRecord {
  readonly registered?: Pick<Routing, 'caseid'> & { readonly subject: SubjectId };
  /** Whom and which case it will be about, until it is registered and after. */
  readonly announced?: Pick<Routing, 'caseid'> & { readonly subject: SubjectId };
  readonly live: LiveRecord;
  readonly voidedAt?: Instant;
  readonly closedAt?: Instant;
  readonly worker?: string;
  readonly hold?: Hold;
  readonly contact?: Pick<Extract<RecordEvent, { type: 'SafeContactRuleSet' }>['data'], 'danger' | 'rule'>;
  readonly erased: readonly DataClass[];
  readonly confirmedBy: readonly AgencyKey[];
}

/** What a refusal names as the record's state. */
export const stateOf = ({ announced, registered, voidedAt, closedAt, erased }: AgencyRecord): string => {
  if (!registered) return announced ? 'Announced' : 'Unknown';
  if (erased.includes('identity')) return 'Erased';
  if (voidedAt !== undefined) return 'Voided';
  return closedAt === undefined ? 'Open' : 'Closed';
};

/** Whether the hold stands on this day (WITA); one without an end stands until it is lifted. */
export const holds = ({ hold }: AgencyRecord, at: Instant): boolean =>
  hold !== undefined &&
  (hold.until === undefined || msOfInstant(at) <= msOfInstant(`${hold.until}T23:59:59.999+08:00` as Instant));

type Known = NonNullable<AgencyRecord['registered']>;

/** A case is opened with an agency's first word of a person, and never changes: that of the referral answered, else a new one. */
function mustBeNew({ viaReferral }: AnnounceRecord | RegisterRecord, state: AgencyRecord): void {
  must(!state.registered, 'record-already-registered', { state: stateOf(state) });
  must(viaReferral === undefined || wasAccepted(viaReferral.facts), 'referral-not-accepted');
}

function announce(command: AnnounceRecord, state: AgencyRecord): AgencyRecordEvent {
  const { ref, subject, newCase, viaReferral } = command;
  mustBeNew(command, state);
  must(!state.announced, 'record-already-announced', { state: stateOf(state) });
  const data = { ref, subject, ...(viaReferral && { viaReferral: viaReferral.id }) };
  return { type: 'AgencyRecordAnnounced', data, caseid: viaReferral?.facts.caseid ?? newCase };
}

function register(command: RegisterRecord, state: AgencyRecord): AgencyRecordEvent {
  const { ref, newCase, viaReferral, caseRef, evidenceHash, channel, imported, notSameAs, assertions } = command;
  const { subject } = state.announced ?? command;
  mustBeNew(command, state);
  const data = {
    ...{ ref, subject, assertions },
    ...(viaReferral && { viaReferral: viaReferral.id }),
    ...(caseRef && { caseRef }),
    ...(evidenceHash && { evidenceHash }),
    ...(channel && { channel }),
    ...(imported && { imported }),
    ...(notSameAs && { notSameAs: [...notSameAs] }),
  };
  return { type: 'AgencyRecordRegistered', data, caseid: state.announced?.caseid ?? viaReferral?.facts.caseid ?? newCase };
}

const replacedBy = ({ assertions }: ChangeFields, { live }: AgencyRecord): Partial<Record<Field, number>> =>
  Object.fromEntries(Object.keys(assertions).map((field) => [field, live.fields[field as Field]?.version ?? 0]));

/** A value recorded before the record was voided may still come late; one recorded after is refused. */
function mustBeChangeable(command: ChangeFields, state: AgencyRecord): void {
  const { voidedAt, erased } = state;
  must(erased.length === 0, 'subject-erased', { state: stateOf(state) });
  const late = voidedAt === undefined || msOfInstant(command.recordedAt) <= msOfInstant(voidedAt);
  must(late, 'record-voided', { state: stateOf(state) });
  must(Object.keys(command.assertions).length > 0, 'nothing-stated');
}

function change(command: ChangeFields, state: AgencyRecord, { subject, caseid }: Known): AgencyRecordEvent {
  mustBeChangeable(command, state);
  const beside = { ...caseOf({ ...(caseid && { caseid }) }), ...(command.held && { time: command.recordedAt }) };
  const data = { subject, assertions: command.assertions };
  switch (command.type) {
    case 'AssertFields':
      return { type: 'FieldsAsserted', data, ...beside };
    case 'CorrectFields': {
      const { reason, correctionRequest } = command;
      const replaces = replacedBy(command, state);
      return {
        type: 'FieldsCorrected',
        data: { ...data, replaces, reason, ...(correctionRequest && { correctionRequest }) },
        ...beside,
      };
    }
    case 'DetermineStatus': {
      const { decidedBy, indicators } = command;
      must(command.assertions.traffickingStatus !== undefined, 'status-not-stated');
      return {
        type: 'VictimStatusDetermined',
        data: { ...data, decidedBy, ...(indicators && { indicators: [...indicators] }) },
        ...beside,
      };
    }
  }
}

function assign(
  command: Extract<AgencyRecordCommand, { type: 'AssignWorker' }>,
  state: AgencyRecord,
  of: Known,
): AgencyRecordEvent {
  const { worker } = state;
  must(state.voidedAt === undefined, 'record-voided', { state: stateOf(state) });
  must(command.known, 'worker-unknown');
  must(command.worker !== worker, 'worker-in-charge');
  const data = { worker: command.worker, ...(worker !== undefined && { handedOverBy: worker }) };
  return { type: 'WorkerAssigned', data, ...caseOf(of) };
}

/** Nothing when the classes are gone already: erasure is repeatable. */
function erase(command: EraseSubject, state: AgencyRecord, { subject, caseid }: Known): readonly AgencyRecordEvent[] {
  const { because, classes, grantees, request, rule } = command;
  must(!holds(state, command.at), 'legal-hold', { article: state.hold?.article ?? '' });
  const left = classes.filter((dataClass) => !state.erased.includes(dataClass));
  if (left.length === 0) return [];
  const data = { subject, classes: left, because, ...(request && { request }), ...(rule && { rule }), grantees: [...grantees] };
  return [{ type: 'SubjectErased', data, ...(caseid && { caseid }), audience: [...grantees] }];
}

function decide(command: AgencyRecordCommand, state: AgencyRecord): readonly AgencyRecordEvent[] {
  if (command.type === 'AnnounceRecord') return [announce(command, state)];
  if (command.type === 'RegisterRecord') return [register(command, state)];
  const { registered, voidedAt, closedAt } = state;
  must(registered !== undefined, 'record-unknown');
  const beside = caseOf(registered);
  const { subject } = registered;
  const standing = { state: stateOf(state) };
  switch (command.type) {
    case 'AssertFields':
    case 'CorrectFields':
    case 'DetermineStatus':
      return [change(command, state, registered)];
    case 'VoidRecord':
      must(voidedAt === undefined, 'record-voided', standing);
      return [{ type: 'AgencyRecordVoided', data: { reason: command.reason }, ...beside }];
    case 'CloseCase':
      must(voidedAt === undefined, 'record-voided', standing);
      must(closedAt === undefined, 'case-closed', standing);
      return [{ type: 'AgencyCaseClosed', data: { reason: command.reason }, ...beside }];
    case 'ReopenCase':
      must(closedAt !== undefined, 'case-not-closed', standing);
      must(state.erased.length === 0, 'subject-erased', standing);
      return [{ type: 'AgencyCaseReopened', data: { reason: command.reason }, ...beside }];
    case 'AssignWorker':
      return [assign(command, state, registered)];
    case 'SetContactRule': {
      must(state.erased.length === 0, 'subject-erased', standing);
      const { danger, rule, note } = command;
      return [{ type: 'SafeContactRuleSet', data: { subject, danger, rule, ...(note !== undefined && { note }) }, ...beside }];
    }
    case 'PlaceHold': {
      must(state.hold === undefined, 'hold-placed', { article: state.hold?.article ?? '' });
      const { article, until } = command;
      return [{ type: 'LegalHoldPlaced', data: { article, ...(until && { until }) }, ...beside }];
    }
    case 'LiftHold':
      must(state.hold !== undefined, 'hold-not-placed');
      return [{ type: 'LegalHoldLifted', data: { article: state.hold.article }, ...beside }];
    case 'EraseSubject':
      return erase(command, state, registered);
    case 'NoteErasure': {
      const { by, at, hlc } = command;
      if (state.confirmedBy.includes(by)) return [];
      return [{ type: 'ErasureConfirmationNoted', data: { by, subject, at, hlc }, ...beside }];
    }
  }
}

/** Of events decided in the same append, which are not stamped yet: later than anything stored. */
const DECIDING = '2999-12-31T23:59:59.999Z' as Instant;
const values = liveRecord(DECIDING);

function evolve(before: AgencyRecord, event: AgencyRecordEvent): AgencyRecord {
  const state = { ...before, live: values.evolve(before.live, event) };
  const time = event.time ?? DECIDING;
  switch (event.type) {
    case 'AgencyRecordAnnounced':
      return { ...state, announced: { subject: event.data.subject, ...caseOf(event) } };
    case 'AgencyRecordRegistered':
      return { ...state, registered: { subject: event.data.subject, ...caseOf(event) } };
    case 'FieldsAsserted':
    case 'FieldsCorrected':
    case 'VictimStatusDetermined':
      return state;
    case 'SafeContactRuleSet':
      return { ...state, contact: { danger: event.data.danger, rule: event.data.rule } };
    case 'AgencyRecordVoided':
      return { ...state, voidedAt: time };
    case 'AgencyCaseClosed':
      return { ...state, closedAt: time };
    case 'AgencyCaseReopened': {
      const { closedAt: _closed, ...open } = state;
      return open;
    }
    case 'WorkerAssigned':
      return { ...state, worker: event.data.worker };
    case 'LegalHoldPlaced':
      return { ...state, hold: event.data };
    case 'LegalHoldLifted': {
      const { hold: _hold, ...free } = state;
      return free;
    }
    case 'SubjectErased':
      return { ...state, erased: [...state.erased, ...event.data.classes] };
    case 'ErasureConfirmationNoted':
      return { ...state, confirmedBy: [...state.confirmedBy, event.data.by] };
  }
}

export const agencyRecord: Decider<AgencyRecordCommand, AgencyRecord, AgencyRecordEvent> = {
  initialState: { live: values.initialState, erased: [], confirmedBy: [] },
  decide,
  evolve,
};
