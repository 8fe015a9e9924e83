import type { EventOf } from '@satualur/contracts/event';
import { type Instant, instantOf, msOfInstant } from '@satualur/contracts/ids';
import type { retentionEvents } from '@satualur/contracts/registry/events';
import { type Decider, type Must, mustHold } from '@satualur/decider/decider';

export type RetentionEvent = EventOf<typeof retentionEvents>;
export type RetentionCommand = { readonly type: 'ChangeRetention' } & RetentionEvent['data'];

export type RetentionRule = 'valid-from-taken';
const must: Must<RetentionRule> = mustHold;

const spelled = (instant: Instant): Instant => instantOf(msOfInstant(instant));

function decide({ type: _, ...data }: RetentionCommand, taken: readonly Instant[]): readonly RetentionEvent[] {
  const validFrom = spelled(data.validFrom);
  must(!taken.includes(validFrom), 'valid-from-taken');
  return [{ type: 'RetentionPolicyChanged', data: { ...data, validFrom } }];
}

const evolve = (taken: readonly Instant[], { data }: RetentionEvent): readonly Instant[] => [...taken, spelled(data.validFrom)];

export const retention: Decider<RetentionCommand, readonly Instant[], RetentionEvent> = { initialState: [], decide, evolve };
