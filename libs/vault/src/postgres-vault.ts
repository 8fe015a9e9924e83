import { randomBytes } from 'node:crypto';
import type { AgencyKey, SubjectId, Uuid } from '@satualur/contracts/ids';
import type { DataClass } from '@satualur/contracts/sealed';
import { DatabaseError, Pool, type PoolClient, type PoolConfig } from 'pg';
import { type AgencyKeys, agencyKeysOf, type PublicKeys } from './agency-keys';
import type { GrantedKeys } from './grants';
import { DATA_KEY_BYTES, type DataKeys, KeysDestroyed, type KeyStore } from './key-store';
import { KeyedVault } from './keyed-vault';
import type { MasterKey } from './master-key';
import type { IndexHit, Vault } from './vault';

export interface PostgresVaultOptions {
  readonly agency: AgencyKey;
  /** Database `vault_<key>` as role `<key>_vault`. */
  readonly connection: PoolConfig;
  readonly master: MasterKey;
  /** Told of connections lost while idle; the next query opens another. */
  readonly onConnectionLost?: (error: Error) => void;
}

/** The vault of one agency in its own database. Connects at first use. */
export const postgresVault = (options: PostgresVaultOptions): Vault =>
  new KeyedVault(options.agency, new PostgresKeyStore(options));

interface WrappedKey {
  readonly class: DataClass;
  readonly wrapped: Buffer;
}

const FIND = `SELECT class, wrapped FROM vault.data_key WHERE owner = $1 AND subject = $2 AND class = ANY ($3)`;
const ADD = `
WITH known AS (INSERT INTO vault.subject (owner, subject) VALUES ($1, $2) ON CONFLICT DO NOTHING)
INSERT INTO vault.data_key (owner, subject, class, wrapped)
SELECT $1, $2, fresh.class, fresh.wrapped FROM unnest($3::text[], $4::bytea[]) AS fresh (class, wrapped) ON CONFLICT DO NOTHING RETURNING class`;
const ADD_TO_INDEX = `
WITH known AS (INSERT INTO vault.subject (owner, subject) VALUES ($1, $2) ON CONFLICT DO NOTHING)
INSERT INTO vault.index_entry (owner, subject, holder, hash) SELECT $1, $2, $3, hash FROM unnest($4::bytea[]) AS hash ON CONFLICT DO NOTHING`;
const FIND_IN_INDEX = `
SELECT holder, count(*)::int AS hits FROM vault.index_entry WHERE hash = ANY ($1) GROUP BY holder ORDER BY hits DESC, holder LIMIT $2`;
const MOVE_MARK = `
INSERT INTO vault.grants_mark (next) VALUES ($1) ON CONFLICT (single) DO UPDATE SET next = greatest(grants_mark.next, excluded.next)`;

const LOCK_BOTH = 'LOCK TABLE vault.data_key, vault.index_entry IN ROW EXCLUSIVE MODE';

const FOREIGN_KEY_VIOLATION = '23503';
const refuseDestroyed = (error: unknown): never => {
  throw error instanceof DatabaseError && error.code === FOREIGN_KEY_VIOLATION ? new KeysDestroyed() : error;
};

class PostgresKeyStore implements KeyStore {
  private readonly pool: Pool;
  private readonly agency: AgencyKey;
  private readonly master: MasterKey;
  private pairs: AgencyKeys | undefined;
  private hashKey: Buffer | undefined;

  constructor({ agency, connection, master, onConnectionLost }: PostgresVaultOptions) {
    this.agency = agency;
    this.master = master;
    this.pool = new Pool({ max: 4, idleTimeoutMillis: 10_000, ...connection });
    this.pool.on('error', (error) => onConnectionLost?.(error));
    // Lent connections have no listener of the pool's: one that breaks between two statements would end the process.
    this.pool.on('connect', (client) => client.on('error', () => undefined));
  }

  async find(owner: AgencyKey, subject: SubjectId, classes: readonly DataClass[]): ReturnType<KeyStore['find']> {
    const { rows } = await this.pool.query<WrappedKey>(FIND, [owner, subject, classes]);
    if (rows.length > 0) return { keys: await this.unwrapped(owner, subject, rows), destroyed: false };
    const destroyed = await this.pool.query('SELECT FROM vault.subject WHERE owner = $1 AND subject = $2 AND NOT alive', [
      owner,
      subject,
    ]);
    return { keys: new Map(), destroyed: destroyed.rowCount === 1 };
  }

  async ensure(subject: SubjectId, classes: readonly DataClass[]): Promise<DataKeys> {
    const whose = [this.agency, subject, classes];
    const found = await this.pool.query<WrappedKey>(FIND, whose);
    const known = await this.unwrapped(this.agency, subject, found.rows);
    const missing = classes.filter((dataClass) => !known.has(dataClass));
    if (missing.length === 0) return known;
    const fresh = new Map(missing.map((dataClass) => [dataClass, randomBytes(DATA_KEY_BYTES)]));
    const added = await this.pool.query(ADD, await this.wrapped(this.agency, subject, fresh)).catch(refuseDestroyed);
    if (added.rowCount === fresh.size) return new Map([...known, ...fresh]);
    const all = await this.pool.query<WrappedKey>(FIND, whose);
    if (all.rows.length < known.size + fresh.size) throw new KeysDestroyed();
    return this.unwrapped(this.agency, subject, all.rows);
  }

