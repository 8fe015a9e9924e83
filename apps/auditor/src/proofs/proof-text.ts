import { KEY_SOURCE } from '../keys';
import type { ConsistencyProof, InclusionProof } from '../commands/prove';

/**
 * A proof of inclusion as a C2SP tlog-proof; one of consistency as C2SP tlog-witness sends it. Both carry the checkpoint and end
 * with a line feed.
 */
export function proofText(proof: InclusionProof | ConsistencyProof): string {
  const head = proof.kind === 'inclusion' ? ['c2sp.org/tlog-proof@v1', `index ${proof.seq - 1}`] : [`old ${proof.old.size}`];
  return [...head, ...proof.hashes, '', proof.checkpoint.note].join('\n');
}

/** What was proven, and by whose key. */
export function proofSentence(proof: InclusionProof | ConsistencyProof): string {
  const { log, verdict, key, checkpoint } = proof;
  const claim =
    proof.kind === 'inclusion'
      ? `event ${proof.event} is number ${proof.seq} of the ${checkpoint.size} events of ${log}`
      : `the checkpoint of ${checkpoint.size} events of ${log} extends the one of ${proof.old.size}`;
  if (verdict === 'violated') return `NOT true: ${claim}.\n`;
  const under = key
    ? `The checkpoint’s signature was checked with ${KEY_SOURCE[key.from]}.`
    : 'No key is known to check the checkpoint’s signature with: give --key, or --registry.';
  return `${verdict === 'holds' ? 'Proven' : 'Proven but for the checkpoint’s signature'}: ${claim}.\n${under}\n`;
}
