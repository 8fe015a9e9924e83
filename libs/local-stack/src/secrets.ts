import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** A random secret: 32 bytes as hex. */
export const newSecret = (): string => randomBytes(32).toString('hex');

/** Writes a file that only this user can read; it is there whole or not at all. */
export function writePrivately(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, text, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** The secrets kept in `file` by name; those not there yet are made and kept. */
export function keptSecrets<Name extends string>(file: string, names: readonly Name[]): Readonly<Record<Name, string>> {
  const kept: Record<string, string> = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const missing = names.filter((name) => !kept[name]);
  for (const name of missing) kept[name] = newSecret();
  if (missing.length) writePrivately(file, JSON.stringify(kept, null, 2));
  return kept as Record<Name, string>;
}
