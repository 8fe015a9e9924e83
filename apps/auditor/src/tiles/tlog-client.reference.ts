import { createHash, createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A reader of tiled logs written from the C2SP texts (tlog-tiles, tlog-checkpoint, signed-note) and RFC 6962 alone, sharing no code
 * with what it reads: whatever it accepts, any such client does.
 */
export interface ClientLog {
  readonly size: number;
  readonly entries: readonly Buffer[];
}

const sha256 = (...parts: readonly Uint8Array[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest();

/** MTH of RFC 6962 section 2.1, by its definition. */
function treeHash(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 0) return sha256();
  if (leaves.length === 1) return leaves[0]!;
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return sha256(Buffer.of(1), treeHash(leaves.slice(0, k)), treeHash(leaves.slice(k)));
}

/** `<N>`: groups of three digits, all but the last behind an x. */
export function pathOfIndex(n: number): string {
  const last = String(n % 1000).padStart(3, '0');
  return n < 1000 ? last : `${pathOfIndex(Math.floor(n / 1000)).replace(/(\d{3})$/, 'x$1')}/${last}`;
}

const resource = (dir: string, kind: string, n: number, width: number): Buffer =>
  readFileSync(join(dir, 'tile', kind, pathOfIndex(n) + (width === 256 ? '' : `.p/${width}`)));

/** Opens the note under the verifier key and returns size and root. */
function checkpoint(dir: string): { readonly size: number; readonly root: Buffer } {
  const note = readFileSync(join(dir, 'checkpoint'), 'utf8');
  const [, name, id, encoded] = /^([^+]+)\+([0-9a-f]{8})\+(.+)\n$/.exec(readFileSync(join(dir, 'vkey'), 'utf8')) as string[] as [
    string,
    string,
    string,
    string,
  ];
  const split = note.lastIndexOf('\n\n') + 1;
  const [text, signatures] = [note.slice(0, split), note.slice(split + 1)];
  const key = Buffer.from(encoded, 'base64');
  if (key[0] !== 1) throw new Error('not an Ed25519 key');
  const expectedId = sha256(Buffer.from(`${name}\n`), key).subarray(0, 4);
  if (expectedId.toString('hex') !== id) throw new Error('key id');
  const line = signatures.split('\n').find((each) => each.startsWith(`— ${name} `))!;
  const signature = Buffer.from(line.split(' ')[2]!, 'base64');
  if (!signature.subarray(0, 4).equals(expectedId)) throw new Error('signed by another key');
  const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), key.subarray(1)]);
  const publicKey = createPublicKey({ key: spki, format: 'der', type: 'spki' });
  if (!verify(null, Buffer.from(text), publicKey, signature.subarray(4))) throw new Error('signature');
  const [origin, size, root] = text.split('\n');
  if (origin !== name) throw new Error('origin');
  return { size: Number(size), root: Buffer.from(root!, 'base64') };
}

function entriesOf(bundle: Buffer): Buffer[] {
  const entries: Buffer[] = [];
  for (let at = 0; at < bundle.length; at += 2 + bundle.readUInt16BE(at)) {
    entries.push(bundle.subarray(at + 2, at + 2 + bundle.readUInt16BE(at)));
  }
  return entries;
}

/** Fetches everything below the checkpoint and checks every tile of every level, the root, and every entry. Throws on any fault. */
export function readWholeLog(dir: string): ClientLog {
  const { size, root } = checkpoint(dir);
  let below: Buffer[] = [];
  const entries: Buffer[] = [];
  for (let level = 0; Math.floor(size / 256 ** level) > 0; level++) {
    const hashes: Buffer[] = [];
    const count = Math.floor(size / 256 ** level);
    for (let n = 0; n * 256 < count; n++) {
      const width = Math.min(256, count - n * 256);
      const tile = resource(dir, String(level), n, width);
      if (tile.length !== width * 32) throw new Error('tile width');
      for (let at = 0; at < tile.length; at += 32) hashes.push(tile.subarray(at, at + 32));
      if (level === 0) entries.push(...entriesOf(resource(dir, 'entries', n, width)));
    }
    const expected =
      level === 0
        ? entries.map((entry) => sha256(Buffer.of(0), entry))
        : Array.from({ length: count }, (_, n) => treeHash(below.slice(n * 256, (n + 1) * 256)));
    if (hashes.length !== expected.length || hashes.some((hash, at) => !hash.equals(expected[at]!))) throw new Error('tile hash');
    if (level === 0 && !treeHash(hashes).equals(root)) throw new Error('root');
    below = hashes;
  }
  return { size, entries };
}
