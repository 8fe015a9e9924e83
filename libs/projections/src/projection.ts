import type { AnyEvent, Envelope } from '@satualur/contracts/event';
import type { Hlc } from '@satualur/contracts/hlc';

/** A verified event of somebody's log as a projection or reaction sees it. */
export interface LogEvent<E extends AnyEvent = AnyEvent> {
  /** Name of the log: an agency key or a task-force service's name. */
  readonly log: string;
  readonly seq: number;
  readonly leaf: Buffer;
  readonly hlc: Hlc;
  readonly envelope: Envelope;
  readonly event: E;
  readonly bytes: Buffer;
}

/** Runs statements inside the projector's transaction. */
export interface Rows {
  query<R extends object = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<{ readonly rows: R[] }>;
}

/** The same while a rebuild loads. */
export interface LoadingRows extends Rows {
  /** Runs a COPY ... FROM STDIN; `data`, one after the other, are in the format that `text` names. */
  copy(text: string, data: readonly Buffer[]): Promise<void>;
}

/** Rows of one log being gathered by a rebuild: an event is let go as soon as it is taken, which keeps few of them in memory. */
export interface Loading {
  take(events: readonly LogEvent[]): void;
  /** Writes what was taken, which may be nothing, inside the rebuild's transaction. */
  write(rows: LoadingRows, schema: string): Promise<void>;
}

/**
 * Events become rows. A projection's tables live in a schema named after it and its version, so that a new version is built beside
 * the live one and swapped in one transaction (architecture 6).
 */
export interface Projection {
  readonly name: string;
  readonly version: number;
  /** DDL of its tables; `{schema}` stands for the schema's name. */
  readonly ddl: string;
  /** DDL that a rebuild runs only after loading: indexes, row policies, and keys that no row of a correct log can break. */
  readonly indexes?: string;
  /** Applies a run of events of one log in order; effects and the log's mark are one transaction, done by the projector. */
  apply(events: readonly LogEvent[], rows: Rows, schema: string): Promise<void>;
  /** In place of `apply`, for a rebuild before `indexes` has run: nobody else reads or writes the tables. Default: `apply`. */
  loading?(log: string): Loading;
  /** Content of the projection in one defined order, for the digest: codes, references, ciphertext hashes; never opened values. */
  content(rows: Rows, schema: string): AsyncIterable<string>;
}
