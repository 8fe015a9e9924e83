import { leafHash } from '@satualur/contracts/bytes';
import { caseOf, type Effects, Unprocessable, type VerifiedRecord } from './applier';
import type { Parked, Parking } from './parking';
import { envelopeOf, isRefusal } from './verify';

/** An entry as the event it is now seen to be, if it is one. */
function eventOf({ topic, log, seq, bytes, offset }: Parked): VerifiedRecord | undefined {
  if (log === undefined || seq === undefined || bytes === null) return undefined;
  const envelope = envelopeOf(bytes, log);
  if (isRefusal(envelope)) return undefined;
  return { topic, log, seq, leaf: leafHash(bytes), after: seq, offset, next: (BigInt(offset) + 1n).toString(), bytes, envelope };
}

/**
 * Applies what is parked or held in a topic, in order and idempotently; an entry that still fails keeps its case waiting. Returns how
 * many were applied. Throws what `redrive` throws other than Unprocessable.
 */
export async function redriveParked(
  topic: string,
  parking: Parking,
  effects: Effects,
  within: (entry: Parked) => boolean,
): Promise<number> {
  const waiting = new Set<string>();
  let applied = 0;
  for (const entry of await parking.unresolved(topic)) {
    const event = within(entry) ? eventOf(entry) : undefined;
    if (event === undefined || waiting.has(caseOf(event.envelope))) continue;
    try {
      await effects.redrive(event);
      await parking.resolve(entry.id);
      applied += 1;
    } catch (error) {
      if (!(error instanceof Unprocessable)) throw error;
      waiting.add(caseOf(event.envelope));
    }
  }
  return applied;
}
