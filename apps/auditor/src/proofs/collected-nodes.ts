import { MerkleTree, type NodeReader, type Subtree } from '@satualur/event-store/merkle';
import { CannotSay } from '../cannot-say';
import type { LogUnderAudit } from '../log-under-audit';

const nameOf = ({ level, end }: Subtree): string => `${level}/${end}`;

/** Makes a proof from the nodes that a log keeps; where it keeps none, from its leaves, read once. Throws CannotSay for what is lost. */
export async function withNodes(log: LogUnderAudit, proof: (read: NodeReader) => Promise<Buffer[]>): Promise<Buffer[]> {
  try {
    return await proof(log.nodes ?? (await collected(log, proof)));
  } catch (error) {
    throw error instanceof RangeError ? new CannotSay('nodes that the proof needs are lost') : error;
  }
}

async function collected(log: LogUnderAudit, proof: (read: NodeReader) => Promise<Buffer[]>): Promise<NodeReader> {
  const nodes = new Map<string, Buffer | undefined>();
  await proof(async (subtree) => {
    nodes.set(nameOf(subtree), undefined);
    return Buffer.alloc(0);
  });
  const tree = new MerkleTree();
  const keep = (hash: Buffer, level: number) => {
    const name = nameOf({ level, end: tree.size });
    if (nodes.has(name)) nodes.set(name, hash);
  };
  for await (const run of log.entries()) {
    for (const { seq, leaf, stray } of run) {
      if (stray) continue;
      if (!leaf || seq !== tree.size + 1) throw new RangeError('a leaf is lost');
      const completed = tree.append(leaf);
      keep(leaf, 0);
      completed.forEach((hash, below) => keep(hash, below + 1));
    }
  }
  return async (subtree) => {
    const node = nodes.get(nameOf(subtree));
    if (!node) throw new RangeError('not in the log');
    return node;
  };
}
