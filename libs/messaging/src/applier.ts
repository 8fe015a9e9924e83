import type { Envelope } from '@satualur/contracts/event';
import type { StartOffset } from './broker';

/** An event's place in its log, and how far its topic is read when it has been dealt with. */
export interface Position {
  readonly topic: string;
  /** Log it stands in: an agency's key or a task-force service's name. */
  readonly log: string;
  readonly seq: number;
  /** 32 bytes. */
  readonly leaf: Buffer;
  /** The reader's mark before this event, 0 for none: what a compare-and-set of the mark must find. */
  readonly after: number;
  /** Kafka offset of this copy, decimal text. */
  readonly offset: string;
  /** Offset to go on from after this event; becomes the mark's `next`. */
  readonly next: string;
}

/** An event of ours whose bytes match their leaf and which follows the last one applied. */
export interface VerifiedRecord extends Position {
  readonly bytes: Buffer;
  readonly envelope: Envelope;
}

/** How far a reader is in one log. A log's topic has one mark, an inbox one for each origin. */
export interface Mark {
  readonly log: string;
  readonly seq: number;
  readonly leaf?: Buffer;
  readonly next: string;
}

export interface Marks {
  /** Every mark this reader has in a topic. */
  load(topic: string): Promise<readonly Mark[]>;
  /** Moves the mark without an effect, past an event that is parked. */
  move(position: Position): Promise<void>;
}

export interface Effects {
  /**
   * Applies events and moves the marks of their logs to the last of each, in one transaction, all or nothing. Throws Unprocessable
   * for an event that will never apply as things stand; anything else it throws means: the same events again, later.
   */
  apply(events: readonly VerifiedRecord[]): Promise<void>;
  /** Applies an event that was parked, without touching the mark; idempotent. Throws as `apply`. */
  redrive(event: VerifiedRecord): Promise<void>;
}

export interface Gap {
  readonly topic: string;
  readonly log: string;
  /** The seq last applied; what follows it is missing. */
  readonly after: number;
  readonly reason: 'MISSING' | 'LEAF_MISMATCH';
}

/** Two different events were seen under one seq of a log: history was changed. */
export interface Incident {
  readonly topic: string;
  readonly log: string;
  readonly seq: number;
  readonly offset: string;
}

export interface Alarms {
  /** A log or origin waits, after reading again did not help; called once for each gap. */
  onGap(gap: Gap): void;
  onIncident(incident: Incident): void;
}

/** Lets a reader read its topic again; a Subscription fits. */
export interface Seeker {
  seek(topic: string, offset: StartOffset): void;
}

/** The event cannot be applied and will be parked under `reason`, a code. */
export class Unprocessable extends Error {
  constructor(readonly reason: string) {
    super(reason);
    this.name = 'Unprocessable';
  }
}

/** Not yet: the same records again after a back-off. */
export class Waiting extends Error {
  override readonly name = 'Waiting';
}

/** What later events are held by: the case, or for an event outside any case its stream. */
export const caseOf = ({ caseid, subject }: Envelope): string => caseid ?? subject;
