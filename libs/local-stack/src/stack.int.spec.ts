import { type ChildProcessWithoutNullStreams, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import type { Stack } from './stack';
import { testDatabase } from './testing';

type Said = Omit<Stack, 'stop'> & { readonly steps: Readonly<Record<string, number>> };
interface Runner {
  readonly process: ChildProcessWithoutNullStreams;
  readonly errors: () => string;
}
interface Running extends Runner {
  readonly said: Said;
}

const SECOND_START_LIMIT_MS = 20_000;
const ownEnvironment = (): NodeJS.ProcessEnv => ({
  ...process.env,
  KAFKA_BROKERS: undefined,
  DATABASE_URL: undefined,
  STACK: undefined,
});

const runners: ChildProcessWithoutNullStreams[] = [];
afterEach(async () => {
  for (const left of runners.splice(0)) await end(left, 'SIGTERM');
});

async function end(child: ChildProcessWithoutNullStreams, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, 'exit');
}

function spawnRunner(dataDir: string, env: NodeJS.ProcessEnv): Runner {
  const sources = ['--conditions=@satualur/source', '--require', resolve(__dirname, '../test/register-sources.cjs')];
  const child = spawn(process.execPath, [...sources, join(__dirname, 'stack-process.ts'), dataDir], {
    env: { ...ownEnvironment(), ...env },
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  runners.push(child);
  return { process: child, errors: () => errors };
}

async function runStack(dataDir: string, env: NodeJS.ProcessEnv = {}): Promise<Running> {
  const runner = spawnRunner(dataDir, env);
  const line = once(createInterface(runner.process.stdout), 'line') as Promise<[string]>;
  const said = await Promise.race([line, once(runner.process, 'close').then(() => undefined)]);
  if (!said) throw new Error(`the stack did not start: ${runner.errors()}`);
  return { ...runner, said: JSON.parse(said[0]) as Said };
}

/** The processes that name this data directory, and all that descend from them. */
function processesOf(dataDir: string): readonly number[] {
  const all = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8', maxBuffer: 2 ** 24 })
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [])
    .map(([, pid, parent, args]) => ({ pid: Number(pid), parent: Number(parent), args: args ?? '' }));
  const found = new Set(
    all.filter(({ args }) => args.includes(`${dataDir}/`) && !args.includes('stack-process')).map(({ pid }) => pid),
  );
  for (const { pid, parent } of all) if (found.has(parent)) found.add(pid);
  return [...found];
}

const living = (pids: readonly number[]): readonly number[] =>
  pids.filter((pid) => {
    const status = `/proc/${pid}/stat`;
    return existsSync(status) && !/\) [ZX] /.test(readFileSync(status, 'utf8'));
  });

async function untilGone(pids: readonly number[]): Promise<void> {
  while (living(pids).length) await sleep(20);
}

async function rows(at: Stack['postgres'], sql: string): Promise<unknown[]> {
  const client = new Client({ host: at.host, port: at.port, user: at.superuser, password: at.password, database: 'postgres' });
  await client.connect();
  try {
    return (await client.query(sql)).rows as unknown[];
  } finally {
    await client.end();
  }
}

