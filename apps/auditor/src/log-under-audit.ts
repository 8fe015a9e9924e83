import type { Hlc } from '@satualur/contracts/hlc';
import type { NodeReader } from '@satualur/event-store/merkle';
import type { Code } from './audit/findings';

/** An event as a source holds it: nothing of it is proven. */
export interface Entry {
  readonly seq: number;
  /** The leaf hash that the source keeps beside the bytes; absent when it is lost. */
  readonly leaf?: Buffer | undefined;
  /** Absent when they are lost. */
  readonly bytes?: Buffer | undefined;
  /** Inner nodes that the source keeps for this leaf, lowest first, from level 1 on; those it does not keep are undefined. */
  readonly nodes?: readonly (Buffer | undefined)[];
  /** What a store's columns say of the bytes. */
  readonly columns?: { readonly stream: string; readonly version: number; readonly hlc: Hlc };
  /** A flaw of the source's own, beside what the bytes show. */
  readonly flaw?: Code;
  /** What came takes no place of its own, and this is why: it is no event of the log. */
  readonly stray?: Code;
}

/** A log as somebody keeps it: a store, Kafka, or a folder of static files. */
export interface LogUnderAudit {
  /** Agency key or task-force service. */
  readonly name: string;
  /** Ed25519, raw, base64url: what the source itself states, if it does. */
  readonly statedKey?: string | undefined;
  /** Events to come, for a progress bar. */
  readonly size: number;
  /** Signed notes, oldest first. To be read to its end, or not begun, before `entries` ends. */
  checkpoints(): AsyncIterable<string>;
  /** In order of `seq`, in runs, from the one that holds `from` (default 1). */
  entries(from?: number): AsyncIterable<readonly Entry[]>;
  /** The tree's nodes, where the source keeps them. Throws RangeError for what is lost. */
  readonly nodes?: NodeReader;
  close(): Promise<void>;
}
