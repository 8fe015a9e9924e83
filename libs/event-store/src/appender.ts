import type { Hlc } from '@satualur/contracts/hlc';
import type { Instant, StreamId, Uuid } from '@satualur/contracts/ids';
import type { Alongside, StoredEvent } from './store';

/** One event ready to be written: stamped, serialised, placed in its stream. */
export interface Row {
  readonly stream: StreamId;
  readonly version: number;
  /** 0, 1, 2 … within its stream in this append. */
  readonly ordinal: number;
  readonly hlc: Hlc;
  readonly bytes: Buffer;
}

export interface Claim {
  readonly kind: string;
  readonly key: string;
  /** null releases. */
  readonly stream: StreamId | null;
}

/** Everything one command asks of the store, written whole or not at all. */
export interface Batch {
  readonly command: { readonly id: Uuid; readonly bodyHash?: string };
  readonly rows: readonly Row[];
  readonly checks: readonly { readonly stream: StreamId; readonly version: number }[];
  readonly claims: readonly Claim[];
  readonly dues: readonly { readonly stream: StreamId; readonly at: Instant | null }[];
  readonly alongside: readonly Alongside[];
}

export type Outcome =
  | { readonly kind: 'committed' }
  /** The command id stands already. */
  | { readonly kind: 'repeat' }
  /** A written or checked stream moved. */
  | { readonly kind: 'conflict'; readonly stream: StreamId }
  | { readonly kind: 'claim-taken'; readonly claim: string; readonly holder: StreamId | undefined }
  /** Below the mark or a checker's reading: draw again above `floor`. */
  | { readonly kind: 'too-low'; readonly floor: Hlc };

export interface KnownCommand {
  readonly bodyHash?: string;
  /** Its events on the first stream it wrote, oldest first. */
  readonly events: readonly StoredEvent[];
}

/** What a storage engine does for the one write path. */
export interface Appender {
  /** Highest reading of the store, adopted by the process's clock at opening. */
  highest(): Promise<Hlc>;
  load(stream: StreamId): Promise<readonly StoredEvent[]>;
  append(batch: Batch): Promise<Outcome>;
  byCommand(id: Uuid): Promise<KnownCommand | undefined>;
}
