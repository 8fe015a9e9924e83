import { createHash } from 'node:crypto';

const hash = (...parts: readonly Uint8Array[]): Buffer => {
  const sha = createHash('sha256');
  for (const part of parts) sha.update(part);
  return sha.digest();
};
const [ZERO, ONE] = [Buffer.of(0), Buffer.of(1)];

/** RFC 6962 section 2.1: MTH({d(0)}) = SHA-256(0x00 || d(0)). */
export const leafOf = (entry: Uint8Array): Buffer => hash(ZERO, entry);

/** The tree hash as the leaves come, one stack entry for each set bit of the size. */
export class TreeHash {
  private readonly stack: { readonly height: number; readonly node: Buffer }[] = [];

  add(leaf: Buffer): void {
    let [height, node] = [0, leaf];
    while (this.stack.at(-1)?.height === height) {
      node = hash(ONE, this.stack.pop()!.node, node);
      height++;
    }
    this.stack.push({ height, node });
  }

  /** MTH(D[n]) of what was added so far. */
  root(): Buffer {
    let root: Buffer | undefined;
    for (let at = this.stack.length - 1; at >= 0; at--) {
      const { node } = this.stack[at]!;
      root = root ? hash(ONE, node, root) : node;
    }
    return root ?? hash();
  }
}
