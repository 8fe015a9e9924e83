/** Hashes of a full tile, and entries of a full bundle (C2SP tlog-tiles). */
export const TILE_WIDTH = 256;
/** Levels of the tree between one level of tiles and the next. */
export const TILE_HEIGHT = 8;
export const HASH_BYTES = 32;

/** Three digits an element, all but the last with an `x`: 1234067 is `x001/x234/067`. */
function indexPath(index: number): string {
  const digits = String(index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/\d{3}/g)!;
  return groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join('/');
}

/**
 * Where a tile or a bundle of entries stands below the log's prefix, with `/` between.
 * @param width entries in it, 1 to 256
 */
export const tilePath = (level: number | 'entries', index: number, width = TILE_WIDTH): string =>
  `tile/${level}/${indexPath(index)}${width < TILE_WIDTH ? `.p/${width}` : ''}`;

/** Hashes that a log of `size` entries has in a tile, 0 when it has no such tile. */
export function widthOf(level: number, index: number, size: number): number {
  const hashes = Math.floor(size / TILE_WIDTH ** level) - index * TILE_WIDTH;
  return Math.max(0, Math.min(TILE_WIDTH, hashes));
}