  takeIn(grant: GrantedKeys, offset: string): Promise<boolean> {
    return this.inTransaction(async (client) => {
      const taken = await client.query('INSERT INTO vault.grant_taken (id) VALUES ($1) ON CONFLICT DO NOTHING', [grant.grant]);
      const fresh = taken.rowCount === 1;
      if (fresh) await client.query(ADD, await this.wrapped(grant.from, grant.subject, grant.keys)).catch(refuseDestroyed);
      await client.query(MOVE_MARK, [(BigInt(offset) + 1n).toString()]);
      return fresh;
    });
  }

  async grantsOffset(): Promise<string | undefined> {
    const { rows } = await this.pool.query<{ next: string }>('SELECT next::text FROM vault.grants_mark');
    return rows[0]?.next;
  }

  async destroy(subject: SubjectId): Promise<void> {
    const whose = [this.agency, subject];
    await this.inTransaction(async (client) => {
      // Before the subject's row: a rewrite holds a table and waits for the row that its foreign key checks.
      await client.query(LOCK_BOTH);
      await client.query('INSERT INTO vault.subject (owner, subject) VALUES ($1, $2) ON CONFLICT DO NOTHING', whose);
      await client.query('SELECT FROM vault.subject WHERE owner = $1 AND subject = $2 FOR UPDATE', whose);
      await client.query('DELETE FROM vault.data_key WHERE owner = $1 AND subject = $2', whose);
      await client.query('DELETE FROM vault.index_entry WHERE owner = $1 AND subject = $2', whose);
      await client.query('UPDATE vault.subject SET alive = false WHERE owner = $1 AND subject = $2', whose);
    });
    await this.forgetDeleted();
  }

  async drop(owner: AgencyKey, subject: SubjectId, classes: readonly DataClass[]): Promise<void> {
    const text = 'DELETE FROM vault.data_key WHERE owner = $1 AND subject = $2 AND class = ANY ($3)';
    await this.pool.query(text, [owner, subject, classes]);
    await this.forgetDeleted();
  }

  async addToIndex(subject: SubjectId, holder: Uuid, hashes: readonly Buffer[]): Promise<void> {
    await this.pool.query(ADD_TO_INDEX, [this.agency, subject, holder, hashes]).catch(refuseDestroyed);
  }

  async findInIndex(hashes: readonly Buffer[], limit: number): Promise<readonly IndexHit[]> {
    return (await this.pool.query<IndexHit>(FIND_IN_INDEX, [hashes, limit])).rows;
  }

  async takeFromIndex(subject: SubjectId): Promise<void> {
    await this.pool.query('DELETE FROM vault.index_entry WHERE owner = $1 AND subject = $2', [this.agency, subject]);
  }

  async indexKey(): Promise<Buffer> {
    return (this.hashKey ??= await this.master.derive('index'));
  }

  async agencyKeys(): Promise<AgencyKeys> {
    return (this.pairs ??= await this.readAgencyKeys());
  }

  close(): Promise<void> {
    return this.pool.end();
  }

  private async forgetDeleted(): Promise<void> {
    await this.pool.query('SELECT vault.forget_deleted()');
  }

  private async readAgencyKeys(): Promise<AgencyKeys> {
    const { rows } = await this.pool.query<{ public: PublicKeys; log_wrapped: Buffer; grants_wrapped: Buffer }>(
      'SELECT * FROM vault.agency_key',
    );
    const row = rows[0];
    if (!row) throw new Error(`the vault of ${this.agency} has no key pairs yet`);
    const log = await this.master.unwrap(row.log_wrapped, 'agency/log');
    return agencyKeysOf({ log, grants: await this.master.unwrap(row.grants_wrapped, 'agency/grants') }, row.public);
  }

  private async wrapped(owner: AgencyKey, subject: SubjectId, keys: DataKeys): Promise<unknown[]> {
    const wrapped = [...keys].map(([dataClass, key]) => this.master.wrap(key, `${owner}/${subject}/${dataClass}`));
    return [owner, subject, [...keys.keys()], await Promise.all(wrapped)];
  }

  private async unwrapped(owner: AgencyKey, subject: SubjectId, rows: readonly WrappedKey[]): Promise<DataKeys> {
    const keys = rows.map(
      async (row) => [row.class, await this.master.unwrap(row.wrapped, `${owner}/${subject}/${row.class}`)] as const,
    );
    return new Map(await Promise.all(keys));
  }

  private async inTransaction<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    try {
      await client.query('BEGIN');
      const result = await work(client);
      await client.query('COMMIT');
      return result;
    } catch (error) {
      await client.query('ROLLBACK').catch(() => undefined);
      throw error;
    } finally {
      client.release();
    }
  }
}
