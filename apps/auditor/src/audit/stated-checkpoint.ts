import { Hlc } from '@satualur/contracts/hlc';
import { openCheckpoint, originOf } from '@satualur/event-store/checkpoint';
import type { Code } from './findings';

export interface StatedCheckpoint {
  readonly size: number;
  /** 32 bytes. */
  readonly root: Buffer;
  readonly watermark: Hlc;
  readonly note: string;
}

const STATED = /^(satualur\/[a-z][a-z0-9-]*)\n(0|[1-9]\d{0,15})\n([A-Za-z0-9+/]{43}=)\nwatermark ([0-7][0-9a-f]{15})\n\n\u2014 /;

/** Origin and size that a note claims; nothing of it is checked. */
export function claimedBy(note: string): { readonly origin: string; readonly size: number } | undefined {
  const [, origin, size] = STATED.exec(note) ?? [];
  return origin === undefined ? undefined : { origin, size: Number(size) };
}

/** What a note states for this log, or why it does not count. Without a key its signature is not checked. */
export function statedBy(note: string, log: string, publicKey: string | undefined): StatedCheckpoint | Code {
  const [, origin, size, root, watermark] = STATED.exec(note) ?? [];
  if (origin === undefined) return 'CHECKPOINT_UNREADABLE';
  if (origin !== originOf(log)) return 'CHECKPOINT_FOREIGN';
  if (publicKey !== undefined && !isSigned(note, origin, publicKey)) return 'CHECKPOINT_SIGNATURE';
  return { size: Number(size), root: Buffer.from(root!, 'base64'), watermark: Hlc.parse(watermark), note };
}

function isSigned(note: string, origin: string, publicKey: string): boolean {
  try {
    openCheckpoint(note, { origin, publicKey });
    return true;
  } catch {
    return false;
  }
}
