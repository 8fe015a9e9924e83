import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type StartOptions, UsageError } from './options';
import type { Place } from './player';

interface Kept {
  readonly pack: string;
  readonly only: readonly string[];
  /** How far it came; kept beside the stores that hold it, and forgotten with them. */
  readonly place?: Place;
}

const fileIn = (dataDir: string): string => join(dataDir, 'played.json');

const playOf = ({ pack, only }: StartOptions): Omit<Kept, 'place'> => ({
  pack: createHash('sha256').update(readFileSync(pack)).digest('hex'),
  only: [...only].sort(),
});

function keptIn(dataDir: string, { fresh }: StartOptions): Kept | undefined {
  if (fresh || !existsSync(fileIn(dataDir))) return undefined;
  return JSON.parse(readFileSync(fileIn(dataDir), 'utf8')) as Kept;
}

/**
 * Throws UsageError when the data kept hold another play: the clock of a demo store never goes back, so other inputs would all be
 * recorded at the end of the earlier one.
 */
export function mustBeSamePlay(dataDir: string, options: StartOptions): void {
  const kept = keptIn(dataDir, options);
  if (kept === undefined) return;
  const { place: _, ...before } = kept;
  const now = playOf(options);
  if (JSON.stringify(before) === JSON.stringify(now)) return;
  const other = before.pack === now.pack ? before.only.join(', ') : 'another pack';
  throw new UsageError(`the data kept hold a play of ${other}: add --fresh to forget it, or name other data by SATUALUR_DATA`);
}

/** Where the play that the data hold stopped; undefined when it has not come to rest yet. */
export const placeOf = (dataDir: string, options: StartOptions): Place | undefined => keptIn(dataDir, options)?.place;

export function notePlay(dataDir: string, options: StartOptions, place?: Place): void {
  const fresh = `${fileIn(dataDir)}.new`;
  writeFileSync(fresh, JSON.stringify({ ...playOf(options), ...(place && { place }) }));
  renameSync(fresh, fileIn(dataDir));
}
