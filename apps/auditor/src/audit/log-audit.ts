import { leafHash } from '@satualur/contracts/bytes';
import type { Envelope } from '@satualur/contracts/event';
import { type Hlc, HLC_ZERO, hlcMax } from '@satualur/contracts/hlc';
import { MerkleTree } from '@satualur/event-store/merkle';
import { isProven, type LogKey } from '../keys';
import type { Entry } from '../log-under-audit';
import type { Causes } from './causes';
import { readEvent, saysItsTime } from './event-form';
import type { Code, Findings } from './findings';
import { type StatedCheckpoint, statedBy } from './stated-checkpoint';
import { StreamOrder } from './stream-order';

export interface LogAuditOptions {
  readonly log: string;
  /** Number of the log among those audited together. */
  readonly number: number;
  readonly key: LogKey | undefined;
  readonly findings: Findings;
  readonly causes: Causes;
  /** Checkpoints that the auditor kept from earlier. */
  readonly known: readonly StatedCheckpoint[];
}

/** Holds one log's events, in order, against what it and its checkpoints promise. */
export class LogAudit {
  private readonly tree = new MerkleTree();
  private readonly streams = new StreamOrder();
  private readonly known: readonly StatedCheckpoint[];
  private knownAt = 0;
  /** False from a lost leaf on: no root can be computed. */
  private whole = true;
  private promised: Hlc = HLC_ZERO;
  /** Size and number of the checkpoints that hold. */
  covered = 0;
  checkpoints = 0;
  /** Size of the last note that counts. */
  private stated: number | undefined;
  private reached = 0;

  constructor(private readonly options: LogAuditOptions) {
    this.known = [...options.known].sort((a, b) => a.size - b.size);
    if (!isProven(options.key)) this.report(options.key ? 'KEY_UNPROVEN' : 'NO_KEY', 0);
    this.meetKnown();
  }

  /** Seq of the last event. */
  get seq(): number {
    return this.reached;
  }

  /** The root of the tree so far; undefined once a leaf was lost. */
  root(): Buffer | undefined {
    return this.whole ? this.tree.root() : undefined;
  }

  /** The next event. One whose seq leaves some out counts as found after a gap. */
  entry(entry: Entry): void {
    if (entry.stray) return this.report(entry.stray, entry.seq);
    if (entry.seq !== this.reached + 1) this.lose('GAP', entry.seq);
    this.reached = entry.seq;
    if (entry.flaw) this.report(entry.flaw, entry.seq);
    if (entry.leaf === undefined) this.lose('LEAF_MISSING', entry.seq);
    else if (this.whole) this.grow(entry, entry.leaf);
    if (entry.bytes === undefined) this.report('ENTRY_MISSING', entry.seq);
    else this.event(entry, entry.bytes);
    this.meetKnown();
  }

  /** A note of the log's own list that counts here: what it states, once signature and order were looked at. */
  note(note: string): StatedCheckpoint | undefined {
    const stated = statedBy(note, this.options.log, this.options.key?.publicKey);
    if (typeof stated === 'string') {
      this.report(stated, this.stated ?? 0);
      return undefined;
    }
    if (stated.size < (this.stated ?? 0)) {
      this.report('CHECKPOINT_WENT_BACK', stated.size);
      return undefined;
    }
    this.stated = stated.size;
    return stated;
  }

  /** A checkpoint whose size is reached, or never will be. */
  meet(checkpoint: StatedCheckpoint): void {
    if (!this.holds(checkpoint)) return;
    this.covered = checkpoint.size;
    this.checkpoints++;
    this.promised = hlcMax(this.promised, checkpoint.watermark);
  }

  /** No event comes any more. */
  end(): void {
    for (const beyond of this.known.slice(this.knownAt)) this.report('CHECKPOINT_BEYOND_LOG', beyond.size, true);
    if (this.stated === undefined) this.report('NO_CHECKPOINT', this.reached);
  }

  private holds({ size, root }: StatedCheckpoint, known = false): boolean {
    if (size > this.reached) this.report('CHECKPOINT_BEYOND_LOG', size, known);
    else if (this.whole && root.equals(this.tree.root())) return true;
    else if (this.whole) this.report('ROOT_MISMATCH', size, known);
    return false;
  }

  private meetKnown(): void {
    for (; (this.known[this.knownAt]?.size ?? Infinity) <= this.reached; this.knownAt++) {
      this.holds(this.known[this.knownAt]!, true);
    }
  }

  private grow({ seq, nodes }: Entry, leaf: Buffer): void {
    const completed = this.tree.append(leaf);
    if (nodes && nodes.length > completed.length) this.report('NODE_MISMATCH', seq);
    else if (nodes?.some((node, index) => node && !node.equals(completed[index]!))) this.report('NODE_MISMATCH', seq);
  }

  private event({ seq, leaf, columns }: Entry, bytes: Buffer): void {
    if (leaf && !leafHash(bytes).equals(leaf)) this.report('LEAF_MISMATCH', seq);
    const envelope = readEvent(bytes, this.options.log);
    if (typeof envelope === 'string') return this.report(envelope, seq);
    const { subject: stream, hlc } = envelope;
    const version = Number(envelope.sequence);
    if (!saysItsTime(envelope)) this.report('WRONG_TIME', seq);
    if (columns && !(columns.stream === stream && columns.version === version && columns.hlc === hlc)) {
      this.report('COLUMN_MISMATCH', seq);
    }
    if (!this.streams.follows(stream, version, hlc)) this.report('STREAM_ORDER', seq);
    if (hlc <= this.promised) this.report('WATERMARK_BROKEN', seq);
    this.cause(envelope, seq);
  }

  private cause({ id, causationid, hlc }: Envelope, seq: number): void {
    const caused = { id, hlc, seq, ...(causationid !== undefined && { causationid }) };
    const wrong = this.options.causes.check(caused, this.options.number);
    if (wrong) this.report(wrong, seq);
  }

  private lose(code: Code, seq: number): void {
    this.report(code, seq);
    this.whole = false;
  }

  private report(code: Code, seq: number, known = false): void {
    this.options.findings.add(code, seq, known ? { known } : {});
  }
}
