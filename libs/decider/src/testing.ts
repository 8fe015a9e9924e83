import { type Decider, fold } from './decider';

/** Of a rule: commands that it refuses after a history. */
interface Refused<C, E> {
  readonly after: readonly E[];
  readonly refuses: readonly C[];
}

/** Given a history, when a command, then events or a named rule; and what is refused by each rule. */
export function scenario<C, S, E>(decider: Decider<C, S, E>) {
  const given = (...history: E[]) => ({
    when: (command: C) => {
      const decide = () => decider.decide(command, fold(decider, history));
      return {
        then: (...expected: E[]) => expect(decide()).toEqual(expected),
        thenNothing: () => expect(decide()).toEqual([]),
        thenRefused: (rule: string) => expect(decide).toThrow(expect.objectContaining({ rule })),
      };
    },
  });
  return {
    given,
    /** Examples of every rule: one added without any does not compile. */
    refuses: <Rule extends string>(rules: Readonly<Record<Rule, Refused<C, E>>>): void =>
      describe.each(Object.entries<Refused<C, E>>(rules))('%s', (rule, { after, refuses }) => {
        it.each(refuses as (C & object)[])('refuses $type', (command) =>
          given(...after)
            .when(command)
            .thenRefused(rule),
        );
      }),
  };
}