describe('a stack whose data are kept', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'kept-stack-'));
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

  it('finds them again after a clean stop, in under 20 s, with nothing left running between', async () => {
    const first = await runStack(dataDir);
    await rows(first.said.postgres, 'create table kept as select 42 as answer');
    const pids = processesOf(dataDir);
    expect(pids.length).toBeGreaterThan(4);
    await end(first.process, 'SIGTERM');
    expect(living(pids)).toEqual([]);

    const began = performance.now();
    const second = await runStack(dataDir);
    expect(performance.now() - began).toBeLessThan(SECOND_START_LIMIT_MS);
    expect(second.said.kafka.credentials).toEqual(first.said.kafka.credentials);
    expect(await rows(second.said.postgres, 'select answer from kept')).toEqual([{ answer: 42 }]);
    await end(second.process, 'SIGINT');
  }, 120_000);

  it.each(['kernel', 'pipe'])(
    'leaves no process behind a kill -9 (watched by %s), and starts again on the same data',
    async (watchdog) => {
      chmodSync(dataDir, watchdog === 'pipe' ? 0o755 : 0o700);
      const first = await runStack(dataDir, watchdog === 'pipe' ? { SATUALUR_WATCHDOG: 'pipe' } : {});
      const pids = processesOf(dataDir);
      expect(living(pids).length).toBeGreaterThan(4);
      first.process.kill('SIGKILL');
      await untilGone(pids);
      expect(processesOf(dataDir)).toEqual([]);

      const second = await runStack(dataDir);
      expect(await rows(second.said.postgres, 'select answer from kept')).toEqual([{ answer: 42 }]);
    },
    120_000,
  );

  it('refuses a second stack on the same directory', async () => {
    await runStack(dataDir);
    await expect(runStack(dataDir)).rejects.toThrow('is in use by another running stack');
  }, 120_000);

  it('keeps secrets where only this user reads them', () => {
    for (const file of ['postgres.secret', 'kafka.secret', 'kafka.properties'])
      expect(statSync(join(dataDir, file)).mode & 0o077).toBe(0);
    expect(existsSync(join(dataDir, 'kafka.properties.format'))).toBe(false);
    expect(existsSync(join(dataDir, 'postgres.password'))).toBe(false);
  });
});

describe('a stack that cannot be had', () => {
  const help = 'What helps: sudo apt-get install -y openjdk-17-jre-headless maven';
  const dataDir = mkdtempSync(join(tmpdir(), 'no-stack-'));
  afterAll(() => rmSync(dataDir, { recursive: true }));

  async function failure(env: NodeJS.ProcessEnv): Promise<string> {
    const runner = spawnRunner(dataDir, env);
    expect(await once(runner.process, 'close')).toEqual([1, null]);
    expect(processesOf(dataDir)).toEqual([]);
    return runner.errors();
  }

  it('says so in one message, with the one command that helps, and leaves nothing running', async () => {
    const message = await failure({ JAVA_HOME: '/nowhere' });
    expect(message).toContain('Kafka could not be had. Tried:\n  - KAFKA_BROKERS: not set\n');
    expect(message).toContain('embedded: no Java at JAVA_HOME');
    expect(message).toContain(help);
  }, 60_000);

  it('says when Maven is missing, or why it failed', async () => {
    const java = dirname(dirname(realpathSync(execFileSync('sh', ['-c', 'command -v java'], { encoding: 'utf8' }).trim())));
    const env = { JAVA_HOME: java, XDG_CACHE_HOME: join(dataDir, 'cache'), PATH: join(dataDir, 'bin') };
    mkdirSync(env.PATH, { recursive: true });
    for (const tool of ['setpriv', 'sh', 'id', 'env'])
      symlinkSync(execFileSync('sh', ['-c', `command -v ${tool}`], { encoding: 'utf8' }).trim(), join(env.PATH, tool));
    const missing = await failure(env);
    expect(missing).toContain('embedded: no Maven on the PATH');
    expect(missing).toContain(help);

    writeFileSync(join(env.PATH, 'mvn'), '#!/bin/sh\n[ "$1" = -v ] || { echo "the repository is away"; exit 3; }\n', {
      mode: 0o755,
    });
    const failed = await failure(env);
    expect(failed).toContain('embedded: Maven ended with 3.');
    expect(failed).toContain('the repository is away\nWhat helps: mvn -B -f deploy/kafka/pom.xml');
  }, 60_000);
});

describe('a database of a test file', () => {
  it('is a copy of a template made once, and is gone afterwards', async () => {
    let migrations = 0;
    const template = {
      name: 'stack_spec',
      migrate: async ({ connection }: { connection: object }) => {
        migrations++;
        const client = new Client(connection);
        await client.connect();
        await client.query('create table made (by_template boolean)');
        await client.end();
      },
    };
    const copies = await Promise.all([testDatabase(template), testDatabase(template)]);
    expect(migrations).toBe(1);
    for (const copy of copies) {
      const client = new Client(copy.connection);
      await client.connect();
      expect((await client.query('select * from made')).rowCount).toBe(0);
      await client.end();
      await copy.drop();
      await expect(new Client(copy.connection).connect()).rejects.toThrow('does not exist');
    }
  });
});
