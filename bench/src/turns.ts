import { ProcessCpu } from './cpu';

/** One way of doing the work, measured in turns with others. */
export interface Contestant {
  readonly name: string;
  /** One piece of work of one worker; resolves with how many events it was. */
  once(worker: number): Promise<number>;
}

/** What one contestant did in one turn. */
export interface Turn {
  readonly events: number;
  /** Events a second. */
  readonly rate: number;
  /** CPU of this process and of the database server, microseconds an event. */
  readonly clientCpu: number;
  readonly serverCpu: number;
  /** Of each piece of work, in milliseconds. */
  readonly latencies: readonly number[];
}

export interface TurnOptions {
  readonly rounds: number;
  /** Length of a turn. */
  readonly turnMs: number;
  /** Pieces of work at a time. */
  readonly workers: number;
  readonly servers: () => readonly number[];
}

type Turns = ReadonlyMap<string, readonly Turn[]>;

async function work({ once }: Contestant, workers: number, turnMs: number): Promise<Pick<Turn, 'events' | 'latencies'>> {
  const until = performance.now() + turnMs;
  const latencies: number[] = [];
  let events = 0;
  const worker = async (index: number): Promise<void> => {
    for (let began = performance.now(); began < until;) {
      // Awaited first: `events += await …` would add to what it was before the wait, and lose what the other workers did.
      const done = await once(index);
      events += done;
      const now = performance.now();
      latencies.push(now - began);
      began = now;
    }
  };
  await Promise.all(Array.from({ length: workers }, (_, index) => worker(index)));
  return { events, latencies };
}

async function turnOf(contestant: Contestant, { workers, turnMs, servers }: TurnOptions): Promise<Turn> {
  const server = new ProcessCpu(servers);
  const own = process.cpuUsage();
  const began = performance.now();
  const { events, latencies } = await work(contestant, workers, turnMs);
  const seconds = (performance.now() - began) / 1_000;
  const { user, system } = process.cpuUsage(own);
  const perEvent = (microseconds: number): number => microseconds / events;
  return {
    events,
    rate: events / seconds,
    clientCpu: perEvent(user + system),
    serverCpu: perEvent(server.microseconds()),
    latencies,
  };
}

/** Lets the contestants work one after the other, as often as there are rounds, each round beginning with another one. */
export async function inTurns(contestants: readonly Contestant[], options: TurnOptions): Promise<Turns> {
  for (const contestant of contestants) await work(contestant, options.workers, Math.min(options.turnMs, 1_000));
  const turns = new Map(contestants.map(({ name }) => [name, [] as Turn[]]));
  for (let round = 0; round < options.rounds; round++) {
    for (let place = 0; place < contestants.length; place++) {
      const contestant = contestants[(round + place) % contestants.length]!;
      turns.get(contestant.name)!.push(await turnOf(contestant, options));
    }
  }
  return turns;
}

/** Ratio of two contestants' rates, round by round. */
export const ratios = (ours: readonly Turn[], peer: readonly Turn[]): number[] =>
  ours.map(({ rate }, round) => rate / peer[round]!.rate);
