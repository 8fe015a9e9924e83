import type { AgencyKey, SubjectId, Uuid } from '@satualur/contracts/ids';
import type { DataClass } from '@satualur/contracts/sealed';
import type { AgencyKeys } from './agency-keys';
import type { GrantedKeys } from './grants';
import type { IndexHit } from './vault';

/** Data keys by class, 32 bytes each. */
export type DataKeys = ReadonlyMap<DataClass, Buffer>;

export const DATA_KEY_BYTES = 32;

/** The subject's keys were destroyed; none is ever made or taken in for it again. */
export class KeysDestroyed extends Error {
  override readonly name = 'KeysDestroyed';
  constructor() {
    super('the keys of this data subject are destroyed');
  }
}

/** Where one agency's keys lie. Everything it returns from was committed before. */
export interface KeyStore {
  /** The keys that are there; those destroyed or never known are left out. */
  find(
    owner: AgencyKey,
    subject: SubjectId,
    classes: readonly DataClass[],
  ): Promise<{ readonly keys: DataKeys; readonly destroyed: boolean }>;
  /** Own keys, made where missing: one key per class for ever, whoever makes it first. Throws KeysDestroyed. */
  ensure(subject: SubjectId, classes: readonly DataClass[]): Promise<DataKeys>;
  /** Stores a grant and moves the mark past `offset` in one transaction; false when the grant's id was known. Throws KeysDestroyed. */
  takeIn(grant: GrantedKeys, offset: string): Promise<boolean>;
  grantsOffset(): Promise<string | undefined>;
  /** Own keys and index entries; no key is ever made again. */
  destroy(subject: SubjectId): Promise<void>;
  /** Keys of some classes, own or granted; others may follow. */
  drop(owner: AgencyKey, subject: SubjectId, classes: readonly DataClass[]): Promise<void>;
  /** Keyed hashes by which a holder is found. Throws KeysDestroyed. */
  addToIndex(subject: SubjectId, holder: Uuid, hashes: readonly Buffer[]): Promise<void>;
  findInIndex(hashes: readonly Buffer[], limit: number): Promise<readonly IndexHit[]>;
  takeFromIndex(subject: SubjectId): Promise<void>;
  /** Key of the index, 32 bytes, derived from the agency's master key. */
  indexKey(): Promise<Buffer>;
  agencyKeys(): Promise<AgencyKeys>;
  close(): Promise<void>;
}
