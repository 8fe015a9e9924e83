import { cutAt } from '@satualur/case-timeline/known-event';
import { type Hlc, hlcMax, msOfHlc } from '@satualur/contracts/hlc';
import { type Instant, instantOf } from '@satualur/contracts/ids';
import { type StatedCheckpoint, statedBy } from '../audit/stated-checkpoint';
import { keyOf } from '../keys';
import type { LogUnderAudit } from '../log-under-audit';
import type { VerifyOptions } from '../commands/verify';

export interface Promises {
  /** The highest watermark of each log. */
  readonly watermarks: ReadonlyMap<string, Hlc>;
  /** The largest checkpoint of each log. */
  readonly checkpoints: ReadonlyMap<string, StatedCheckpoint>;
}

/** What each log's signed checkpoints promise; logs that promise nothing, or under no known key, are absent. */
export async function promisesOf(
  logs: readonly LogUnderAudit[],
  { key: given, registered }: Pick<VerifyOptions, 'key' | 'registered'>,
): Promise<Promises> {
  const watermarks = new Map<string, Hlc>();
  const checkpoints = new Map<string, StatedCheckpoint>();
  for (const log of logs) {
    const key = keyOf(log, given, registered);
    if (!key) continue;
    for await (const note of log.checkpoints()) {
      const stated = statedBy(note, log.name, key.publicKey);
      if (typeof stated === 'string') continue;
      watermarks.set(log.name, hlcMax(watermarks.get(log.name) ?? stated.watermark, stated.watermark));
      if (stated.size >= (checkpoints.get(log.name)?.size ?? 0)) checkpoints.set(log.name, stated);
    }
  }
  return { watermarks, checkpoints };
}

export interface StillOpen {
  readonly log: string;
  /** Up to where the log promises that nothing comes any more; null for no promise. */
  readonly promised: Instant | null;
}

/** Logs in which an event known before `asOf` may still come; without an instant all of them. */
export function stillOpen(
  logs: readonly LogUnderAudit[],
  { watermarks }: Promises,
  asOf: Instant | undefined,
): readonly StillOpen[] {
  const cut = asOf && cutAt(asOf);
  return logs
    .map(({ name }) => ({ name, promise: watermarks.get(name) }))
    .filter(({ promise }) => !cut || !promise || promise < cut)
    .map(({ name, promise }) => ({ log: name, promised: promise ? instantOf(msOfHlc(promise)) : null }));
}
