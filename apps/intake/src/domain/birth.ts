import type { Cause } from '@satualur/contracts/event';
import { instantOf, msOfInstant } from '@satualur/contracts/ids';
import type { SomeAssertions } from '@satualur/contracts/intake/events';
import { dateOf } from '@satualur/contracts/registry/deadlines';
import { type Must, mustHold } from '@satualur/decider/decider';

export type BirthRule = 'born-in-the-future';
const must: Must<BirthRule> = mustHold;

const DAY_MS = 24 * 3_600_000;

/**
 * As a caller states it, before it is sealed; a date says neither hour nor zone, so it may be a day ahead in WITA. The clock of a record
 * may be ahead of ours (FORMAT 1.7): the later of both counts.
 */
export function mustBeBorn(
  { birthDate }: Pick<SomeAssertions, 'birthDate'>,
  { at, recordedAt = at }: Pick<Cause, 'at' | 'recordedAt'>,
): void {
  const tomorrow = dateOf(instantOf(Math.max(msOfInstant(at), msOfInstant(recordedAt)) + DAY_MS));
  must(typeof birthDate?.value !== 'string' || birthDate.value <= tomorrow, 'born-in-the-future');
}
