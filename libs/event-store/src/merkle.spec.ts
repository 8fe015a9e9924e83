import { leafHash, nodeHash } from '@satualur/contracts/bytes';
import { assert, asyncProperty, integer, nat, tuple } from 'fast-check';
import {
  consistencyProof,
  EMPTY_ROOT,
  inclusionProof,
  MerkleTree,
  type NodeReader,
  peaksOf,
  verifyConsistency,
  verifyInclusion,
} from './merkle';

/** RFC 6962 section 2.1, word by word. */
function mth(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 0) return EMPTY_ROOT;
  if (leaves.length === 1) return leaves[0]!;
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return nodeHash(mth(leaves.slice(0, split)), mth(leaves.slice(split)));
}

const leavesOf = (size: number) => Array.from({ length: size }, (_, index) => leafHash(Buffer.from(`event ${index}`)));
const readerOf =
  (leaves: readonly Buffer[]): NodeReader =>
  async ({ level, end }) =>
    mth(leaves.slice(end - 2 ** level, end));
const grown = (leaves: readonly Buffer[]) => {
  const tree = new MerkleTree();
  for (const leaf of leaves) tree.append(leaf);
  return tree;
};

/** Inputs and roots of the reference implementation of RFC 6962 (certificate-transparency, merkle_tree_test.cc). */
const INPUTS = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const INPUT_LEAVES = INPUTS.map((hex) => leafHash(Buffer.from(hex, 'hex')));
const hex = (hashes: readonly Buffer[]) => hashes.map((hash) => hash.toString('hex'));

describe('the tree', () => {
  it('without leaves has the hash of nothing as its root', () =>
    expect(new MerkleTree().root().toString('hex')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'));

  it.each(ROOTS.map((root, index) => [index + 1, root] as const))(
    'of the first %i known inputs has the known root',
    (size, root) => expect(grown(INPUT_LEAVES.slice(0, size)).root().toString('hex')).toBe(root),
  );

  it('grown leaf by leaf has the root of the definition at every size', () => {
    const leaves = leavesOf(130);
    const tree = new MerkleTree();
    for (const [index, leaf] of leaves.entries()) {
      tree.append(leaf);
      expect(tree.root()).toEqual(mth(leaves.slice(0, index + 1)));
    }
  });

  it('completes with each leaf the subtrees that end there, and goes on from its peaks', () => {
    const leaves = leavesOf(64);
    const read = readerOf(leaves);
    const tree = new MerkleTree();
    return Promise.all(
      leaves.map(async (leaf, index) => {
        const completed = tree.append(leaf);
        const peaks = await Promise.all(peaksOf(index + 1).map(read));
        expect(new MerkleTree(index + 1, peaks).root()).toEqual(mth(leaves.slice(0, index + 1)));
        for (const [level, node] of completed.entries()) expect(node).toEqual(await read({ level: level + 1, end: index + 1 }));
      }),
    );
  });
});

describe('a proof', () => {
  it('of inclusion is the known one', async () => {
    const read = readerOf(INPUT_LEAVES);
    expect(hex(await inclusionProof(0, 8, read))).toEqual([
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ]);
    expect(hex(await inclusionProof(5, 8, read))).toEqual([
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ]);
  });

  it('of consistency is the known one', async () => {
    const read = readerOf(INPUT_LEAVES);
    expect(await consistencyProof(1, 1, read)).toEqual([]);
    expect(hex(await consistencyProof(6, 8, read))).toEqual([
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ]);
  });

  const sizes = integer({ min: 1, max: 200 }).chain((size) =>
    tuple(nat({ max: size - 1 }), integer({ min: size, max: size }), nat()),
  );

  it('of inclusion holds for its leaf, place, size and root, and for no other', () =>
    assert(
      asyncProperty(sizes, async ([index, size, noise]) => {
        const leaves = leavesOf(size);
        const [root, path] = [mth(leaves), await inclusionProof(index, size, readerOf(leaves))];
        expect(verifyInclusion(leaves[index]!, index, size, path, root)).toBe(true);
        expect(verifyInclusion(leafHash(Buffer.from('forged')), index, size, path, root)).toBe(false);
        if (size > 1) expect(verifyInclusion(leaves[index]!, (index + 1) % size, size, path, root)).toBe(false);
        expect(verifyInclusion(leaves[index]!, index, size, [...path, root], root)).toBe(false);
        const broken = path.map((node, place) => (place === noise % path.length ? leafHash(node) : node));
        if (path.length > 0) expect(verifyInclusion(leaves[index]!, index, size, broken, root)).toBe(false);
      }),
      { numRuns: 60 },
    ));

  it('of consistency holds between a tree and its past, and for no other past', () =>
    assert(
      asyncProperty(sizes, async ([old, size, noise]) => {
        const leaves = leavesOf(size);
        const [oldRoot, root] = [mth(leaves.slice(0, old)), mth(leaves)];
        const proof = await consistencyProof(old, size, readerOf(leaves));
        expect(verifyConsistency(old, oldRoot, size, root, proof)).toBe(true);
        expect(verifyConsistency(old, leafHash(oldRoot), size, root, proof)).toBe(false);
        if (old > 0) expect(verifyConsistency(old, oldRoot, size, leafHash(root), proof)).toBe(false);
        const broken = proof.map((node, place) => (place === noise % proof.length ? leafHash(node) : node));
        if (proof.length > 0) expect(verifyConsistency(old, oldRoot, size, root, broken)).toBe(false);
      }),
      { numRuns: 60 },
    ));

  it('does not exist for a leaf outside the tree or a tree that shrank', async () => {
    const read = readerOf(leavesOf(4));
    await expect(inclusionProof(4, 4, read)).rejects.toThrow(RangeError);
    await expect(consistencyProof(5, 4, read)).rejects.toThrow(RangeError);
    expect(verifyInclusion(EMPTY_ROOT, 0, 0, [], EMPTY_ROOT)).toBe(false);
    expect(verifyConsistency(3, EMPTY_ROOT, 2, EMPTY_ROOT, [])).toBe(false);
  });
});
