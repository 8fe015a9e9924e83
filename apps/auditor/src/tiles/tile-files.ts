import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { NodeReader } from '@satualur/event-store/merkle';
import { nodeHash } from '@satualur/contracts/bytes';
import { HASH_BYTES, TILE_HEIGHT, TILE_WIDTH, tilePath, widthOf } from './tile-path';

/** The bytes of a file; undefined when there is none. */
export async function fileIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The tiles of one tree, as static files below a folder. */
export class TileFiles {
  /** The tile last read of each level. */
  private readonly latest = new Map<number | 'entries', { readonly index: number; readonly bytes: Buffer | undefined }>();

  constructor(
    private readonly dir: string,
    readonly size: number,
  ) {}

  /** A tile or bundle; where the partial one is gone, the full one. */
  async read(level: number | 'entries', index: number): Promise<Buffer | undefined> {
    const kept = this.latest.get(level);
    if (kept?.index === index) return kept.bytes;
    const width = widthOf(level === 'entries' ? 0 : level, index, this.size);
    const partial = width < TILE_WIDTH ? await fileIfThere(join(this.dir, tilePath(level, index, width))) : undefined;
    const bytes = partial ?? (await fileIfThere(join(this.dir, tilePath(level, index))));
    this.latest.set(level, { index, bytes });
    return bytes;
  }

  /** The n-th hash of a level of tiles, counted from 0; undefined when its tile is lost or too short. */
  async hash(level: number, place: number): Promise<Buffer | undefined> {
    const tile = await this.read(level, Math.floor(place / TILE_WIDTH));
    return hashIn(tile, place % TILE_WIDTH);
  }
}

export const hashIn = (tile: Buffer | undefined, place: number): Buffer | undefined =>
  tile && tile.length >= (place + 1) * HASH_BYTES ? tile.subarray(place * HASH_BYTES, (place + 1) * HASH_BYTES) : undefined;

/** Nodes of the tree for proofs: those between two levels of tiles are hashed from the tile below. Throws RangeError for what is lost. */
export const tileNodes =
  (files: TileFiles): NodeReader =>
  async ({ level, end }) => {
    const tileLevel = Math.floor(level / TILE_HEIGHT);
    const width = 2 ** (level % TILE_HEIGHT);
    const last = end / 2 ** (tileLevel * TILE_HEIGHT);
    const hashes: Buffer[] = [];
    for (let place = last - width; place < last; place++) {
      const hash = await files.hash(tileLevel, place);
      if (!hash) throw new RangeError('a tile is lost');
      hashes.push(hash);
    }
    return rootOfFull(hashes);
  };

/** Root of a power of two of hashes. */
function rootOfFull(hashes: readonly Buffer[]): Buffer {
  if (hashes.length === 1) return hashes[0]!;
  const half = hashes.length / 2;
  return nodeHash(rootOfFull(hashes.slice(0, half)), rootOfFull(hashes.slice(half)));
}
