import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { startChild, tail } from './child';
import { whileHolding } from './lock';
import { Unavailable } from './part';

export const KAFKA_VERSION = '4.3.1';
const OLDEST_JAVA = 17;
const fetchCommand = 'mvn -B -f deploy/kafka/pom.xml dependency:copy-dependencies (once it passes, start again)';
const deploy = resolve(__dirname, '../../../deploy/kafka');

/** What to fetch: the pom that pins it, and the directory of the cache that holds it. */
interface Jars {
  readonly pom: string;
  readonly name: string;
}
const BROKER: Jars = { pom: join(deploy, 'pom.xml'), name: 'libs' };
const TOOLS: Jars = { pom: join(deploy, 'tools/pom.xml'), name: 'tools' };

/** A Java that can run the broker. */
export interface Java {
  readonly command: string;
  readonly version: string;
}

/**
 * Java from JAVA_HOME or the PATH.
 * @throws Error when there is none, or only one too old
 */
export function findJava(): Java {
  const home = process.env['JAVA_HOME'];
  const command = home ? join(home, 'bin', 'java') : 'java';
  const { status, stderr } = spawnSync(command, ['-version'], { encoding: 'utf8' });
  const version = /version "([^"]+)"/.exec(stderr ?? '')?.[1];
  if (status !== 0 || !version) throw new Error(`no Java at ${home ? 'JAVA_HOME' : 'the PATH'}`);
  if (Number.parseInt(version, 10) < OLDEST_JAVA)
    throw new Error(`Java ${version} is too old, ${OLDEST_JAVA} or later is needed`);
  return { command, version };
}

function cacheDir(): string {
  return join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'satu-alur', `kafka-${KAFKA_VERSION}`);
}

async function fetchJars(pom: string, into: string, ending: AbortSignal | undefined): Promise<void> {
  if (spawnSync('mvn', ['-v'], { stdio: 'ignore' }).status !== 0) throw new Error('no Maven on the PATH, to fetch the jars with');
  const parent = resolve(into, '..');
  const staging = mkdtempSync(join(parent, 'fetching-'));
  const log = join(parent, 'maven.log');
  try {
    const child = await startChild({
      name: 'Maven',
      command: 'mvn',
      args: ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${staging}`],
      env: process.env,
      log,
      ending,
    });
    ending?.addEventListener('abort', () => void child.stop(), { once: true });
    const end = await child.exited;
    if (end !== 0)
      throw new Unavailable(
        `Maven ended with ${end}. The end of ${log}:
${tail(log)}`,
        fetchCommand,
      );
    renameSync(staging, into);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

interface Found {
  /** Paths, always in the same order (the class-data archive asks for that). */
  readonly jars: readonly string[];
  /** Where archives are kept. */
  readonly cache: string;
  readonly fetched: boolean;
}

async function found({ pom, name }: Jars, ending?: AbortSignal): Promise<Found> {
  const cache = cacheDir();
  const libs = join(cache, name);
  mkdirSync(cache, { recursive: true });
  const missing = !existsSync(libs);
  if (missing)
    await whileHolding(join(cache, 'fetching.lock'), async () => existsSync(libs) || (await fetchJars(pom, libs, ending)));
  const jars = readdirSync(libs)
    .filter((file) => file.endsWith('.jar'))
    .sort();
  return { jars: jars.map((file) => join(libs, file)), cache, fetched: missing };
}

/**
 * The broker's jars, fetched by Maven into the user's cache the first time; one process fetches, others wait for it.
 * @throws Error when Maven is missing or fails, or is stopped as `ending` is aborted
 */
export const kafkaJars = (ending?: AbortSignal): Promise<Found> => found(BROKER, ending);

/** As `kafkaJars`, those of the broker's own command-line tools. */
export const kafkaToolJars = (): Promise<Found> => found(TOOLS);
