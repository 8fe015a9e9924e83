import { createHmac, randomUUID } from 'node:crypto';
import type { AnyEvent } from '@satualur/contracts/event';
import { AgencyKey, streamOf, type SubjectId, type Uuid } from '@satualur/contracts/ids';
import { Client } from 'pg';
import { KeysDestroyed } from './key-store';
import { masterKeyOf, WrongMasterKey } from './master-key';
import { postgresVault } from './postgres-vault';
import type { Vault } from './vault';
import { vaultContract } from './vault.contract';
import { createAgencyKeys, createVaultObjects, vaultRole } from './vault-objects';

const SECRET = 'an invented secret of the cell, long enough';
const PASSWORD = 'an invented password';
const admin = new URL(process.env['TEST_DATABASE_URL'] ?? 'postgresql://needs-the-local-stack.invalid/');
const suffix = randomUUID().slice(0, 8);
const made: AgencyKey[] = [];

async function asAdmin<T>(database: string | undefined, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: Object.assign(new URL(admin), database && { pathname: database }).href });
  await client.connect();
  return work(client).finally(() => client.end());
}

const databaseOf = (agency: AgencyKey): string => `vault_${agency}_${suffix}`;
const masterOf = (agency: AgencyKey) => masterKeyOf(SECRET, agency);

async function provision(agency: AgencyKey): Promise<void> {
  const role = `"${vaultRole(agency)}"`;
  await asAdmin(undefined, async (client) => {
    await client.query(`DROP ROLE IF EXISTS ${role}`);
    await client.query(`CREATE ROLE ${role} LOGIN PASSWORD '${PASSWORD}'`);
    await client.query(`CREATE DATABASE "${databaseOf(agency)}"`);
  });
  made.push(agency);
}

const publicKeysOf = (agency: AgencyKey) =>
  asAdmin(databaseOf(agency), async (client) => {
    await createVaultObjects(client, agency);
    return createAgencyKeys(client, masterOf(agency));
  });

const connectionOf = (agency: AgencyKey) => ({
  host: admin.hostname,
  port: Number(admin.port),
  database: databaseOf(agency),
  user: vaultRole(agency),
  password: PASSWORD,
});
const openVault = (agency: AgencyKey): Vault =>
  postgresVault({ agency, connection: connectionOf(agency), master: masterOf(agency) });

/** Until a session of the vault's role waits for a lock of another. */
const untilSomebodyWaits = (): Promise<void> =>
  asAdmin(undefined, async (client) => {
    for (let waiting = 0; waiting === 0;) {
      const { rows } = await client.query<{ waiting: number }>(
        `SELECT count(*)::int AS waiting FROM pg_stat_activity WHERE usename LIKE '%\\_vault' AND wait_event_type = 'Lock'`,
      );
      waiting = rows[0]!.waiting;
    }
  });

/** Which of these bytes stand in a file of the agency's database or in the server's write-ahead log, once it was checkpointed. */
const inFiles = (agency: AgencyKey, wanted: readonly Buffer[]): Promise<boolean[]> =>
  asAdmin(databaseOf(agency), async (client) => {
    await client.query('SELECT pg_switch_wal()');
    await client.query('CHECKPOINT');
    const { rows } = await client.query<{ bytes: Buffer }>(
      `SELECT pg_read_binary_file(at || '/' || name) AS bytes FROM (
         SELECT 'base/' || oid AS at FROM pg_database WHERE datname = current_database() UNION ALL SELECT 'pg_wal') AS place,
         pg_ls_dir(at) AS name WHERE NOT (pg_stat_file(at || '/' || name, true)).isdir`,
    );
    return wanted.map((one) => rows.some(({ bytes }) => bytes.includes(one)));
  });

afterAll(() =>
  asAdmin(undefined, async (client) => {
    for (const agency of made) {
      await client.query(`DROP DATABASE "${databaseOf(agency)}" WITH (FORCE)`);
      await client.query(`DROP ROLE "${vaultRole(agency)}"`);
    }
  }),
);

describe('the vault in PostgreSQL', () => {
  vaultContract(
    async (agency) => {
      await provision(agency);
      return { publicKeys: await publicKeysOf(agency), vault: openVault(agency) };
    },
    async (agency) => openVault(agency),
  );
});

