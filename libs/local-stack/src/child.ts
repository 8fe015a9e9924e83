import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface ChildSpec {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Both output streams go here; the file of the previous run is kept beside it as `.1`. */
  readonly log: string;
  readonly cwd?: string;
  /** The user the child runs as, when this process is root. */
  readonly user?: { readonly uid: number; readonly gid: number };
  /** Lets the child pass directories closed to its user; Linux with `setpriv` only. */
  readonly passesClosedDirectories?: boolean;
  /** Aborted while the child starts: `untilReady` stops it; before that: it is not started at all. */
  readonly ending?: AbortSignal | undefined;
}

/** A child process that cannot outlive this one, in a process group of its own: a Ctrl-C reaches it through `stop` only. */
export interface Child {
  readonly name: string;
  readonly pid: number;
  readonly log: string;
  /** Resolves with the exit code or the signal's name. */
  readonly exited: Promise<number | string>;
  readonly ending?: AbortSignal | undefined;
  alive(): boolean;
  /** Sends `signal` (default SIGTERM) and, after `patience` ms (default 15,000), SIGKILL; resolves when the process is gone. */
  stop(signal?: NodeJS.Signals, patience?: number): Promise<void>;
}

/** Nobody wants it any more. */
export class Ended extends Error {
  override readonly name = 'Ended';

  constructor(what: string) {
    super(`${what} was stopped while it started`);
  }
}

const deathSignal = ['--pdeathsig', 'KILL'];
let setprivWorks: boolean | undefined;

/** True if `setpriv` can ask the kernel to kill a child with its parent. `SATUALUR_WATCHDOG=pipe` says no, for tests of the other way. */
export function hasSetpriv(): boolean {
  if (process.env['SATUALUR_WATCHDOG'] === 'pipe') return false;
  setprivWorks ??= spawnSync('setpriv', [...deathSignal, '--', 'sh', '-c', ':'], { stdio: 'ignore' }).status === 0;
  return setprivWorks;
}

function command(spec: ChildSpec): readonly [string, readonly string[], { uid?: number; gid?: number }] {
  if (!hasSetpriv()) return [spec.command, spec.args, spec.user ?? {}];
  const user = spec.user ? [`--reuid=${spec.user.uid}`, `--regid=${spec.user.gid}`, '--clear-groups'] : [];
  const rights = spec.passesClosedDirectories ? ['--inh-caps=+dac_override', '--ambient-caps=+dac_override'] : [];
  return ['setpriv', [...user, ...rights, ...deathSignal, '--', spec.command, ...spec.args], {}];
}

/** Where the kernel cannot do it: a shell that waits for the end of a pipe only this process holds, then kills the child. */
function watchThroughPipe(child: ChildProcess): void {
  const watchdog = spawn('sh', ['-c', 'read -r _; kill -9 "$0" 2>/dev/null', String(child.pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  watchdog.unref();
  child.once('exit', () => watchdog.kill('SIGKILL'));
}

function openLog(file: string): number {
  mkdirSync(dirname(file), { recursive: true });
  if (existsSync(file)) renameSync(file, `${file}.1`);
  return openSync(file, 'a', 0o600);
}

async function stopProcess(
  process: ChildProcess,
  exited: Promise<unknown>,
  signal: NodeJS.Signals,
  patience: number,
): Promise<void> {
  if (process.exitCode !== null || process.signalCode !== null) return;
  process.kill(signal);
  const abort = new AbortController();
  const late = sleep(patience, 'late' as const, { signal: abort.signal }).catch(() => 'gone' as const);
  if ((await Promise.race([exited, late])) === 'late') process.kill('SIGKILL');
  abort.abort();
  await exited;
}

/**
 * Starts a child process.
 * @throws Error when the command cannot be started at all, Ended
 */
export async function startChild(spec: ChildSpec): Promise<Child> {
  if (spec.ending?.aborted) throw new Ended(spec.name);
  const [file, args, user] = command(spec);
  const log = openLog(spec.log);
  const process = spawn(file, args, { ...user, env: spec.env, cwd: spec.cwd, stdio: ['ignore', log, log], detached: true });
  closeSync(log);
  const exited = new Promise<number | string>((resolve) =>
    process.once('exit', (code, signal) => resolve(code ?? signal ?? 'unknown')),
  );
  await new Promise<void>((resolve, reject) => process.once('spawn', resolve).once('error', reject));
  if (!hasSetpriv()) watchThroughPipe(process);
  return {
    name: spec.name,
    pid: process.pid as number,
    log: spec.log,
    exited,
    ending: spec.ending,
    alive: () => process.exitCode === null && process.signalCode === null,
    stop: (signal = 'SIGTERM', patience = 15_000) => stopProcess(process, exited, signal, patience),
  };
}

/** The last lines of a log file, for an error message. */
export function tail(log: string, lines = 20): string {
  if (!existsSync(log)) return '';
  return readFileSync(log, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
}

/**
 * Waits until `ready` answers true, asking every 25 ms.
 * @throws Error with the tail of the child's log when it ends before, or is not ready after `patience` ms; Ended; it is stopped then
 */
export async function untilReady(child: Child, ready: () => Promise<boolean>, patience = 60_000): Promise<void> {
  const deadline = Date.now() + patience;
  for (;;) {
    if (child.ending?.aborted) {
      await child.stop();
      throw new Ended(child.name);
    }
    if (await ready()) return;
    const why = !child.alive()
      ? `ended with ${await child.exited}`
      : Date.now() > deadline
        ? `was not ready after ${patience} ms`
        : '';
    if (why) {
      await child.stop('SIGKILL');
      throw new Error(`${child.name} ${why}. The end of ${child.log}:\n${tail(child.log)}`);
    }
    await sleep(25);
  }
}
