import type { Hlc } from '@satualur/contracts/hlc';
import { type AgencyKey, type Instant, msOfInstant, type Ref, type Uuid } from '@satualur/contracts/ids';
import { consents, type Consents, type Granted } from '@satualur/contracts/intake/consent';
import type { ConsentEvent } from '@satualur/contracts/intake/events';
import type { DataClass } from '@satualur/contracts/sealed';
import { type Decider, type Must, mustHold } from '@satualur/decider/decider';
import { type AboutRecord, type AboutRule, inCase, subjectOf } from './about';

interface Named {
  readonly recipients: readonly AgencyKey[];
  readonly purposes: readonly string[];
  readonly givenBy: Granted['givenBy'];
  readonly imported?: true;
}

export type ConsentCommand =
  | ({
      readonly type: 'GrantConsent';
      readonly of: AboutRecord;
      readonly classes: readonly DataClass[];
      readonly guardianNik?: string;
      readonly language?: string;
      readonly expiresAt?: Instant;
      readonly at: Instant;
    } & Named)
  | ({ readonly type: 'RefuseConsent'; readonly of: AboutRecord } & Named)
  | {
      readonly type: 'WithdrawConsent';
      readonly of: AboutRecord;
      readonly stops: readonly { readonly recipient: AgencyKey; readonly stop: Uuid }[];
      readonly confirmBy: Instant;
      readonly imported?: true;
    }
  | {
      readonly type: 'NoteConflict';
      readonly of: AboutRecord;
      readonly caseRef: Ref;
      readonly perpetrator: Uuid;
      readonly grants: readonly number[];
    }
  | { readonly type: 'NoteStop'; readonly recipient: AgencyKey; readonly stop: Uuid; readonly at: Instant; readonly hlc: Hlc }
  | { readonly type: 'FireTimers'; readonly at: Instant };

export type ConsentRule =
  | AboutRule
  | 'consent-expiry-past'
  | 'guardian-not-needed'
  | 'consent-not-given'
  | 'consent-in-force'
  | 'stop-unknown'
  | 'not-the-recipient';
const must: Must<ConsentRule> = mustHold;

interface Stop {
  readonly recipient: AgencyKey;
  readonly stop: Uuid;
  readonly confirmBy: Instant;
  readonly imported?: true;
  readonly state: 'Asked' | 'Overdue' | 'Confirmed';
}
interface Ending {
  readonly recipients: readonly AgencyKey[];
  readonly purposes: readonly string[];
  readonly expiresAt: Instant;
  readonly stated: boolean;
}

/** Every consent about one person, and the stops that withdrawals asked for. */
export interface ConsentState {
  readonly given: Consents;
  readonly of?: AboutRecord;
  readonly stops: readonly Stop[];
  readonly endings: readonly Ending[];
}

const isPast = (limit: Instant, at: Instant): boolean => msOfInstant(limit) <= msOfInstant(at);
const waiting = ({ stops }: ConsentState): readonly Stop[] =>
  stops.filter(({ state, imported }) => state === 'Asked' && !imported);
const expiring = ({ endings }: ConsentState): readonly Ending[] => endings.filter(({ stated }) => !stated);

/** The earliest end of a consent, or limit of a stop that is not confirmed. */
export const nextDue = (state: ConsentState): Instant | null =>
  [
    ...expiring(state).map(({ expiresAt }) => expiresAt),
    ...waiting(state).map(({ confirmBy }) => confirmBy),
  ].reduce<Instant | null>((first, due) => (first === null || isPast(due, first) ? due : first), null);

const endedFor = ({ ended }: Granted, recipient: AgencyKey): boolean => ended[recipient] !== undefined;

/** Recipients that hold a grant that has neither been withdrawn nor run out. */
export const heldBy = ({ given }: ConsentState): ReadonlySet<AgencyKey> =>
  new Set(given.grants.flatMap((grant) => grant.recipients.filter((recipient) => !endedFor(grant, recipient))));

/** Recipients that were ever granted anything since they were last asked to stop. */
const grantedTo = ({ given }: ConsentState, recipient: AgencyKey): boolean =>
  given.grants.some((grant) => grant.recipients.includes(recipient) && grant.ended[recipient] !== 'Withdrawn');

function grant(command: Extract<ConsentCommand, { type: 'GrantConsent' }>): ConsentEvent {
  const { of, recipients, purposes, classes, givenBy, guardianNik, language, expiresAt, imported, at } = command;
  const subject = subjectOf(of);
  must(expiresAt === undefined || !isPast(expiresAt, at), 'consent-expiry-past');
  must(guardianNik === undefined || givenBy !== 'self', 'guardian-not-needed');
  const data = {
    ...{
      record: of.record,
      subject,
      recipients: [...recipients],
      purposes: [...purposes],
      classes: [...classes],
      givenBy,
    },
    ...(guardianNik !== undefined && { guardianNik }),
    ...(language && { language }),
    ...(expiresAt && { expiresAt }),
    ...(imported && { imported }),
  };
  return { type: 'ConsentGranted', data, ...inCase(of) };
}

