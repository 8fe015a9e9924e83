export type Way = 'embedded' | 'docker' | 'given';

/** One part of the stack as it runs: where it was had from and how it ends. */
export interface Part<T> {
  readonly way: Way;
  readonly reached: T;
  stop(): Promise<void>;
}

/** The ways to a part, in the order they are tried. `undefined` as a start says: not asked for. */
export interface Ways<T> {
  readonly part: string;
  /** The variable that names a running server, and its value. */
  readonly given: { readonly variable: string; readonly start: (() => Promise<T>) | undefined };
  readonly docker: (() => Promise<Omit<Part<T>, 'way'>>) | undefined;
  readonly embedded: () => Promise<Omit<Part<T>, 'way'>>;
  /** The one command that helps when nothing can be had. */
  readonly help: string;
}

/** Why a way failed, with a command that helps better than the part's own. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';

  constructor(
    message: string,
    readonly help: string,
  ) {
    super(message);
  }
}

const message = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function attempt<T>(way: Way, ways: Ways<T>): Promise<Part<T>> {
  if (way === 'given' && ways.given.start) return { way, reached: await ways.given.start(), stop: async () => undefined };
  if (way === 'docker' && ways.docker) return { way, ...(await ways.docker()) };
  return { way: 'embedded', ...(await ways.embedded()) };
}

const CONTAINER_HELP =
  'docker info (an engine must answer, and have or be able to pull POSTGRES_IMAGE and KAFKA_IMAGE), or leave STACK unset';

function helpFor<T>(chosen: Way, ways: Ways<T>, error: unknown): string {
  if (error instanceof Unavailable) return error.help;
  return chosen === 'docker' ? CONTAINER_HELP : ways.help;
}

function explain<T>(chosen: Way, ways: Ways<T>, error: unknown): string {
  const outcome = (way: Way, otherwise: string) => (way === chosen ? message(error) : otherwise);
  const laterWays = 'not tried, another way was asked for';
  return [
    `${ways.part} could not be had. Tried:`,
    `  - ${ways.given.variable}: ${outcome('given', 'not set')}`,
    `  - containers (STACK=docker): ${outcome('docker', chosen === 'given' ? laterWays : 'not asked for')}`,
    `  - embedded: ${outcome('embedded', laterWays)}`,
    `What helps: ${helpFor(chosen, ways, error)}`,
  ].join('\n');
}

/**
 * Has one part of the stack: a given address, else containers when asked for, else embedded.
 * @throws Error that lists what was tried and the one command that helps
 */
export async function obtain<T>(ways: Ways<T>): Promise<Part<T>> {
  const chosen: Way = ways.given.start ? 'given' : ways.docker ? 'docker' : 'embedded';
  try {
    return await attempt(chosen, ways);
  } catch (error) {
    throw new Error(explain(chosen, ways, error), { cause: error });
  }
}
