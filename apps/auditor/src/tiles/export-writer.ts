import { mkdir, open, type FileHandle, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { MerkleTree } from '@satualur/event-store/merkle';
import { encodeBundle } from './bundle';
import { TILE_HEIGHT, TILE_WIDTH, tilePath } from './tile-path';

/** The folder holds something else already. */
export class NotEmpty extends Error {
  override readonly name = 'NotEmpty';
}

/** Writes a log as static files: tiles, bundles of entries, checkpoints (C2SP tlog-tiles). What it holds in memory is one tile a level. */
export class ExportWriter {
  private readonly tree = new MerkleTree();
  private bundle: Buffer[] = [];
  /** Hashes of the tile begun at each level. */
  private readonly tiles: Buffer[][] = [];
  private latest: string | undefined;

  private constructor(
    private readonly dir: string,
    private readonly checkpoints: FileHandle,
  ) {}

  /** Throws NotEmpty. */
  static async open(dir: string): Promise<ExportWriter> {
    await mkdir(dir, { recursive: true });
    if ((await readdir(dir)).length > 0) throw new NotEmpty(dir);
    return new ExportWriter(dir, await open(join(dir, 'checkpoints'), 'wx'));
  }

  get size(): number {
    return this.tree.size;
  }

  /** To be awaited, where there is something to await, before the next. @param leaf as the log keeps it: an export hides no flaw */
  entry(bytes: Buffer, leaf: Buffer): Promise<void> | undefined {
    const completed = this.tree.append(leaf);
    this.bundle.push(bytes);
    this.grow(0, leaf);
    completed.forEach((node, level) => {
      if ((level + 1) % TILE_HEIGHT === 0) this.grow((level + 1) / TILE_HEIGHT, node);
    });
    return this.bundle.length === TILE_WIDTH ? this.writeFull() : undefined;
  }

  /** One note behind the other, a blank line after each. */
  async checkpoint(note: string): Promise<void> {
    this.latest = note;
    await this.checkpoints.write(`${note}\n`);
  }

  /** The partial tiles at the right edge, and the latest checkpoint. */
  async finish(): Promise<void> {
    if (this.bundle.length > 0) await this.write('entries', this.size, encodeBundle(this.bundle), this.bundle.length);
    for (const [level, hashes] of this.tiles.entries()) {
      if (hashes.length > 0) await this.write(level, this.ended(level), Buffer.concat(hashes), hashes.length);
    }
    if (this.latest !== undefined) await writeFile(join(this.dir, 'checkpoint'), this.latest);
    await this.close();
  }

  /** Lets go of the folder, finished or not. */
  close(): Promise<void> {
    return this.checkpoints.close();
  }

  private grow(level: number, hash: Buffer): void {
    (this.tiles[level] ??= []).push(hash);
  }

  /** Hashes there are of a level. */
  private ended(level: number): number {
    return Math.floor(this.size / TILE_WIDTH ** level);
  }

  private async writeFull(): Promise<void> {
    await this.write('entries', this.size, encodeBundle(this.bundle));
    this.bundle = [];
    for (const [level, hashes] of this.tiles.entries()) {
      if (hashes.length < TILE_WIDTH) continue;
      await this.write(level, this.ended(level), Buffer.concat(hashes));
      this.tiles[level] = [];
    }
  }

  /** @param end hashes of this level up to and with the tile's last */
  private async write(level: number | 'entries', end: number, bytes: Buffer, width = TILE_WIDTH): Promise<void> {
    const path = join(this.dir, tilePath(level, Math.floor((end - 1) / TILE_WIDTH), width));
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, bytes, { flag: 'wx' });
  }
}
