interface Asked {
  readonly events: number;
  /** Kills of PostgreSQL and of the broker, each, that the run must have seen. */
  readonly leastPartKills: number;
}

interface Came {
  /** Events acknowledged. */
  readonly events: number;
  readonly parts: readonly { readonly name: string; readonly killed: number }[];
}

/** What the run was to bring and did not, a line each: what was never written or never killed proves nothing. */
export const shortfalls = (asked: Asked, came: Came): readonly string[] => [
  ...(came.events < asked.events ? [`${came.events} of ${asked.events} events acknowledged`] : []),
  ...came.parts
    .filter(({ killed }) => killed < asked.leastPartKills)
    .map(({ name, killed }) => `${name} killed ${killed} times, ${asked.leastPartKills} wanted`),
];
