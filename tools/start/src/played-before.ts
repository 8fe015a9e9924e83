import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type StartOptions, UsageError } from './options';

interface Kept {
  readonly pack: string;
  readonly only: readonly string[];
}

const fileIn = (dataDir: string): string => join(dataDir, 'played.json');

const playOf = ({ pack, only }: StartOptions): Kept => ({
  pack: createHash('sha256').update(readFileSync(pack)).digest('hex'),
  only: [...only].sort(),
});

/**
 * Throws UsageError when the data kept hold another play: the clock of a demo store never goes back, so other inputs would all be
 * recorded at the end of the earlier one.
 */
export function mustBeSamePlay(dataDir: string, options: StartOptions): void {
  if (options.fresh || !existsSync(fileIn(dataDir))) return;
  const before = JSON.parse(readFileSync(fileIn(dataDir), 'utf8')) as Kept;
  const now = playOf(options);
  if (JSON.stringify(before) === JSON.stringify(now)) return;
  const other = before.pack === now.pack ? before.only.join(', ') : 'another pack';
  throw new UsageError(`the data kept hold a play of ${other}: add --fresh to forget it, or name other data by SATUALUR_DATA`);
}

export const notePlay = (dataDir: string, options: StartOptions): void =>
  writeFileSync(fileIn(dataDir), JSON.stringify(playOf(options)));
