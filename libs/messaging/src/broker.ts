/** The port behind which the Kafka client can be replaced: records in, records out, nothing else. */

/** Hardened headers: only single-valued headers with allow-listed names, as bytes. */
export type Headers = ReadonlyMap<string, Buffer>;

/** Names of headers we read; everything else is dropped by the client's decoder (reliability X1, X3, X5). */
export const HEADER_NAMES = ['seq', 'leaf', 'origin', 'prev', 'sig', 'traceparent'] as const;
export type HeaderName = (typeof HEADER_NAMES)[number];

export interface OutgoingRecord {
  readonly topic: string;
  readonly key?: string;
  readonly value: Buffer;
  readonly headers: Partial<Record<HeaderName, string | Buffer>>;
}

export interface IncomingRecord {
  readonly topic: string;
  /** Kafka offset, decimal text (64 bit). */
  readonly offset: string;
  /** null for a tombstone. */
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Headers;
  /** Set when the record could not be decoded as it stood: it must be parked under this reason, bytes as they came. */
  readonly damage?: string;
}

export interface TopicSpec {
  readonly topic: string;
  readonly config: Readonly<Record<string, string>>;
}

/** One ACL line in Kafka's words. */
export interface AclSpec {
  readonly principal: string;
  readonly resource: 'topic' | 'group' | 'cluster';
  readonly name: string;
  readonly pattern: 'literal' | 'prefixed';
  readonly operations: readonly ('Read' | 'Write' | 'Describe' | 'Delete' | 'Create' | 'Alter' | 'DescribeConfigs')[];
}

export interface BrokerAdmin {
  /** Idempotent; single partition, exact configs. */
  createTopics(topics: readonly TopicSpec[]): Promise<void>;
  /** Idempotent. */
  grant(acls: readonly AclSpec[]): Promise<void>;
  /** Earliest offset and the offset after the last record. */
  offsets(topic: string): Promise<{ readonly earliest: string; readonly next: string }>;
  /** Deletes the records before `offset`. */
  deleteRecords(topic: string, offset: string): Promise<void>;
  topics(): Promise<readonly string[]>;
}

/** Where a topic is read from at start: an offset that may no longer exist (then from the earliest), or the beginning. */
export type StartOffset = string | 'earliest';

export interface TopicReader {
  readonly topic: string;
  start(): Promise<StartOffset>;
  /**
   * Called with records in offset order, one call at a time for a topic, calls for other topics side by side. A throw pauses
   * this topic alone and calls again with the same records after a back-off; it never stops other topics.
   */
  handle(records: readonly IncomingRecord[]): Promise<void>;
}

export interface Subscription {
  /** Adds topics to a running subscription (stop, subscribe, run again underneath). */
  add(readers: readonly TopicReader[]): Promise<void>;
  /** Re-reads one topic from an offset, for a gap found by its reader. */
  seek(topic: string, offset: StartOffset): void;
  /** Per topic: the next offset this subscription will hand out and the broker's end; for health and lag. */
  lag(): Promise<Readonly<Record<string, { readonly next: string; readonly end: string }>>>;
  stop(): Promise<void>;
}

export interface SubscribeOptions {
  /** Longest a fetch waits for records to come; short for who reads what is there already and then stops. */
  readonly maxWaitMs?: number;
}

export interface Broker {
  /** One request, all its records in order, acks all; resolves when the broker has them all. */
  send(records: readonly OutgoingRecord[]): Promise<void>;
  /** A fresh group id of its own, no committed offsets (architecture 5). */
  subscribe(readers: readonly TopicReader[], options?: SubscribeOptions): Promise<Subscription>;
  admin(): Promise<BrokerAdmin>;
  healthy(): Promise<boolean>;
  close(): Promise<void>;
}
