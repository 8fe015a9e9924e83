import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** A process told apart from a later one with the same number: by its start time, where /proc has it. */
function identity(pid: number): string | undefined {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return undefined;
  }
  const stat = `/proc/${pid}/stat`;
  if (!existsSync('/proc/self/stat')) return String(pid);
  if (!existsSync(stat)) return undefined;
  const afterName = readFileSync(stat, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  return afterName[0] === 'Z' ? undefined : `${pid} ${afterName[19]}`;
}

/** True while the process that took this lock lives. */
export function isHeld(file: string): boolean {
  if (!existsSync(file)) return false;
  const holder = readFileSync(file, 'utf8');
  return identity(Number.parseInt(holder, 10)) === holder;
}

/** Takes a lock file for this process; a lock whose holder is dead is taken over. Returns its release, or undefined when held. */
export function holdLock(file: string): (() => void) | undefined {
  const own = `${file}.${process.pid}`;
  writeFileSync(own, identity(process.pid) ?? String(process.pid), { mode: 0o600 });
  try {
    for (let attempt = 0; attempt < 2; attempt++) {
      try {
        linkSync(own, file);
        return () => rmSync(file, { force: true });
      } catch {
        if (isHeld(file)) return undefined;
        rmSync(file, { force: true });
      }
    }
    return undefined;
  } finally {
    rmSync(own, { force: true });
  }
}

/** Does the work while holding a lock file, after those who hold it before. */
export async function whileHolding<T>(file: string, work: () => Promise<T>): Promise<T> {
  for (;;) {
    const release = holdLock(file);
    if (release) return work().finally(release);
    await sleep(100);
  }
}
