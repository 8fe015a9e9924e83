import type { AnyEvent, Cause, Envelope } from '@satualur/contracts/event';
import type { Hlc } from '@satualur/contracts/hlc';
import type { Instant, StreamId, Uuid } from '@satualur/contracts/ids';
import type { Decider, Fold } from '@satualur/decider/decider';

/** An event read back: `event` is what deciders fold (type is the bare name, stamped with hlc and time). */
export interface StoredEvent<E extends AnyEvent = AnyEvent> {
  readonly stream: StreamId;
  readonly version: number;
  readonly hlc: Hlc;
  readonly envelope: Envelope;
  readonly event: E;
  readonly bytes: Buffer;
}

export interface Committed {
  /** The command's events on the first stream it wrote, oldest first; of a repeat, those of the first time. */
  readonly events: readonly StoredEvent[];
  /** True when the command id was known already and nothing was written. */
  readonly repeated: boolean;
  /** Highest reading written or, when nothing was written, shown. */
  readonly hlc: Hlc;
}

/** One command's reads and writes; everything is appended in one call when the work function returns. */
export interface Unit {
  /** Loads and folds a stream this command will write; its version becomes the expected one. */
  load<S, E extends AnyEvent>(stream: StreamId, fold: Fold<S, E>): Promise<S>;
  /** As `load`, for a stream of a CHECKABLE category that is only read: the append fails unless its version still stands. */
  check<S, E extends AnyEvent>(stream: StreamId, fold: Fold<S, E>): Promise<S>;
  /** Reads without any guard: for facts that cannot become false, such as another half's acceptance. */
  peek<S, E extends AnyEvent>(stream: StreamId, fold: Fold<S, E>): Promise<S>;
  /** The stored events of a stream, unfolded, without any guard (to open sealed fields). */
  events(stream: StreamId): Promise<readonly StoredEvent[]>;
  /** Loads if need be, decides, queues the events. */
  decide<C, S, E extends AnyEvent>(stream: StreamId, decider: Decider<C, S, E>, command: C): Promise<readonly E[]>;
  /** Queues events without a decider: for facts that no rule can refuse. The stream is loaded if need be. */
  record<E extends AnyEvent>(stream: StreamId, events: readonly E[]): Promise<void>;
  /** Uniqueness by `claim(kind, key)`; a clash throws ClaimTaken with the holder. */
  claim(kind: string, key: string, stream: StreamId): void;
  release(kind: string, key: string): void;
  /** The next instant at which this stream wants its timer fired, or null for none; kept in the store with the append. */
  due(stream: StreamId, at: Instant | null): void;
  /**
   * A statement to run in the append's own transaction, e.g. a reader's mark. Ignored by the in-memory store, which runs `memory`.
   * It also runs with the refusal when `work` throws a RuleViolation after queueing it, and alone when the command is a repeat.
   * With `rows` given, the whole append fails with AlongsideLost unless exactly so many rows were affected (compare-and-set).
   */
  alongside(statement: Alongside): void;
}

export interface Alongside {
  readonly text: string;
  readonly values: readonly unknown[];
  readonly rows?: number;
  readonly memory?: () => void;
}

/** Seals and opens personal data; implemented by the vault (architecture 9). */
export interface Sealer {
  /**
   * Replaces every plain value at a sealed path of `event.data` by a SealedBox under the key of (`data.subject`, class), with
   * `<stream>/<version>/<path>` as associated data. Boxes already sealed are kept. Missing keys are created first.
   */
  seal(event: AnyEvent, stream: StreamId, version: number): Promise<AnyEvent>;
}

export interface DueTimer {
  readonly stream: StreamId;
  readonly at: Instant;
}

/** One agency's (or one task-force service's) event store as one service sees it. */
export interface EventStore {
  /**
   * The one write path: runs `work`, appends what it queued in one call, retries on a version conflict (8 times, then Conflict).
   * A command id known already returns the first answer (or throws the first refusal); with another body it throws BodyMismatch.
   * A RuleViolation thrown by `work` is stored as CommandRefused under the command id and rethrown.
   */
  transact(cause: Cause, work: (unit: Unit) => Promise<void>): Promise<Committed>;
  read(stream: StreamId): Promise<readonly StoredEvent[]>;
  /** Timers of this service's categories due at or before `by`, earliest first. */
  dueTimers(by: Instant, limit: number): Promise<readonly DueTimer[]>;
  /** The earliest timer of this service's categories, if any. */
  nextDue(): Promise<DueTimer | undefined>;
  /** The holder of a claim, if any. */
  holder(kind: string, key: string): Promise<StreamId | undefined>;
  close(): Promise<void>;
}

/** Lost the race for a stream's next version eight times. */
export class Conflict extends Error {
  constructor(readonly stream: StreamId) {
    super('version conflict');
    this.name = 'Conflict';
  }
}
/** The idempotency key was used before with another body. */
export class BodyMismatch extends Error {
  override readonly name = 'BodyMismatch';
}
export class ClaimTaken extends Error {
  constructor(
    readonly kind: string,
    readonly holder: StreamId | undefined,
  ) {
    super('claim taken');
    this.name = 'ClaimTaken';
  }
}
/** A statement alongside an append affected another number of rows than it must: another process moved the mark. */
export class AlongsideLost extends Error {
  override readonly name = 'AlongsideLost';
}
/** The canonical bytes of an event would exceed 65,535. */
export class EventTooLarge extends Error {
  constructor(readonly type: string) {
    super('event too large');
    this.name = 'EventTooLarge';
  }
}
/** A stored event of a type or version that this build does not know. */
export class UnknownEvent extends Error {
  constructor(readonly type: string) {
    super('unknown event type');
    this.name = 'UnknownEvent';
  }
}

/** A sealed event as relays, auditors and exports read it. */
export interface SealedEvent {
  /** 1, 2, 3 … without gaps. */
  readonly seq: number;
  readonly leaf: Buffer;
  readonly bytes: Buffer;
  readonly stream: StreamId;
  readonly hlc: Hlc;
}

export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Buffer;
  /** No later append of this log has a reading at or below it. */
  readonly watermark: Hlc;
  /** C2SP signed note, text. */
  readonly note: string;
}

export interface RelayMark {
  readonly seq: number;
  /** Last seq addressed to each agency, by key. */
  readonly addressed: Readonly<Record<string, number>>;
}

/** The log side of one store, run by one process under the role `<key>_log` (details 2). */
export interface LogStore {
  /** True once this process holds the store's advisory lock. */
  lead(): Promise<boolean>;
  /** Gives committed events their place; returns how many were sealed in this pass. */
  seal(): Promise<number>;
  /** Makes and signs a checkpoint whose watermark is the clock's value; undefined when not leading. */
  mark(): Promise<Checkpoint>;
  latestCheckpoint(): Promise<Checkpoint | undefined>;
  /** Sealed events from `seq` on, at most `maxBytes` of event bytes (but at least one), oldest first. */
  readSealed(fromSeq: number, maxBytes: number): Promise<readonly SealedEvent[]>;
  head(): Promise<{ readonly seq: number; readonly root: Buffer }>;
  relayMark(): Promise<RelayMark>;
  saveRelayMark(mark: RelayMark): Promise<void>;
  /** Calls back when appenders elsewhere say that something was committed (LISTEN). */
  onWake(wake: () => void): void;
  close(): Promise<void>;
}

/** What a due-list, command id or claim refers to beside events. */
export type CommandId = Uuid;