function withdraw(command: Extract<ConsentCommand, { type: 'WithdrawConsent' }>, state: ConsentState): ConsentEvent {
  const { of, stops, confirmBy, imported } = command;
  must(of.subject !== undefined, 'record-unknown');
  const never = stops.find(({ recipient }) => !grantedTo(state, recipient));
  must(never === undefined, 'consent-not-given', { recipient: never?.recipient ?? '' });
  const data = { record: of.record, subject: of.subject, stops: [...stops], confirmBy, ...(imported && { imported }) };
  return { type: 'ConsentWithdrawn', data, ...inCase(of), audience: stops.map(({ recipient }) => recipient) };
}

function fire(state: ConsentState, at: Instant): readonly ConsentEvent[] {
  const { of } = state;
  if (!of) return [];
  const ended = expiring(state).filter(({ expiresAt }) => isPast(expiresAt, at));
  const late = waiting(state).filter(({ confirmBy }) => isPast(confirmBy, at));
  return [
    ...ended.map(({ recipients, purposes, expiresAt }): ConsentEvent => {
      const data = { record: of.record, recipients: [...recipients], purposes: [...purposes], expiresAt };
      return { type: 'ConsentExpired', data, ...inCase(of), time: expiresAt };
    }),
    ...late.map(({ recipient, stop, confirmBy }): ConsentEvent => ({
      ...{ type: 'StopOverdue', data: { recipient, stop, confirmBy }, ...inCase(of), time: confirmBy },
    })),
  ];
}

function decide(command: ConsentCommand, state: ConsentState): readonly ConsentEvent[] {
  switch (command.type) {
    case 'GrantConsent':
      return [grant(command)];
    case 'RefuseConsent': {
      const { of, recipients, purposes, givenBy, imported } = command;
      subjectOf(of);
      const held = heldBy(state);
      must(!recipients.some((recipient) => held.has(recipient)), 'consent-in-force');
      const data = {
        record: of.record,
        recipients: [...recipients],
        purposes: [...purposes],
        givenBy,
        ...(imported && { imported }),
      };
      return [{ type: 'ConsentRefused', data, ...inCase(of) }];
    }
    case 'WithdrawConsent':
      return [withdraw(command, state)];
    case 'NoteConflict': {
      const { of, caseRef, perpetrator, grants } = command;
      const known = state.given.grants.filter(({ conflict }) => conflict).map(({ version }) => version);
      const fresh = grants.filter((version) => !known.includes(version));
      if (fresh.length === 0) return [];
      const data = { record: of.record, caseRef, perpetratorRecord: perpetrator, grants: fresh };
      return [{ type: 'GuardianConflictNoted', data, ...inCase(of) }];
    }
    case 'NoteStop': {
      const { recipient, stop, at, hlc } = command;
      const asked = state.stops.find((one) => one.stop === stop);
      must(asked !== undefined, 'stop-unknown');
      must(asked.recipient === recipient, 'not-the-recipient');
      if (asked.state === 'Confirmed') return [];
      return [{ type: 'StopConfirmationNoted', data: { recipient, stop, at, hlc }, ...(state.of && inCase(state.of)) }];
    }
    case 'FireTimers':
      return fire(state, command.at);
  }
}

const moved = (stops: readonly Stop[], stop: Uuid, state: Stop['state']): readonly Stop[] =>
  stops.map((one) => (one.stop === stop ? { ...one, state } : one));

function evolve(before: ConsentState, event: ConsentEvent): ConsentState {
  const state = { ...before, given: consents.evolve(before.given, event) };
  switch (event.type) {
    case 'ConsentGranted': {
      const { record, subject, recipients, purposes, expiresAt, imported } = event.data;
      const of = { record, subject, ...(event.caseid && { caseid: event.caseid }), voided: false, erased: false };
      const endings =
        expiresAt && !imported ? [...state.endings, { recipients, purposes, expiresAt, stated: false }] : state.endings;
      return { ...state, of, endings };
    }
    case 'ConsentWithdrawn': {
      const { stops, confirmBy, imported } = event.data;
      const gone = new Set(stops.map(({ recipient }) => recipient));
      const endings = state.endings
        .map((ending) => ({ ...ending, recipients: ending.recipients.filter((recipient) => !gone.has(recipient)) }))
        .filter(({ recipients }) => recipients.length > 0);
      return {
        ...state,
        endings,
        stops: [
          ...state.stops,
          ...stops.map((stop) => ({ ...stop, confirmBy, ...(imported && { imported }), state: 'Asked' as const })),
        ],
      };
    }
    case 'ConsentExpired':
      return {
        ...state,
        endings: state.endings.map((one) => (one.expiresAt === event.data.expiresAt ? { ...one, stated: true } : one)),
      };
    case 'StopConfirmationNoted':
      return { ...state, stops: moved(state.stops, event.data.stop, 'Confirmed') };
    case 'StopOverdue':
      return { ...state, stops: moved(state.stops, event.data.stop, 'Overdue') };
    case 'ConsentRefused':
    case 'GuardianConflictNoted':
      return state;
  }
}

export const consent: Decider<ConsentCommand, ConsentState, ConsentEvent> = {
  initialState: { given: consents.initialState, stops: [], endings: [] },
  decide,
  evolve,
};
