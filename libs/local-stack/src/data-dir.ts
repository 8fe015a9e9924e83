import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { holdLock, isHeld } from './lock';

const PREFIX = 'satu-alur-';
/** What a stack makes in its directory; nothing else there is touched. */
const OURS = /^(postgres|kafka|cell|staff|dev-idp|log$|complete$)/;

/** The directory a stack lives in, held by this process alone. */
export interface DataDir {
  readonly path: string;
  readonly kept: boolean;
  /** Says that both parts were made whole: only then are they found again by the next start. */
  complete(): void;
  release(): void;
}

function sweepAbandoned(): void {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const lock = join(tmpdir(), name, 'lock');
    if (existsSync(lock) && !isHeld(lock)) rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}

function ephemeral(): DataDir {
  sweepAbandoned();
  const path = mkdtempSync(join(tmpdir(), PREFIX));
  chmodSync(path, 0o755);
  holdLock(join(path, 'lock'));
  return { path, kept: false, complete: () => undefined, release: () => rmSync(path, { recursive: true, force: true }) };
}

function empty(path: string): void {
  for (const name of readdirSync(path)) if (OURS.test(name)) rmSync(join(path, name), { recursive: true, force: true });
}

/**
 * Opens a directory that is kept between starts, or a temporary one when none is named.
 * @throws Error when another running process holds it
 */
export function openDataDir(named: string | undefined, fresh: boolean): DataDir {
  if (!named) return ephemeral();
  const path = resolve(named);
  mkdirSync(path, { recursive: true, mode: 0o755 });
  const release = holdLock(join(path, 'lock'));
  if (!release) throw new Error(`${path} is in use by another running stack; stop that one first`);
  const complete = join(path, 'complete');
  if (fresh || !existsSync(complete)) empty(path);
  return { path, kept: true, complete: () => writeFileSync(complete, ''), release };
}
