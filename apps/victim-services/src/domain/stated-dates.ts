import { type Instant, instantOf, msOfInstant } from '@satualur/contracts/ids';
import { dateOf } from '@satualur/contracts/registry/deadlines';
import { type Must, mustHold } from '@satualur/decider/decider';

export type StatedRule = 'stated-in-the-future';
const must: Must<StatedRule> = mustHold;

/** When something is said to have happened, by the field that says so: an instant, or a calendar date in WITA. */
export type Happened = Readonly<Record<string, string | undefined>>;

const DAY_MS = 24 * 3_600_000;
/** A desk's clock may be ahead by so much. */
const CLOCKS_DIFFER_MS = 60_000;
const isDate = (stated: string): boolean => !stated.includes('T');

/** What is said to have happened is not still to come; a bare date may be a day ahead, since it says neither hour nor zone. */
export function mustHaveHappened(at: Instant, happened: Happened): void {
  const tomorrow = dateOf(instantOf(msOfInstant(at) + DAY_MS));
  for (const [field, stated] of Object.entries(happened))
    if (stated !== undefined) {
      const isPast = isDate(stated) ? stated <= tomorrow : msOfInstant(stated as Instant) <= msOfInstant(at) + CLOCKS_DIFFER_MS;
      must(isPast, 'stated-in-the-future', { field });
    }
}
