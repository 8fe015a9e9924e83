import { type Hlc, HLC_ZERO } from '@satualur/contracts/hlc';
import type { Instant, StreamId, Uuid } from '@satualur/contracts/ids';
import type { Row } from './appender';
import { MerkleTree } from './merkle';
import type { Checkpoint, RelayMark, SealedEvent } from './store';

/** The tables of one store in memory; writers of several services share one. */
export class MemoryLog {
  readonly events: Row[] = [];
  readonly streams = new Map<StreamId, Row[]>();
  readonly commands = new Map<Uuid, { readonly first: Row; readonly bodyHash: string | undefined }>();
  readonly claims = new Map<string, StreamId>();
  readonly dues = new Map<StreamId, Instant>();
  readonly checked = new Map<StreamId, Hlc>();
  readonly sealed: SealedEvent[] = [];
  readonly tree = new MerkleTree();
  readonly checkpoints: Checkpoint[] = [];
  readonly wakes = new Set<() => void>();
  relay: RelayMark = { seq: 0, addressed: {} };
  mark: Hlc = HLC_ZERO;
  /** Whoever holds the store's lock. */
  leader: object | undefined;

  rows(stream: StreamId): readonly Row[] {
    return this.streams.get(stream) ?? [];
  }

  wake(): void {
    for (const wake of this.wakes) wake();
  }
}
