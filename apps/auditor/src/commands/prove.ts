import { decodeEvent, leafHash } from '@satualur/contracts/bytes';
import type { Uuid } from '@satualur/contracts/ids';
import { consistencyProof, inclusionProof, verifyConsistency, verifyInclusion } from '@satualur/event-store/merkle';
import type { Verdict } from '../audit/findings';
import { type StatedCheckpoint, statedBy } from '../audit/stated-checkpoint';
import { CannotSay } from '../cannot-say';
import { isProven, type LogKey, keyOf } from '../keys';
import type { Entry, LogUnderAudit } from '../log-under-audit';
import { withNodes } from '../proofs/collected-nodes';
import { progressOn, type Terminal } from '../terminal';
import type { VerifyOptions } from './verify';

interface Proof {
  readonly log: string;
  readonly verdict: Verdict;
  readonly key: LogKey | null;
  readonly checkpoint: { readonly size: number; readonly root: string; readonly note: string };
  /** Base64, nearest to the leaf first. */
  readonly hashes: readonly string[];
}

export interface InclusionProof extends Proof {
  readonly kind: 'inclusion';
  readonly seq: number;
  readonly event: string;
  /** SHA-256(0x00 || bytes), base64. */
  readonly leaf: string;
}

export interface ConsistencyProof extends Proof {
  readonly kind: 'consistency';
  readonly old: Proof['checkpoint'];
}

export interface ProveOptions extends VerifyOptions {
  readonly seq?: number | undefined;
  readonly event?: Uuid | undefined;
  /** Size of the checkpoint; default the latest. */
  readonly checkpoint?: number | undefined;
  /** Size of an earlier checkpoint, for a proof of consistency. */
  readonly from?: number | undefined;
}

const base64 = (hash: Buffer): string => hash.toString('base64');
const shown = ({ size, root, note }: StatedCheckpoint) => ({ size, root: base64(root), note });
const verdictOf = (proven: boolean, key: LogKey | undefined): Verdict =>
  !proven ? 'violated' : isProven(key) ? 'holds' : 'could not say';

/** Proves that one event stands in the log, or that a checkpoint extends an earlier one. Throws CannotSay. */
export async function prove(
  log: LogUnderAudit,
  options: ProveOptions,
  terminal: Terminal,
): Promise<InclusionProof | ConsistencyProof> {
  const key = keyOf(log, options.key, options.registered);
  const checkpoint = await checkpointOf(log, key, options.checkpoint);
  if (options.from !== undefined) return consistency(log, key, await checkpointOf(log, key, options.from), checkpoint);
  const progress = progressOn(terminal, log.name, log.size, options.json);
  return inclusion(log, key, await located(log, options, progress.at).finally(progress.stop), checkpoint);
}

async function inclusion(
  log: LogUnderAudit,
  key: LogKey | undefined,
  { seq, bytes }: Required<Pick<Entry, 'seq'>> & { readonly bytes: Buffer },
  checkpoint: StatedCheckpoint,
): Promise<InclusionProof> {
  const { size, root } = checkpoint;
  if (seq > size) throw new CannotSay(`event ${seq} came after the checkpoint of size ${size}`);
  const path = await withNodes(log, (read) => inclusionProof(seq - 1, size, read));
  const leaf = leafHash(bytes);
  return {
    kind: 'inclusion',
    log: log.name,
    verdict: verdictOf(verifyInclusion(leaf, seq - 1, size, path, root), key),
    key: key ?? null,
    seq,
    event: decodeEvent(bytes).id,
    leaf: base64(leaf),
    checkpoint: shown(checkpoint),
    hashes: path.map(base64),
  };
}

async function consistency(
  log: LogUnderAudit,
  key: LogKey | undefined,
  old: StatedCheckpoint,
  checkpoint: StatedCheckpoint,
): Promise<ConsistencyProof> {
  if (old.size > checkpoint.size) throw new CannotSay('--from is a later checkpoint than --checkpoint');
  const proof = await withNodes(log, (read) => consistencyProof(old.size, checkpoint.size, read));
  const proven = verifyConsistency(old.size, old.root, checkpoint.size, checkpoint.root, proof);
  return {
    kind: 'consistency',
    log: log.name,
    verdict: verdictOf(proven, key),
    key: key ?? null,
    old: shown(old),
    checkpoint: shown(checkpoint),
    hashes: proof.map(base64),
  };
}

/** The log's checkpoint of a size, or its latest. */
async function checkpointOf(log: LogUnderAudit, key: LogKey | undefined, size: number | undefined): Promise<StatedCheckpoint> {
  let found: StatedCheckpoint | undefined;
  for await (const note of log.checkpoints()) {
    const stated = statedBy(note, log.name, key?.publicKey);
    if (typeof stated === 'object' && (size === undefined || stated.size === size)) found = stated;
  }
  if (!found)
    throw new CannotSay(size === undefined ? 'the log shows no checkpoint' : `the log shows no checkpoint of size ${size}`);
  return found;
}

async function located(
  log: LogUnderAudit,
  { seq, event }: ProveOptions,
  progress: (read: number) => void,
): Promise<{ readonly seq: number; readonly bytes: Buffer }> {
  let read = 0;
  for await (const run of log.entries(seq)) {
    for (const { seq: at, bytes } of run) {
      if (bytes && (seq === undefined ? isEvent(bytes, event!) : at === seq)) return { seq: at, bytes };
    }
    progress((read += run.length));
  }
  throw new CannotSay('the log shows no such event');
}

function isEvent(bytes: Buffer, id: Uuid): boolean {
  if (!bytes.includes(id)) return false;
  try {
    return decodeEvent(bytes).id === id;
  } catch {
    return false;
  }
}
