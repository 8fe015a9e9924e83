import type { EventOf } from '@satualur/contracts/event';
import { type AgencyKey, type Instant, instantOf, msOfInstant } from '@satualur/contracts/ids';
import type { registryEvents, SlaPolicy } from '@satualur/contracts/registry/events';
import { type Decider, type Must, mustHold } from '@satualur/decider/decider';

export type SlaPolicyEvent = EventOf<Pick<typeof registryEvents, 'SlaPolicyChanged'>>;

export interface ChangeSlaPolicy {
  readonly type: 'ChangeSlaPolicy';
  readonly validFrom: Instant;
  readonly policy: SlaPolicy;
  /** Text of the norm or decision the figures come from. */
  readonly source: string;
  readonly provincialSecretariat?: AgencyKey;
}
export type SlaPolicyCommand = ChangeSlaPolicy;

export type SlaPolicyRule = 'valid-from-taken';
const must: Must<SlaPolicyRule> = mustHold;

/** The instants from which a policy is valid; which one holds at an instant is `inForce` in contracts. */
export type SlaPolicies = readonly Instant[];

const spelled = (instant: Instant): Instant => instantOf(msOfInstant(instant));

function decide(command: SlaPolicyCommand, taken: SlaPolicies): readonly SlaPolicyEvent[] {
  const { policy, source, provincialSecretariat } = command;
  const validFrom = spelled(command.validFrom);
  must(!taken.includes(validFrom), 'valid-from-taken');
  const data = { validFrom, policy, source, ...(provincialSecretariat && { provincialSecretariat }) };
  return [{ type: 'SlaPolicyChanged', data }];
}

const evolve = (taken: SlaPolicies, event: SlaPolicyEvent): SlaPolicies => [...taken, spelled(event.data.validFrom)];

export const slaPolicies: Decider<SlaPolicyCommand, SlaPolicies, SlaPolicyEvent> = { initialState: [], decide, evolve };
