import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import type { AnyEvent } from '@satualur/contracts/event';
import type { AgencyKey, StreamId, SubjectId, Uuid } from '@satualur/contracts/ids';
import { DataClass, Erased, type SealedBox } from '@satualur/contracts/sealed';
import { BadGrant, unwrapGrant, wrapGrant } from './grants';
import { KeyCache } from './key-cache';
import { type DataKeys, KeysDestroyed, type KeyStore } from './key-store';
import { openValue } from './seal';
import { classesToSeal, keysOf, sealEvent, subjectOf } from './seal-event';
import type { IndexEntry, IndexHit, LogKeys, SealContext, Vault } from './vault';

/** The vault of one agency over its key store; a destroyed key lives on in memory until it is forgotten, for at most 5 s. */
export class KeyedVault implements Vault {
  private readonly cache: KeyCache;

  constructor(
    private readonly agency: AgencyKey,
    private readonly store: KeyStore,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.cache = new KeyCache(now);
  }

  async seal(event: AnyEvent, stream: StreamId, version: number): Promise<AnyEvent> {
    const classes = classesToSeal(event);
    if (classes.size === 0) return event;
    const owner = keysOf(event) ?? this.agency;
    const keys = await (owner === this.agency ? this.ownKeys(subjectOf(event), [...classes]) : this.grantedKeys(owner, event));
    return sealEvent(event, { owner, stream, version }, (dataClass) => keys.get(dataClass)!);
  }

  async open(box: SealedBox, context: SealContext): Promise<unknown | Erased> {
    const key = this.cache.get(nameOf(context.owner, context.subject, box.sealed)) ?? (await this.read(box.sealed, context));
    return key instanceof Erased ? key : openValue(box, key, context);
  }

  async wrapFor(
    recipient: object,
    grant: { readonly id: Uuid; readonly subject: SubjectId; readonly classes: readonly DataClass[] },
  ): Promise<string> {
    const keys = await this.store.ensure(grant.subject, grant.classes);
    return wrapGrant(recipient, { grant: grant.id, from: this.agency, subject: grant.subject, keys });
  }

  async takeIn(jwe: string, from: AgencyKey, offset: string): ReturnType<Vault['takeIn']> {
    const granted = await unwrapGrant(jwe, (await this.store.agencyKeys()).grants);
    if (granted.from !== from || from === this.agency) throw new BadGrant();
    const fresh = await this.store.takeIn(granted, offset);
    return { fresh, grant: granted.grant, subject: granted.subject, classes: [...granted.keys.keys()] };
  }

  grantsOffset(): Promise<string | undefined> {
    return this.store.grantsOffset();
  }

  async hasGranted(owner: AgencyKey, subject: SubjectId, dataClass: DataClass): Promise<boolean> {
    return (await this.store.find(owner, subject, [dataClass])).keys.has(dataClass);
  }

  async destroy(subject: SubjectId): Promise<void> {
    await this.store.destroy(subject);
    this.forget(this.agency, subject, DataClass.options);
  }

  destroyClasses(subject: SubjectId, classes: readonly DataClass[]): Promise<void> {
    return this.drop(this.agency, subject, classes);
  }

  async destroyGranted(owner: AgencyKey, subject: SubjectId, classes: readonly DataClass[]): Promise<void> {
    if (owner === this.agency) throw new TypeError('own keys are not granted ones');
    await this.drop(owner, subject, classes);
  }

  forget(owner: AgencyKey, subject: SubjectId, classes: readonly DataClass[]): void {
    for (const dataClass of classes) this.cache.forget(nameOf(owner, subject, dataClass));
  }

  async putInIndex(subject: SubjectId, holder: Uuid, entries: readonly IndexEntry[]): Promise<void> {
    if (entries.length > 0) await this.store.addToIndex(subject, holder, await this.hashesOf(entries));
  }

  async findInIndex(entries: readonly IndexEntry[], limit: number): Promise<readonly IndexHit[]> {
    return entries.length === 0 ? [] : this.store.findInIndex(await this.hashesOf(entries), limit);
  }

  takeFromIndex(subject: SubjectId): Promise<void> {
    return this.store.takeFromIndex(subject);
  }

  async logKeys(): Promise<LogKeys> {
    return (await this.store.agencyKeys()).log;
  }

  close(): Promise<void> {
    return this.store.close();
  }

  private async drop(owner: AgencyKey, subject: SubjectId, classes: readonly DataClass[]): Promise<void> {
    await this.store.drop(owner, subject, classes);
    this.forget(owner, subject, classes);
  }

  private async hashesOf(entries: readonly IndexEntry[]): Promise<Buffer[]> {
    const key = await this.store.indexKey();
    const hashes = entries.map(({ kind, value }) => createHmac('sha256', key).update(`${kind}\n${value}`).digest('hex'));
    return [...new Set(hashes)].map((hash) => Buffer.from(hash, 'hex'));
  }

  private async ownKeys(subject: SubjectId, classes: readonly DataClass[]): Promise<ReadonlyMap<DataClass, KeyObject>> {
    const held = new Map<DataClass, KeyObject>();
    for (const dataClass of classes) {
      const key = this.cache.get(nameOf(this.agency, subject, dataClass));
      if (key) held.set(dataClass, key);
    }
    if (held.size === classes.length) return held;
    const readAt = this.now();
    return this.hold(this.agency, subject, await this.store.ensure(subject, classes), readAt);
  }

  /** What is said of another agency's person is sealed under the keys which that agency granted: both read it, and the owner erases it. */
  private async grantedKeys(owner: AgencyKey, event: AnyEvent): Promise<ReadonlyMap<DataClass, KeyObject>> {
    const [classes, subject] = [[...classesToSeal(event)], subjectOf(event)];
    const { keys } = await this.store.find(owner, subject, classes);
    if (keys.size < classes.length) throw new KeysDestroyed();
    return new Map([...keys].map(([dataClass, key]) => [dataClass, createSecretKey(key)]));
  }

  private async read(dataClass: DataClass, { owner, subject }: SealContext): Promise<KeyObject | Erased> {
    const readAt = this.now();
    const { keys, destroyed } = await this.store.find(owner, subject, [dataClass]);
    const key = this.hold(owner, subject, keys, readAt).get(dataClass);
    return key ?? new Erased(destroyed || owner === this.agency ? 'erased' : 'not-granted');
  }

  private hold(owner: AgencyKey, subject: SubjectId, keys: DataKeys, readAt: number): ReadonlyMap<DataClass, KeyObject> {
    const objects = new Map([...keys].map(([dataClass, key]) => [dataClass, createSecretKey(key)] as const));
    for (const [dataClass, key] of objects) this.cache.put(nameOf(owner, subject, dataClass), key, readAt);
    return objects;
  }
}

const nameOf = (owner: AgencyKey, subject: SubjectId, dataClass: DataClass): string => `${owner}/${subject}/${dataClass}`;
