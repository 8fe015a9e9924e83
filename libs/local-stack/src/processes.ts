import { join } from 'node:path';
import { type Child, startChild, untilReady } from './child';

export interface ProcessSpec {
  /** Names the log file too: `<name>.log`. */
  readonly name: string;
  /** The JavaScript file to run. */
  readonly entry: string;
  /** Options for node itself, such as `--require`. */
  readonly nodeArguments?: readonly string[];
  /** All the process gets, but for PATH, HOME, LANG and TZ: what the caller's own environment holds stays with the caller. */
  readonly env: NodeJS.ProcessEnv;
  readonly logDir: string;
  /** Answers with a 2xx status when the process is ready. */
  readonly readyUrl: string;
  /** How long to wait for that, ms; 60,000 by default. */
  readonly patience?: number;
  /** Aborted while it starts, it is stopped. */
  readonly ending?: AbortSignal | undefined;
}

/** One running process of ours. It ends with the process that started it, however that ends. */
export interface RunningProcess {
  readonly name: string;
  readonly pid: number;
  readonly log: string;
  /** Resolves with the exit code or the signal's name when it has ended, for whatever reason. */
  readonly exited: Promise<number | string>;
  alive(): boolean;
  /** SIGTERM and, if that takes over 15 s, SIGKILL; resolves when it is gone. */
  stop(): Promise<void>;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

function surroundings(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    ['PATH', 'HOME', 'LANG', 'TZ'].flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
  );
}

const asProcess = (child: Child): RunningProcess => ({
  name: child.name,
  pid: child.pid,
  log: child.log,
  exited: child.exited,
  alive: () => child.alive(),
  stop: () => child.stop(),
  kill: () => child.stop('SIGKILL'),
});

/**
 * Starts a process of ours and waits until it is ready.
 * @throws Error with the tail of its log when it ends before that or takes too long, Ended
 */
export async function startProcess(spec: ProcessSpec): Promise<RunningProcess> {
  const child = await startChild({
    name: spec.name,
    command: process.execPath,
    args: [...(spec.nodeArguments ?? []), spec.entry],
    env: { ...surroundings(), ...spec.env },
    log: join(spec.logDir, `${spec.name}.log`),
    ending: spec.ending,
  });
  await untilReady(child, () => answers(spec.readyUrl), spec.patience);
  return asProcess(child);
}

/** Calls `then` once when the process that started this one is gone (an `npm start` killed with -9); returns how to stop watching. */
export function whenParentIsGone(then: () => void): () => void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    then();
  }, 250);
  timer.unref();
  return () => clearInterval(timer);
}
