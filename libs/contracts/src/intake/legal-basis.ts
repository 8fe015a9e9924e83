import type { ServiceCategory } from '../codes/services';
import type { LegalBasis } from '../event';
import { type Instant, msOfInstant } from '../ids';
import type { DataClass } from '../sealed';
import type { LegalBasisEvent } from './events';

/** How a sending stands to the bases recorded for its record: whether one carries it, else why none does. */
export type BasisStanding = 'Carries' | 'NotRecorded' | 'NotInForce' | 'TooNarrow';

/** The bases recorded for one person, stream `legalbasis-<uuid of the record>`; `Unit.check` it where an append rests on one. */
export interface LegalBases {
  readonly stated: readonly LegalBasisEvent['data'][];
}

export interface BasisAsked {
  readonly basis: LegalBasis;
  readonly purpose: ServiceCategory;
  /** What leaves the agency. */
  readonly classes: readonly DataClass[];
  readonly at: Instant;
}

type Span = Pick<LegalBasisEvent['data'], 'since' | 'until'>;
const isInForce = ({ since, until }: Span, at: Instant): boolean =>
  (since === undefined || msOfInstant(since) <= msOfInstant(at)) &&
  (until === undefined || msOfInstant(at) <= msOfInstant(until));

/** What counts is the latest statement of this basis for this purpose. */
const latestOf = ({ stated }: LegalBases, { basis, purpose }: Pick<BasisAsked, 'basis' | 'purpose'>) =>
  stated.findLast((one) => one.basis === basis && one.purposes.includes(purpose));

/** The purposes that a statement holds for at `at`: those no later one of its basis names, while its span runs. */
export const heldPurposes = (bases: LegalBases, one: LegalBasisEvent['data'], at: Instant): readonly ServiceCategory[] =>
  isInForce(one, at) ? one.purposes.filter((purpose) => latestOf(bases, { basis: one.basis, purpose }) === one) : [];

/** What is asked for and the latest statement does not name. */
export const classesLacking = (recorded: LegalBases, asked: Omit<BasisAsked, 'at'>): readonly DataClass[] =>
  asked.classes.filter((one) => !latestOf(recorded, asked)?.classes.includes(one));

export function basisStanding(recorded: LegalBases, asked: BasisAsked): BasisStanding {
  const latest = latestOf(recorded, asked);
  if (!latest) return 'NotRecorded';
  if (!isInForce(latest, asked.at)) return 'NotInForce';
  return classesLacking(recorded, asked).length === 0 ? 'Carries' : 'TooNarrow';
}

export const legalBases = {
  initialState: { stated: [] } as LegalBases,
  evolve: ({ stated }: LegalBases, { data }: LegalBasisEvent): LegalBases => ({ stated: [...stated, data] }),
};
