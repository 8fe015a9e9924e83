import { join } from 'node:path';
import { originOf } from '@satualur/event-store/checkpoint';
import type { NodeReader } from '@satualur/event-store/merkle';
import { claimedBy } from '../audit/stated-checkpoint';
import { CannotSay } from '../cannot-say';
import type { Entry, LogUnderAudit } from '../log-under-audit';
import { decodeBundle } from '../tiles/bundle';
import { notesIn } from '../tiles/notes';
import { fileIfThere, hashIn, TileFiles, tileNodes } from '../tiles/tile-files';
import { HASH_BYTES, TILE_HEIGHT, TILE_WIDTH, widthOf } from '../tiles/tile-path';
import { readVerifierKey } from '../tiles/verifier-key';

const ORIGIN = 'satualur/';

/** A log as static files: what `auditor export` writes, and any C2SP tlog-tiles log of ours that was fetched whole. */
export class ExportLog implements LogUnderAudit {
  private constructor(
    private readonly dir: string,
    readonly name: string,
    readonly statedKey: string | undefined,
    private readonly files: TileFiles,
    private readonly latest: string | undefined,
  ) {}

  /** Throws CannotSay when the folder holds no log, or none that goes by this name. */
  static async open(dir: string, log?: string): Promise<ExportLog> {
    const latest = (await fileIfThere(join(dir, 'checkpoint')))?.toString('utf8');
    const stated = readVerifierKey((await fileIfThere(join(dir, 'vkey')))?.toString('utf8') ?? '');
    const origin = log !== undefined ? originOf(log) : (stated?.name ?? (latest && claimedBy(latest)?.origin));
    if (!origin?.startsWith(ORIGIN)) throw new CannotSay(`${dir} holds no log whose name can be read; say it with --log`);
    if (stated && stated.name !== origin) throw anothers(dir, origin, stated.name);
    const size = await sizeOf(dir, origin, latest);
    if (size === undefined && !stated) throw new CannotSay(`${dir} holds no log: neither vkey nor checkpoint is there`);
    return new ExportLog(dir, origin.slice(ORIGIN.length), stated?.publicKey, new TileFiles(dir, size ?? 0), latest);
  }

  get size(): number {
    return this.files.size;
  }

  /** All that the folder keeps; the latest is among them, unless somebody changed it. */
  async *checkpoints(): AsyncIterable<string> {
    let last: string | undefined;
    if (await fileIfThere(join(this.dir, 'checkpoints'))) {
      for await (const note of notesIn(join(this.dir, 'checkpoints'))) yield (last = note);
    }
    if (this.latest !== undefined && this.latest !== last) yield this.latest;
  }

  /** Ends where neither events nor leaves are there. */
  async *entries(from = 1): AsyncIterable<readonly Entry[]> {
    for (let index = Math.floor((from - 1) / TILE_WIDTH); index * TILE_WIDTH < this.size; index++) {
      const [bundle, leaves] = [await this.files.read('entries', index), await this.files.read(0, index)];
      if (bundle === undefined && leaves === undefined) return yield [{ seq: index * TILE_WIDTH + 1 }];
      yield this.run(index, bundle, leaves);
    }
  }

  get nodes(): NodeReader {
    return tileNodes(this.files);
  }

  async close(): Promise<void> {}

  private async run(index: number, file: Buffer | undefined, leaves: Buffer | undefined): Promise<readonly Entry[]> {
    const entries = decodeBundle(file ?? Buffer.alloc(0));
    const width = widthOf(0, index, this.size);
    const run = Array.from({ length: width }, (_, place): Entry => ({
      seq: index * TILE_WIDTH + place + 1,
      bytes: entries[place],
      leaf: hashIn(leaves, place),
    }));
    const exact = isExact(file, entries, width) && [width, TILE_WIDTH].some((hashes) => leaves?.length === hashes * HASH_BYTES);
    const last: Entry = { ...run.pop()!, nodes: await this.nodesAt(index * TILE_WIDTH + width) };
    return [...run, exact ? last : { ...last, flaw: 'FILE_DAMAGED' }];
  }

  /** The hashes that higher tiles hold of the subtrees ending with leaf `seq`; of a lost tile, empty ones. */
  private async nodesAt(seq: number): Promise<(Buffer | undefined)[]> {
    const nodes: (Buffer | undefined)[] = [];
    for (let level = 1, span = TILE_WIDTH; seq % span === 0; level++, span *= TILE_WIDTH) {
      nodes[level * TILE_HEIGHT - 1] = (await this.files.hash(level, seq / span - 1)) ?? Buffer.alloc(0);
    }
    return nodes;
  }
}

/** Exactly the entries of its width; or, where the partial bundle gave way to the full one, of a full one. */
function isExact(file: Buffer | undefined, entries: readonly Buffer[], width: number): boolean {
  const length = entries.reduce((sum, entry) => sum + 2 + entry.length, 0);
  return file?.length === length && (entries.length === width || entries.length === TILE_WIDTH);
}

/** Size by the latest checkpoint of this log that the folder shows, signed or not. Throws CannotSay when all are another log's. */
async function sizeOf(dir: string, origin: string, latest: string | undefined): Promise<number | undefined> {
  const claimed = latest === undefined ? undefined : claimedBy(latest);
  if (claimed?.origin === origin) return claimed.size;
  let [size, other]: [number | undefined, string | undefined] = [undefined, claimed?.origin];
  if (await fileIfThere(join(dir, 'checkpoints'))) {
    for await (const note of notesIn(join(dir, 'checkpoints'))) {
      const stated = claimedBy(note);
      if (stated?.origin === origin) size = stated.size;
      else other ??= stated?.origin;
    }
  }
  if (size === undefined && other !== undefined) throw anothers(dir, origin, other);
  return size;
}

const anothers = (dir: string, origin: string, other: string): CannotSay =>
  new CannotSay(`${dir} holds the log ${other.replace(ORIGIN, '')}, not ${origin.replace(ORIGIN, '')}`);
