import { mkdirSync } from 'node:fs';
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
async function startedAgain<T>(start: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await start();
    } catch (error) {
      if (tries === TRIES) throw error;
      await wait(250);
    }
  }
}

class OwnPostgres implements Killable {
  readonly name = 'postgres';
  private running: RunningPostgres | undefined;
  private readonly options;

  constructor(folder: string) {
    const log = join(folder, 'log/postgres.log');
    this.options = { dataDir: join(folder, 'postgres'), log, password: secret(), durable: true };
  }

  async start(): Promise<Connection> {
    this.running = await startEmbeddedPostgres({ ...this.options, ...(this.running && { port: this.running.port }) });
    const { port, superuser } = this.running;
    return { host: '127.0.0.1', port, superuser, password: this.options.password };
  }

  async kill(downMs: number): Promise<void> {
    await this.running!.child.stop('SIGKILL');
    await wait(downMs);
    await startedAgain(() => this.start());
  }

  async stop(): Promise<void> {
    await this.running?.child.stop('SIGINT');
  }
}

class OwnKafka implements Killable {
  readonly name = 'broker';
  readonly admin = { username: 'admin', password: secret() };
  private running: RunningKafka | undefined;
  private readonly options;

  constructor(folder: string) {
    const log = join(folder, 'log/kafka.log');
    const users = { broker: secret(), [this.admin.username]: this.admin.password };
    this.options = { dataDir: join(folder, 'kafka'), log, users, forMeasuring: false, onStep: () => undefined };
  }

  async start(): Promise<Rig['kafka']> {
    this.running = await startEmbeddedKafka({ ...this.options, ...(this.running && { port: this.running.port }) });
    return { brokers: [`127.0.0.1:${this.running.port}`], credentials: this.admin };
  }

  async kill(downMs: number): Promise<void> {
    await this.running!.child.stop('SIGKILL');
    await wait(downMs);
    await startedAgain(() => this.start());
  }

  async stop(): Promise<void> {
    await this.running?.child.stop();
  }
}

/** Starts PostgreSQL (synced to disk) and Kafka of the run's own, with their data in `folder`. */
export async function ownRig(folder: string): Promise<Rig> {
  mkdirSync(folder, { recursive: true });
  const [postgres, kafka] = [new OwnPostgres(folder), new OwnKafka(folder)];
  const stop = async (): Promise<void> => void (await Promise.all([postgres.stop(), kafka.stop()]));
  try {
    const [connection, brokers] = await Promise.all([postgres.start(), kafka.start()]);
    return { postgres: connection, kafka: brokers, killable: [postgres, kafka], stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
