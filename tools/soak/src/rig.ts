import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type RunningKafka, startEmbeddedKafka } from '@satualur/local-stack/embedded-kafka';
import { type RunningPostgres, startEmbeddedPostgres } from '@satualur/local-stack/embedded-postgres';
import { randomBytes } from 'node:crypto';

export interface Connection {
  readonly host: string;
  readonly port: number;
  readonly superuser: string;
  readonly password: string;
}

/** A part that can be killed and comes back at the same address. */
export interface Killable {
  readonly name: string;
  /** SIGKILL; back after `downMs` at the earliest. Resolves when it answers again. */
  kill(downMs: number): Promise<void>;
}

/** PostgreSQL and Kafka for one run. */
export interface Rig {
  readonly postgres: Connection;
  readonly kafka: {
    readonly brokers: readonly string[];
    readonly credentials?: { readonly username: string; readonly password: string };
  };
  /** None where the rig is lent and others use it too. */
  readonly killable: readonly Killable[];
  stop(): Promise<void>;
}

const secret = (): string => randomBytes(16).toString('hex');
const TRIES = 40;

/** A killed server's children, sockets and shared memory linger for a moment: the start is tried again. */
async function startedAgain<T>(start: () => Promise<T>, ending: AbortSignal): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await start();
    } catch (error) {
      if (tries === TRIES || ending.aborted) throw error;
      await wait(250);
    }
  }
}

type Server = Pick<RunningPostgres, 'child' | 'port'>;

interface OwnSpec<S extends Server> {
  readonly name: string;
  /** Where it stood before, if it did. */
  readonly startAt: (at: { readonly port?: number }) => Promise<S>;
  readonly stopBy: NodeJS.Signals;
  /** Aborted: it is not started any more. */
  readonly ending: AbortSignal;
}

/** A server of this run alone, back at its own port after each kill. */
class Own<S extends Server> implements Killable {
  private running: S | undefined;
  private killing: Promise<void> = Promise.resolve();

  constructor(private readonly spec: OwnSpec<S>) {}

  get name(): string {
    return this.spec.name;
  }

  async start(): Promise<S> {
    this.running = await this.spec.startAt(this.running ? { port: this.running.port } : {});
    return this.running;
  }

  kill(downMs: number): Promise<void> {
    this.killing = this.killAndStart(downMs);
    return this.killing;
  }

  async stop(): Promise<void> {
    await this.killing.catch(() => undefined);
    await this.running?.child.stop(this.spec.stopBy);
  }

  private async killAndStart(downMs: number): Promise<void> {
    const { ending } = this.spec;
    await this.running!.child.stop('SIGKILL');
    await wait(downMs, undefined, { signal: ending });
    await startedAgain(() => this.start(), ending);
  }
}

function ownPostgres(folder: string, password: string, ending: AbortSignal): Own<RunningPostgres> {
  const options = { dataDir: join(folder, 'postgres'), log: join(folder, 'log/postgres.log'), password, durable: true, ending };
  return new Own({ name: 'postgres', startAt: (at) => startEmbeddedPostgres({ ...options, ...at }), stopBy: 'SIGINT', ending });
}

function ownKafka(
  folder: string,
  users: { readonly broker: string; readonly admin: string },
  ending: AbortSignal,
): Own<RunningKafka> {
  const options = { dataDir: join(folder, 'kafka'), log: join(folder, 'log/kafka.log'), users, ending };
  const silent = { forMeasuring: false, onStep: () => undefined };
  return new Own({
    name: 'broker',
    startAt: (at) => startEmbeddedKafka({ ...options, ...silent, ...at }),
    stopBy: 'SIGTERM',
    ending,
  });
}

/**
 * Starts PostgreSQL (synced to disk) and Kafka of the run's own, with their data in `folder`.
 * @param ending aborted: what starts is stopped, nothing starts again; `stop` is still to be called
 */
export async function ownRig(folder: string, ending: AbortSignal): Promise<Rig> {
  mkdirSync(folder, { recursive: true });
  const over = new AbortController();
  const either = AbortSignal.any([ending, over.signal]);
  const [password, users] = [secret(), { broker: secret(), admin: secret() }];
  const [postgres, kafka] = [ownPostgres(folder, password, either), ownKafka(folder, users, either)];
  const starting = [postgres.start(), kafka.start()] as const;
  const stop = async (): Promise<void> => {
    over.abort();
    await Promise.allSettled(starting);
    await Promise.all([postgres.stop(), kafka.stop()]);
  };
  try {
    const [{ port, superuser }, broker] = await Promise.all(starting);
    return {
      postgres: { host: '127.0.0.1', port, superuser, password },
      kafka: { brokers: [`127.0.0.1:${broker.port}`], credentials: { username: 'admin', password: users.admin } },
      killable: [postgres, kafka],
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What a run leaves in its folder that nobody needs once its rig is stopped: passwords first, which must not stay, and the servers' data. */
export function removeData(folder: string): void {
  const secret = ['run.json', 'consumer.properties', 'kafka.properties', 'kafka.properties.format', 'postgres.password'];
  for (const name of [...secret, 'kafka', 'postgres'])
    rmSync(join(folder, name), { recursive: true, force: true, maxRetries: 10 });
}