describe('the vault’s database', () => {
  const agency = AgencyKey.parse('vault-basis');
  const subject = () => randomUUID() as SubjectId;
  const registered = (of: SubjectId): AnyEvent => ({
    type: 'AgencyRecordRegistered',
    data: { subject: of, assertions: { name: { value: 'Siti Fiktif', method: 'SelfDeclared' } } },
  });
  const sealFor = (vault: Vault, of: SubjectId) => vault.seal(registered(of), streamOf('record', randomUUID()), 1);
  let vault: Vault;
  beforeAll(async () => {
    await provision(agency);
    await publicKeysOf(agency);
    vault = openVault(agency);
  });
  afterAll(() => vault.close());

  it('keeps its key pairs when it is provisioned again', async () => {
    const first = await publicKeysOf(agency);
    expect(await publicKeysOf(agency)).toEqual(first);
    expect((await vault.logKeys()).publicKey).toBe(first.log);
  });

  it('makes one key however many processes seal first', async () => {
    const of = subject();
    const vaults = [vault, openVault(agency), openVault(agency)];
    await Promise.all(vaults.flatMap((each) => Array.from({ length: 4 }, () => sealFor(each, of))));
    const keys = await asAdmin(databaseOf(agency), (client) =>
      client.query('SELECT FROM vault.data_key WHERE subject = $1', [of]),
    );
    expect(keys.rowCount).toBe(1);
    await Promise.all(vaults.slice(1).map((each) => each.close()));
  });

  it('has no key after a destruction that raced with its making, in whatever order', async () => {
    const other = openVault(agency);
    for (let round = 0; round < 30; round++) {
      const of = subject();
      const sealing = [sealFor(vault, of), sealFor(other, of)].map((each) => each.catch((error: unknown) => error));
      await other.destroy(of);
      const outcomes = await Promise.all(sealing);
      for (const outcome of outcomes) if (outcome instanceof Error) expect(outcome).toBeInstanceOf(KeysDestroyed);
      const left = await asAdmin(databaseOf(agency), (client) =>
        client.query('SELECT FROM vault.data_key WHERE subject = $1', [of]),
      );
      expect(left.rowCount).toBe(0);
    }
    await other.close();
  });

  it('destroys also a key whose making was under way', () =>
    asAdmin(databaseOf(agency), async (maker) => {
      const of = subject();
      await maker.query('INSERT INTO vault.subject (owner, subject) VALUES ($1, $2)', [agency, of]);
      await maker.query('BEGIN');
      await maker.query(`INSERT INTO vault.data_key (owner, subject, class, wrapped) VALUES ($1, $2, 'identity', '')`, [
        agency,
        of,
      ]);
      const destroyed = vault.destroy(of);
      await untilSomebodyWaits();
      await maker.query('COMMIT');
      await destroyed;
      expect((await maker.query('SELECT FROM vault.data_key WHERE subject = $1', [of])).rowCount).toBe(0);
    }));

  it('holds no data key in the clear', async () => {
    await sealFor(vault, subject());
    const { rows } = await asAdmin(databaseOf(agency), (client) =>
      client.query('SELECT length(wrapped) AS bytes FROM vault.data_key LIMIT 1'),
    );
    expect(rows).toEqual([{ bytes: 40 }]);
  });

  it('keeps of a destroyed subject no byte in any file, and of the others everything', async () => {
    const [gone, kept] = [subject(), subject()];
    for (const whose of [gone, kept]) {
      await sealFor(vault, whose);
      await vault.putInIndex(whose, randomUUID() as Uuid, [{ kind: 'nik', value: whose }]);
    }
    const bytesOf = (of: SubjectId) =>
      asAdmin(databaseOf(agency), async (client) => {
        const { rows } = await client.query<{ bytes: Buffer }>(
          `SELECT wrapped AS bytes FROM vault.data_key WHERE subject = $1 UNION ALL SELECT hash FROM vault.index_entry WHERE subject = $1`,
          [of],
        );
        return rows.map(({ bytes }) => bytes);
      });
    const [destroyed, others] = [await bytesOf(gone), await bytesOf(kept)];
    expect(await inFiles(agency, destroyed)).toEqual([true, true]);
    await asAdmin(databaseOf(agency), (client) => client.query('ANALYZE vault.data_key, vault.index_entry'));
    await vault.destroy(gone);
    expect(await inFiles(agency, [...destroyed, ...others])).toEqual([false, false, true, true]);
    expect(await bytesOf(kept)).toEqual(others);
  });

  it('holds hashes in its index that another agency’s key would make otherwise', async () => {
    const [holder, value] = [randomUUID() as Uuid, '6399010101900001'];
    await vault.putInIndex(subject(), holder, [{ kind: 'nik', value }]);
    const { rows } = await asAdmin(databaseOf(agency), (client) =>
      client.query<{ hash: Buffer }>('SELECT hash FROM vault.index_entry WHERE holder = $1', [holder]),
    );
    const hashUnder = async (of: AgencyKey) =>
      createHmac('sha256', await masterOf(of).derive('index'))
        .update(`nik\n${value}`)
        .digest();
    expect(rows).toEqual([{ hash: await hashUnder(agency) }]);
    expect(await hashUnder(AgencyKey.parse('vault-lain'))).not.toEqual(rows[0]!.hash);
  });

  it('does not open with a key that was put in another subject’s place', async () => {
    const [of, another] = [subject(), subject()];
    await sealFor(vault, of);
    await sealFor(vault, another);
    await asAdmin(databaseOf(agency), (client) =>
      client.query(
        'UPDATE vault.data_key d SET wrapped = o.wrapped FROM vault.data_key o WHERE d.subject = $1 AND o.subject = $2',
        [of, another],
      ),
    );
    const fresh = openVault(agency);
    await expect(fresh.wrapFor({}, { id: randomUUID() as never, subject: of, classes: ['identity'] })).rejects.toThrow(
      WrongMasterKey,
    );
    await fresh.close();
  });

  it.each([
    'UPDATE vault.data_key SET wrapped = wrapped',
    'DELETE FROM vault.subject',
    'DELETE FROM vault.grant_taken',
    'UPDATE vault.index_entry SET hash = hash',
    'INSERT INTO vault.agency_key SELECT * FROM vault.agency_key',
    'UPDATE vault.agency_key SET public = public',
    'TRUNCATE vault.data_key CASCADE',
    'DROP TABLE vault.grants_mark',
    'CREATE TABLE vault.more ()',
  ])('refuses its own role: %s', async (statement) => {
    const client = new Client(connectionOf(agency));
    await client.connect();
    await expect(client.query(statement)).rejects.toMatchObject({ code: '42501' });
    await client.end();
  });
});
