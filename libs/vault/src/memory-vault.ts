import { randomBytes } from 'node:crypto';
import type { AgencyKey, SubjectId, Uuid } from '@satualur/contracts/ids';
import type { DataClass } from '@satualur/contracts/sealed';
import { agencyKeysOf, generateAgencyKeys, type PublicKeys } from './agency-keys';
import type { GrantedKeys } from './grants';
import { DATA_KEY_BYTES, type DataKeys, KeysDestroyed, type KeyStore } from './key-store';
import { KeyedVault } from './keyed-vault';
import type { IndexHit, Vault } from './vault';

class MemoryKeyStore implements KeyStore {
  private readonly subjects = new Map<string, Map<DataClass, Buffer>>();
  private readonly destroyed = new Set<string>();
  private readonly index = new Map<string, Map<Uuid, SubjectId>>();
  private readonly hashKey = randomBytes(DATA_KEY_BYTES);
  private readonly taken = new Set<Uuid>();
  private mark: bigint | undefined;
  private readonly generated = generateAgencyKeys();
  readonly publicKeys: PublicKeys = this.generated.publicKeys;
  private readonly keys = agencyKeysOf(this.generated.secrets, this.generated.publicKeys);

  constructor(private readonly agency: AgencyKey) {}

  async find(owner: AgencyKey, subject: SubjectId, classes: readonly DataClass[]): ReturnType<KeyStore['find']> {
    const held = this.subjects.get(`${owner}/${subject}`) ?? new Map<DataClass, Buffer>();
    const keys = new Map([...held].filter(([dataClass]) => classes.includes(dataClass)));
    return { keys, destroyed: this.destroyed.has(`${owner}/${subject}`) };
  }

  async ensure(subject: SubjectId, classes: readonly DataClass[]): Promise<DataKeys> {
    this.add(this.agency, subject, new Map(classes.map((dataClass) => [dataClass, randomBytes(DATA_KEY_BYTES)])));
    return (await this.find(this.agency, subject, classes)).keys;
  }

  async takeIn(grant: GrantedKeys, offset: string): Promise<boolean> {
    const fresh = !this.taken.has(grant.grant);
    if (fresh) this.add(grant.from, grant.subject, grant.keys);
    this.taken.add(grant.grant);
    const next = BigInt(offset) + 1n;
    if (this.mark === undefined || next > this.mark) this.mark = next;
    return fresh;
  }

  async grantsOffset(): Promise<string | undefined> {
    return this.mark?.toString();
  }

  async destroy(subject: SubjectId): Promise<void> {
    this.destroyed.add(`${this.agency}/${subject}`);
    this.subjects.delete(`${this.agency}/${subject}`);
    await this.takeFromIndex(subject);
  }

  async drop(owner: AgencyKey, subject: SubjectId, classes: readonly DataClass[]): Promise<void> {
    for (const dataClass of classes) this.subjects.get(`${owner}/${subject}`)?.delete(dataClass);
  }

  async addToIndex(subject: SubjectId, holder: Uuid, hashes: readonly Buffer[]): Promise<void> {
    if (this.destroyed.has(`${this.agency}/${subject}`)) throw new KeysDestroyed();
    for (const hash of hashes.map((bytes) => bytes.toString('hex')))
      this.index.set(hash, new Map([...(this.index.get(hash) ?? []), [holder, subject]]));
  }

  async findInIndex(hashes: readonly Buffer[], limit: number): Promise<readonly IndexHit[]> {
    const hits = new Map<Uuid, number>();
    for (const hash of hashes)
      for (const holder of this.index.get(hash.toString('hex'))?.keys() ?? []) hits.set(holder, (hits.get(holder) ?? 0) + 1);
    const found = [...hits].map(([holder, count]) => ({ holder, hits: count }));
    return found.sort((a, b) => b.hits - a.hits || (a.holder < b.holder ? -1 : 1)).slice(0, limit);
  }

  async takeFromIndex(subject: SubjectId): Promise<void> {
    for (const holders of this.index.values()) for (const [holder, of] of holders) if (of === subject) holders.delete(holder);
  }

  async indexKey(): Promise<Buffer> {
    return this.hashKey;
  }

  async agencyKeys(): ReturnType<KeyStore['agencyKeys']> {
    return this.keys;
  }

  async close(): Promise<void> {}

  private add(owner: AgencyKey, subject: SubjectId, keys: DataKeys): void {
    const name = `${owner}/${subject}`;
    if (this.destroyed.has(name)) throw new KeysDestroyed();
    this.subjects.set(name, new Map([...keys, ...(this.subjects.get(name) ?? [])]));
  }
}

/** A vault in this process's memory, for specs: passes the suite of the real one. */
export function memoryVault(agency: AgencyKey): Vault & { readonly publicKeys: PublicKeys } {
  const store = new MemoryKeyStore(agency);
  return Object.assign(new KeyedVault(agency, store), { publicKeys: store.publicKeys });
}
