import { readdirSync, readFileSync } from 'node:fs';

/** /proc counts in hundredths of a second. */
const TICK_MS = 10;

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function childrenOf(pid: number): number[] {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    return threads.flatMap((thread) => read(`/proc/${pid}/task/${thread}/children`).split(' ').filter(Boolean).map(Number));
  } catch {
    return [];
  }
}

/** Its own with its threads', and that of the children it has waited for, with theirs. */
function ticksOf(pid: number): { readonly own: number; readonly ended: number } {
  const fields = read(`/proc/${pid}/stat`).split(') ').at(-1)!.split(' ').map(Number);
  return { own: (fields[11] ?? 0) + (fields[12] ?? 0), ended: (fields[13] ?? 0) + (fields[14] ?? 0) };
}

/** CPU in milliseconds of everything that this process started, and that those started: what runs and what has ended. Linux only. */
export function spentByDescendants(pid = process.pid): number {
  const below = childrenOf(pid).reduce((sum, child) => sum + ticksOf(child).own * TICK_MS + spentByDescendants(child), 0);
  return below + ticksOf(pid).ended * TICK_MS;
}

/** The most memory that a process was resident with so far, in MiB; 0 when it is gone. */
export const peakMiB = (pid: number): number => Number(/^VmHWM:\s+(\d+) kB$/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) / 1024;
