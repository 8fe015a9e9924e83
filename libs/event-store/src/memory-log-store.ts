import { leafHash } from '@satualur/contracts/bytes';
import { type CheckpointSigner, originOf, signCheckpoint } from './checkpoint';
import type { HybridClock } from './clock';
import type { MemoryLog } from './memory-log';
import { NotLeading } from './not-leading';
import type { Checkpoint, LogStore, RelayMark, SealedEvent } from './store';

export interface MemoryLogOptions {
  readonly log: MemoryLog;
  /** Agency key or task-force service. */
  readonly name: string;
  readonly clock: HybridClock;
  readonly signer: CheckpointSigner;
}

/** In-memory twin of PostgresLogStore. */
export class MemoryLogStore implements LogStore {
  private readonly log: MemoryLog;
  private readonly ownWakes: (() => void)[] = [];

  constructor(private readonly options: MemoryLogOptions) {
    this.log = options.log;
  }

  lead(): Promise<boolean> {
    this.log.leader ??= this;
    return Promise.resolve(this.log.leader === this);
  }

  async seal(): Promise<number> {
    this.mustLead();
    const fresh = this.log.events.slice(this.log.sealed.length);
    for (const { stream, hlc, bytes } of fresh) {
      const leaf = leafHash(bytes);
      this.log.tree.append(leaf);
      this.log.sealed.push({ seq: this.log.sealed.length + 1, leaf, bytes, stream, hlc });
      this.options.clock.observe(hlc);
    }
    return fresh.length;
  }

  async mark(): Promise<Checkpoint> {
    this.mustLead();
    const drawn = this.options.clock.draw();
    if (drawn > this.log.mark) this.log.mark = drawn;
    await this.seal();
    const { mark: watermark, tree } = this.log;
    const origin = originOf(this.options.name);
    const checkpoint = signCheckpoint({ origin, size: tree.size, root: tree.root(), watermark }, this.options.signer);
    this.log.checkpoints.push(checkpoint);
    return checkpoint;
  }

  latestCheckpoint(): Promise<Checkpoint | undefined> {
    return Promise.resolve(this.log.checkpoints.at(-1));
  }

  readSealed(fromSeq: number, maxBytes: number): Promise<readonly SealedEvent[]> {
    const run: SealedEvent[] = [];
    let total = 0;
    for (const event of this.log.sealed.slice(Math.max(fromSeq - 1, 0))) {
      total += event.bytes.length;
      if (run.length > 0 && total > maxBytes) break;
      run.push(event);
    }
    return Promise.resolve(run);
  }

  head(): Promise<{ readonly seq: number; readonly root: Buffer }> {
    return Promise.resolve({ seq: this.log.tree.size, root: this.log.tree.root() });
  }

  relayMark(): Promise<RelayMark> {
    return Promise.resolve(this.log.relay);
  }

  async saveRelayMark(mark: RelayMark): Promise<void> {
    this.log.relay = mark;
  }

  onWake(wake: () => void): void {
    this.ownWakes.push(wake);
    this.log.wakes.add(wake);
  }

  async close(): Promise<void> {
    if (this.log.leader === this) this.log.leader = undefined;
    for (const wake of this.ownWakes) this.log.wakes.delete(wake);
  }

  private mustLead(): void {
    if (this.log.leader !== this) throw new NotLeading();
  }
}
