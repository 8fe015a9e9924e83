import { leafHash } from '@satualur/contracts/bytes';
import { MerkleTree } from '@satualur/event-store/merkle';
import type { StatedCheckpoint } from '../audit/stated-checkpoint';
import type { Entry, LogUnderAudit } from '../log-under-audit';
import { Violated } from '../violated';

/**
 * The log, whose every pass is held against its leaves and, at the end of what it covers, against the root of a checkpoint of it.
 * It ends where an event is lost. Reading throws Violated.
 */
export const checkedLog = (log: LogUnderAudit, checkpoint: StatedCheckpoint | undefined): LogUnderAudit => ({
  name: log.name,
  size: log.size,
  checkpoints: () => log.checkpoints(),
  entries: () => checkedEntries(log, checkpoint),
  close: () => log.close(),
});

async function* checkedEntries(log: LogUnderAudit, checkpoint: StatedCheckpoint | undefined): AsyncIterable<readonly Entry[]> {
  const tree = new MerkleTree();
  const broken = (what: string) => new Violated(`${log.name}: ${what}; verify says more`);
  for await (const run of log.entries()) {
    for (const { seq, bytes, leaf, stray } of run) {
      if (stray) continue;
      if (!bytes || !leaf || seq !== tree.size + 1) {
        yield run;
        return;
      }
      if (!leafHash(bytes).equals(leaf)) throw broken(`the bytes of event ${seq} are not those that its leaf hash was made of`);
      tree.append(leaf);
      if (tree.size === checkpoint?.size && !tree.root().equals(checkpoint.root)) {
        throw broken(`the root of the checkpoint of ${tree.size} events is not theirs`);
      }
    }
    yield run;
  }
  if (checkpoint && tree.size < checkpoint.size)
    throw broken(`${tree.size} of the ${checkpoint.size} events that a checkpoint covers are there`);
}
