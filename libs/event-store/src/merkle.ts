import { createHash } from 'node:crypto';
import { nodeHash } from '@satualur/contracts/bytes';

/** RFC 6962 section 2.1: the root of a tree without leaves. */
export const EMPTY_ROOT: Buffer = createHash('sha256').digest();

const trailingZeros = (size: number): number => {
  let zeros = 0;
  for (let rest = size; rest % 2 === 0; rest /= 2) zeros++;
  return zeros;
};

/** The complete subtree of 2^level leaves that ends with leaf number `end` (1-based, a multiple of 2^level). */
export interface Subtree {
  readonly level: number;
  readonly end: number;
}

/** The complete subtrees that a tree of `size` leaves consists of, largest first. */
export function peaksOf(size: number): Subtree[] {
  const peaks: Subtree[] = [];
  for (let end = 0, level = 52; level >= 0; level--) {
    if (Math.floor(size / 2 ** level) % 2 === 1) peaks.push({ level, end: (end += 2 ** level) });
  }
  return peaks;
}

/** Right to left over the peaks, as RFC 6962 splits at the largest power of two. */
const foldPeaks = (peaks: readonly Buffer[]): Buffer =>
  peaks.length === 0 ? EMPTY_ROOT : peaks.reduceRight((right, left) => nodeHash(left, right));

/** RFC 6962 tree that grows at the right and keeps its peaks only. */
export class MerkleTree {
  /** @param peaks hashes of `peaksOf(size)`, in that order */
  constructor(
    private leaves = 0,
    private readonly peaks: Buffer[] = [],
  ) {}

  get size(): number {
    return this.leaves;
  }

  /** Adds a leaf hash; returns the inner nodes that it completes, lowest first. */
  append(leaf: Buffer): Buffer[] {
    this.leaves++;
    const completed: Buffer[] = [];
    let node = leaf;
    for (let merges = trailingZeros(this.leaves); merges > 0; merges--) {
      node = nodeHash(this.peaks.pop()!, node);
      completed.push(node);
    }
    this.peaks.push(node);
    return completed;
  }

  root(): Buffer {
    return foldPeaks(this.peaks);
  }

  copy(): MerkleTree {
    return new MerkleTree(this.leaves, [...this.peaks]);
  }
}

/** Finds the hash of a complete subtree: of level 0 the leaf itself. */
export type NodeReader = (subtree: Subtree) => Promise<Buffer>;

const splitOf = (width: number): number => {
  let split = 1;
  while (split * 2 < width) split *= 2;
  return split;
};

/** MTH(D[start:end]) of RFC 6962, from complete subtrees. `start` is a multiple of the largest power of two below the width. */
async function rangeHash(start: number, end: number, read: NodeReader): Promise<Buffer> {
  const peaks = peaksOf(end - start).map((peak) => read({ level: peak.level, end: start + peak.end }));
  return foldPeaks(await Promise.all(peaks));
}

/** Audit path of leaf `index` (0-based) in the tree of `size` leaves, nearest sibling first (RFC 6962 2.1.1). */
export async function inclusionProof(index: number, size: number, read: NodeReader): Promise<Buffer[]> {
  if (index < 0 || index >= size) throw new RangeError('no such leaf');
  const path: Promise<Buffer>[] = [];
  for (let start = 0, end = size; end - start > 1;) {
    const middle = start + splitOf(end - start);
    path.unshift(index < middle ? rangeHash(middle, end, read) : rangeHash(start, middle, read));
    if (index < middle) end = middle;
    else start = middle;
  }
  return Promise.all(path);
}

/** Proof that the tree of `size` leaves extends the one of `oldSize` (RFC 6962 2.1.2). Empty for equal sizes and for size 0. */
export async function consistencyProof(oldSize: number, size: number, read: NodeReader): Promise<Buffer[]> {
  if (oldSize > size) throw new RangeError('a log does not shrink');
  if (oldSize === 0 || oldSize === size) return [];
  const proof: Promise<Buffer>[] = [];
  let [start, end] = [0, size];
  while (end !== oldSize) {
    const middle = start + splitOf(end - start);
    proof.unshift(oldSize <= middle ? rangeHash(middle, end, read) : rangeHash(start, middle, read));
    if (oldSize <= middle) end = middle;
    else start = middle;
  }
  if (start > 0) proof.unshift(rangeHash(start, end, read));
  return Promise.all(proof);
}

/** RFC 9162 section 2.1.3.2. */
export function verifyInclusion(leaf: Buffer, index: number, size: number, path: readonly Buffer[], root: Buffer): boolean {
  if (index < 0 || index >= size) return false;
  let [fn, sn, hash] = [index, size - 1, leaf];
  for (const sibling of path) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      hash = nodeHash(sibling, hash);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [fn / 2, Math.floor(sn / 2)];
    } else hash = nodeHash(hash, sibling);
    [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  }
  return sn === 0 && hash.equals(root);
}

/** RFC 9162 section 2.1.4.2. */
export function verifyConsistency(
  oldSize: number,
  oldRoot: Buffer,
  size: number,
  root: Buffer,
  proof: readonly Buffer[],
): boolean {
  if (oldSize > size || oldSize < 0) return false;
  if (oldSize === size) return proof.length === 0 && oldRoot.equals(root);
  if (oldSize === 0) return proof.length === 0 && oldRoot.equals(EMPTY_ROOT);
  const path = Number.isInteger(Math.log2(oldSize)) ? [oldRoot, ...proof] : [...proof];
  const first = path.shift();
  if (!first) return false;
  let [fn, sn] = [oldSize - 1, size - 1];
  while (fn % 2 === 1) [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  let [oldHash, hash] = [first, first];
  for (const node of path) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      [oldHash, hash] = [nodeHash(node, oldHash), nodeHash(node, hash)];
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [fn / 2, Math.floor(sn / 2)];
    } else hash = nodeHash(hash, node);
    [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  }
  return sn === 0 && oldHash.equals(oldRoot) && hash.equals(root);
}
