/** A rulebook: pure functions of command and state (Chassaing, "Functional Event Sourcing Decider", 2021). */
export interface Decider<Command, State, Event> {
  readonly initialState: State;
  /** The events that the command causes, or throws RuleViolation. */
  decide(command: Command, state: State): readonly Event[];
  evolve(state: State, event: Event): State;
}

export class RuleViolation<Rule extends string = string> extends Error {
  constructor(
    readonly rule: Rule,
    /** Codes and states that help the caller, never personal data. */
    readonly detail: Readonly<Record<string, string>> = {},
  ) {
    super(rule);
    this.name = 'RuleViolation';
  }
}

export type Must<Rule extends string> = (holds: boolean, rule: Rule, detail?: Readonly<Record<string, string>>) => asserts holds;

export function mustHold(holds: boolean, rule: string, detail?: Readonly<Record<string, string>>): asserts holds {
  if (!holds) throw new RuleViolation(rule, detail);
}

export type Fold<State, Event> = Pick<Decider<never, State, Event>, 'initialState' | 'evolve'>;

export const fold = <S, E>(decider: Fold<S, E>, events: readonly E[]): S =>
  events.reduce<S>((state, event) => decider.evolve(state, event), decider.initialState);
