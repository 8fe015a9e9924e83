import { type Decider, fold } from './decider';

/** Given a history, when a command, then events or a named rule. */
export const scenario = <C, S, E>(decider: Decider<C, S, E>) => ({
  given: (...history: E[]) => ({
    when: (command: C) => {
      const decide = () => decider.decide(command, fold(decider, history));
      return {
        then: (...expected: E[]) => expect(decide()).toEqual(expected),
        thenNothing: () => expect(decide()).toEqual([]),
        thenRefused: (rule: string) => expect(decide).toThrow(expect.objectContaining({ rule })),
      };
    },
  }),
});
