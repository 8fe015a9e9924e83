import type { EventOf } from '@satualur/contracts/event';
import { type AgencyKey, type Instant, instantOf, msOfInstant } from '@satualur/contracts/ids';
import { inForce } from '@satualur/contracts/registry/deadlines';
import type { registryEvents, SlaPolicy } from '@satualur/contracts/registry/events';
import { afterCareOf, figuresOf, LimitName, statedLimitOf } from '@satualur/contracts/registry/limits';
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

/** The policies so far, each from its own instant on. */
export type SlaPolicies = readonly Pick<ChangeSlaPolicy, 'validFrom' | 'policy' | 'source'>[];

const spelled = (instant: Instant): Instant => instantOf(msOfInstant(instant));

/** What a policy leaves out stays as it was on the day it begins, or is the default: so each policy states every limit, with its norm. */
function whole({ policy, source, validFrom }: ChangeSlaPolicy, known: SlaPolicies): SlaPolicy {
  const before = inForce(known, validFrom);
  const figures = figuresOf({ policy, source });
  const leftOut = LimitName.options.filter((name) => figures[name] === undefined);
  const kept = Object.fromEntries(leftOut.map((name) => [name, statedLimitOf(name, before)]));
  return { ...policy, limits: { ...kept, ...policy.limits }, afterCare: policy.afterCare ?? afterCareOf(before) };
}

function decide(command: SlaPolicyCommand, known: SlaPolicies): readonly SlaPolicyEvent[] {
  const { source, provincialSecretariat } = command;
  const validFrom = spelled(command.validFrom);
  must(!known.some((policy) => policy.validFrom === validFrom), 'valid-from-taken');
  const data = { validFrom, policy: whole(command, known), source, ...(provincialSecretariat && { provincialSecretariat }) };
  return [{ type: 'SlaPolicyChanged', data }];
}

const evolve = (known: SlaPolicies, { data }: SlaPolicyEvent): SlaPolicies => {
  const { policy, source } = data;
  return [...known, { validFrom: spelled(data.validFrom), policy, source }];
};

export const slaPolicies: Decider<SlaPolicyCommand, SlaPolicies, SlaPolicyEvent> = { initialState: [], decide, evolve };
