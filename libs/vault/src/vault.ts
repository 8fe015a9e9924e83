import type { AnyEvent } from '@satualur/contracts/event';
import type { AgencyKey, StreamId, SubjectId, Uuid } from '@satualur/contracts/ids';
import type { DataClass, Erased, SealedBox } from '@satualur/contracts/sealed';

/** Where a box was sealed first: its owner, data subject, and the event and field that are its associated data. */
export interface SealContext {
  readonly owner: AgencyKey;
  readonly subject: SubjectId;
  readonly stream: StreamId;
  readonly version: number;
  /** Field path joined by dots, e.g. `assertions.name.value`. */
  readonly field: string;
}

export interface LogKeys {
  /** Signs with Ed25519; 64 bytes. */
  sign(message: Uint8Array): Buffer;
  /** Raw public key, 32 bytes, base64url. */
  readonly publicKey: string;
}

/** One way to find a person: a kind of number or name token, and its normal form. Kept as a keyed hash only. */
export interface IndexEntry {
  readonly kind: string;
  readonly value: string;
}

/** What holds entries looked for, and how many of them. */
export interface IndexHit {
  readonly holder: Uuid;
  readonly hits: number;
}

/** Keys of one agency to its data subjects, own and granted (architecture 9, details 1). */
export interface Vault {
  /** See Sealer in event-store: seals every plain value at a sealed path of the event's data. */
  seal(event: AnyEvent, stream: StreamId, version: number): Promise<AnyEvent>;
  /** The plain value, or Erased when the key is gone or was never granted. Throws on a box that was moved or changed. */
  open(box: SealedBox, context: SealContext): Promise<unknown | Erased>;
  /** Data keys for a grantee, as a compact JWE (ECDH-ES+A256KW, A256GCM) to its public key. Throws if a key is destroyed. */
  wrapFor(
    recipient: object,
    grant: { readonly id: Uuid; readonly subject: SubjectId; readonly classes: readonly DataClass[] },
  ): Promise<string>;
  /**
   * Takes in a grant: opens the JWE, stores the keys under (owner, subject, class) together with the topic's offset in one
   * transaction. `offset` is the record's own; a grant taken in before changes nothing (its id deduplicates) and returns false.
   */
  takeIn(
    jwe: string,
    from: AgencyKey,
    offset: string,
  ): Promise<{
    readonly fresh: boolean;
    readonly grant: Uuid;
    readonly subject: SubjectId;
    readonly classes: readonly DataClass[];
  }>;
  /** Offset after the highest one taken in (where to read on), or undefined. */
  grantsOffset(): Promise<string | undefined>;
  hasGranted(owner: AgencyKey, subject: SubjectId, dataClass: DataClass): Promise<boolean>;
  /** Destroys own keys of a subject, and what finds it; later opens give Erased and no key is made again. Repeatable. */
  destroy(subject: SubjectId): Promise<void>;
  /** Destroys own keys of some classes, as retention asks. Repeatable. */
  destroyClasses(subject: SubjectId, classes: readonly DataClass[]): Promise<void>;
  /** Destroys keys that another agency granted; a later grant is taken in again. Repeatable. */
  destroyGranted(owner: AgencyKey, subject: SubjectId, classes: readonly DataClass[]): Promise<void>;
  /** Keys that another process destroys, own or granted: none stays in this one's memory. A repeat changes nothing. */
  forget(owner: AgencyKey, subject: SubjectId, classes: readonly DataClass[]): void;
  /** Makes a holder (a record) of this subject findable. Repeatable. Throws KeysDestroyed. */
  putInIndex(subject: SubjectId, holder: Uuid, entries: readonly IndexEntry[]): Promise<void>;
  /** Holders of any of the entries, those of most first. */
  findInIndex(entries: readonly IndexEntry[], limit: number): Promise<readonly IndexHit[]>;
  /** Takes a subject's entries out, as for a record that was not registered after all; nothing is left of them on disk after the next destruction. Repeatable. */
  takeFromIndex(subject: SubjectId): Promise<void>;
  logKeys(): Promise<LogKeys>;
  close(): Promise<void>;
}
