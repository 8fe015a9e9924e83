import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type StartOptions, UsageError } from './options';
import type { Place } from './player';

interface Kept {
  readonly pack: string;
  readonly only: readonly string[];
  /** How far it came; kept beside the stores that hold it, and forgotten with them. */
  readonly place?: PlaceIn;
}

/** A place, and the very stores it was played in. */
export interface PlaceIn extends Place {
  readonly stores: string;
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
export function mustBeSamePlay(dataDir: string, options: StartOptions, plan: string): void {
  const kept = keptIn(dataDir, options);
  if (kept === undefined) return;
  const { place, ...before } = kept;
  const now = playOf(options);
  if (JSON.stringify(before) !== JSON.stringify(now)) {
    const other = before.pack === now.pack ? before.only.join(', ') || 'the whole pack' : 'another pack';
    throw new UsageError(`the data kept hold a play of ${other}: add --fresh to forget it, or name other data by SATUALUR_DATA`);
  }
  if (place && place.plan !== plan)
    throw new UsageError('the data kept hold a play in the order of another version: add --fresh to forget it');
}

/**
 * Where the play that the data hold stopped; undefined when it has not come to rest yet. Throws UsageError for a place in other stores
 * than these: what it says was played, these have never seen.
 */
export function placeIn(stores: string, dataDir: string, options: StartOptions): PlaceIn | undefined {
  const place = keptIn(dataDir, options)?.place;
  if (place === undefined || place.stores === stores) return place;
  throw new UsageError(`${fileIn(dataDir)} tells of a play in other stores than these: add --fresh to forget it`);
}

export function notePlay(dataDir: string, options: StartOptions, place?: PlaceIn): void {
  const fresh = `${fileIn(dataDir)}.new`;
  writeFileSync(fresh, JSON.stringify({ ...playOf(options), ...(place && { place }) }));
  renameSync(fresh, fileIn(dataDir));
}
