import type { z } from 'zod';
import type { ConsentGiver } from '../codes/casework';
import type { ServiceCategory } from '../codes/services';
import { type AgencyKey, type Instant, msOfInstant } from '../ids';
import type { DataClass } from '../sealed';
import type { ConsentEvent } from './events';

/** How a sending stands to the consents given: whether they carry it, else the latest reason why they do not. */
export type ConsentStanding = 'Allowed' | 'GuardianConflict' | 'Withdrawn' | 'Expired' | 'NotGranted';
type Ending = Exclude<ConsentStanding, 'Allowed' | 'GuardianConflict'>;

/** One grant as it was given; what came of it since stands beside it, per recipient. */
export interface Granted {
  /** Version in the consent's stream. */
  readonly version: number;
  readonly recipients: readonly AgencyKey[];
  readonly purposes: readonly string[];
  readonly classes: readonly DataClass[];
  readonly givenBy: z.infer<typeof ConsentGiver>;
  readonly expiresAt?: Instant;
  /** Recipients it no longer holds for, and why. */
  readonly ended: Readonly<Record<string, Ending>>;
  /** The guardian who gave it is a suspect in the same case. */
  readonly conflict: boolean;
}

/** The consents about one person, stream `consent-<uuid of the record>`; `Unit.check` it where an append rests on consent. */
export interface Consents {
  readonly version: number;
  readonly grants: readonly Granted[];
}

export interface ConsentAsked {
  readonly recipient: AgencyKey;
  readonly purpose: ServiceCategory;
  readonly at: Instant;
}

type Named = Pick<Granted, 'recipients' | 'purposes'>;
const names = ({ recipients, purposes }: Named, { recipient, purpose }: ConsentAsked): boolean =>
  recipients.includes(recipient) && purposes.includes(purpose);

const isPast = ({ expiresAt }: Granted, at: Instant): boolean =>
  expiresAt !== undefined && msOfInstant(expiresAt) < msOfInstant(at);

/** How one grant stands to one of its recipients. */
export function standingOf(grant: Granted, { recipient, at }: Pick<ConsentAsked, 'recipient' | 'at'>): ConsentStanding {
  const ended = grant.ended[recipient];
  if (ended !== undefined) return ended;
  if (isPast(grant, at)) return 'Expired';
  return grant.conflict ? 'GuardianConflict' : 'Allowed';
}

/** Nothing was given for the purpose; whether that is because the person withdrew from this recipient. */
function withoutGrant(grants: readonly Granted[], { recipient }: ConsentAsked): ConsentStanding {
  const latest = grants.findLast(({ recipients }) => recipients.includes(recipient));
  return latest?.ended[recipient] === 'Withdrawn' ? 'Withdrawn' : 'NotGranted';
}

/** How a sending to this recipient for this purpose stands. */
export function consentStanding({ grants }: Consents, asked: ConsentAsked): ConsentStanding {
  const given = grants.filter((grant) => names(grant, asked)).map((grant) => standingOf(grant, asked));
  if (given.includes('Allowed')) return 'Allowed';
  return given.includes('GuardianConflict') ? 'GuardianConflict' : (given.at(-1) ?? withoutGrant(grants, asked));
}

export const allows = (state: Consents, asked: ConsentAsked): boolean => consentStanding(state, asked) === 'Allowed';

/** Whether a grant not ended was given by a guardian who is a suspect in the same case. */
export const hasConflict = ({ grants }: Consents): boolean =>
  grants.some(({ conflict, recipients, ended }) => conflict && recipients.some((recipient) => ended[recipient] === undefined));

/** The classes that grants in force name for this recipient and purpose; identity and the service's own are always meant. */
export const consentedClasses = ({ grants }: Consents, asked: ConsentAsked): readonly DataClass[] => {
  const valid = grants.filter((grant) => names(grant, asked) && standingOf(grant, asked) === 'Allowed');
  return [...new Set(valid.flatMap(({ classes }) => classes))];
};

/** Ends grants for these recipients; what ended before keeps its reason. */
const ended = (grants: readonly Granted[], gone: readonly AgencyKey[], why: Ending, of: (grant: Granted) => boolean) =>
  grants.map((grant) => {
    const touched = of(grant) ? gone.filter((recipient) => grant.recipients.includes(recipient)) : [];
    return { ...grant, ended: { ...Object.fromEntries(touched.map((recipient) => [recipient, why])), ...grant.ended } };
  });

const share = (grant: Granted, { purposes }: Pick<Named, 'purposes'>): boolean =>
  grant.purposes.some((purpose) => purposes.includes(purpose));

function evolve(before: Consents, event: ConsentEvent): Consents {
  const state = { ...before, version: before.version + 1 };
  switch (event.type) {
    case 'ConsentGranted': {
      const { recipients, purposes, classes, givenBy, expiresAt } = event.data;
      const stated = { recipients, purposes, classes, givenBy, ...(expiresAt && { expiresAt }) };
      return { ...state, grants: [...state.grants, { version: state.version, ...stated, ended: {}, conflict: false }] };
    }
    case 'ConsentRefused':
      return { ...state, grants: ended(state.grants, event.data.recipients, 'NotGranted', (grant) => share(grant, event.data)) };
    case 'ConsentWithdrawn': {
      const gone = event.data.stops.map(({ recipient }) => recipient);
      return { ...state, grants: ended(state.grants, gone, 'Withdrawn', () => true) };
    }
    case 'ConsentExpired': {
      const { recipients, expiresAt } = event.data;
      const past = (grant: Granted) => share(grant, event.data) && (grant.expiresAt ?? expiresAt) === expiresAt;
      return { ...state, grants: ended(state.grants, recipients, 'Expired', past) };
    }
    case 'GuardianConflictNoted': {
      const { grants: named } = event.data;
      const touched = ({ givenBy, version }: Granted) => named?.includes(version) ?? givenBy === 'guardian';
      return { ...state, grants: state.grants.map((grant) => (touched(grant) ? { ...grant, conflict: true } : grant)) };
    }
    case 'StopConfirmationNoted':
    case 'StopOverdue':
      return state;
  }
}

export const consents = { initialState: { version: 0, grants: [] } as Consents, evolve };
