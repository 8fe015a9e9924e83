import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Nanoseconds a process has run, all its threads together; 0 when it is gone. */
function nanosecondsOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
    const alone = Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]);
    return stat[17] === '1' ? alone : (Number(stat[11]) + Number(stat[12])) * 1e7;
  } catch {
    return 0;
  }
}

/** CPU of processes from /proc, microseconds since `start`. Elsewhere than on Linux: NaN. */
export class ProcessCpu {
  private readonly before = new Map<number, number>();

  constructor(private readonly pids: () => readonly number[]) {
    for (const pid of pids()) this.before.set(pid, nanosecondsOf(pid));
  }

  /** Processes that came meanwhile count whole, those that ended not at all. */
  microseconds(): number {
    const pids = this.pids();
    if (pids.length === 0) return NaN;
    return pids.reduce((sum, pid) => sum + nanosecondsOf(pid) - (this.before.get(pid) ?? 0), 0) / 1_000;
  }
}

/** The postmaster's children: backends, writers, checkpointer. None when they cannot be seen from here. */
export function backendsOf(dataDir: string): readonly number[] {
  try {
    const postmaster = readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n', 1)[0]!;
    const children = readFileSync(`/proc/${postmaster}/task/${postmaster}/children`, 'utf8');
    return children.split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

/** Resident memory of a process in MiB; 0 when it is gone. */
export function residentMiB(pid: number): number {
  try {
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
