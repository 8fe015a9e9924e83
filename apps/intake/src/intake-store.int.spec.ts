import type { AgencyKey, Uuid } from '@satualur/contracts/ids';
import type { RegistryEvent } from '@satualur/contracts/registry/events';
import { agencyProvisioned, agencyRegistered, slaPolicyChanged } from '@satualur/contracts/registry/examples';
import { HybridClock } from '@satualur/event-store/clock';
import { storedEvent } from '@satualur/event-store/envelope';
import { PostgresEventStore } from '@satualur/event-store/postgres-store';
import { randomIds } from '@satualur/event-store/random-ids';
import { freshStore, type StoreDatabase } from '@satualur/event-store/testing';
import { testStack } from '@satualur/local-stack/testing';
import { PostgresMarks } from '@satualur/messaging/marks';
import type { AgencyHost } from '@satualur/service-host/agency-host';
import type { OpenAgency } from '@satualur/service-host/agency-side';
import { Directory } from '@satualur/service-host/directory';
import { ReactionRunner } from '@satualur/service-host/reactions';
import { migrateServiceSchema } from '@satualur/service-host/service-schema';
import { masterKeyOf } from '@satualur/vault/master-key';
import { postgresVault } from '@satualur/vault/postgres-vault';
import type { Vault } from '@satualur/vault/vault';
import { createAgencyKeys, createVaultObjects, vaultRole } from '@satualur/vault/vault-objects';
import { Client, Pool } from 'pg';
import { CALLERS, Desk } from './http/desk.world';
import { intakeReactions } from './intake.reactions';
import type { World } from './intake.world';
import { intakeTables } from './rows/intake-tables';

const SECRET = 'an invented secret of the cell, long enough';
const PASSWORD = 'an invented password';
const clock = { now: () => Date.now() };

let database: StoreDatabase;
let admin: string;
let pool: Pool;
let vault: Vault;
let agency: OpenAgency;
const desk = new Desk();
let followed = 0;

async function within<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  return work(client).finally(() => client.end());
}
const vaultUrl = () => Object.assign(new URL(admin), { pathname: `/vault_${database.key}` }).href;

async function openVault(key: AgencyKey, server: { host: string; port: number }): Promise<Vault> {
  const role = vaultRole(key);
  await within(admin, async (client) => {
    await client.query(`CREATE ROLE "${role}" LOGIN PASSWORD '${PASSWORD}'`);
    await client.query(`CREATE DATABASE "vault_${key}"`);
  });
  const master = masterKeyOf(SECRET, key);
  await within(vaultUrl(), async (client) => {
    await createVaultObjects(client, key);
    await createAgencyKeys(client, master);
  });
  return postgresVault({
    agency: key,
    connection: { ...server, database: `vault_${key}`, user: role, password: PASSWORD },
    master,
  });
}

async function openAgency(server: { host: string; port: number }): Promise<OpenAgency> {
  const key = database.key as AgencyKey;
  const migrator = new URL(database.url('migrator'));
  const login = { user: migrator.username, password: decodeURIComponent(migrator.password) };
  const connection = { ...server, database: migrator.pathname.slice(1), ...login };
  const schema = { schema: 'intake', service: `${key}_intake`, mode: 'development' as const };
  await migrateServiceSchema(connection, schema, intakeTables);
  pool = new Pool({ connectionString: database.url('intake'), max: 6 });
  vault = await openVault(key, server);
  const directory = new Directory();
  const published = [agencyRegistered({ key, code: 'POL-UJI' }), agencyProvisioned({ key }), slaPolicyChanged()];
  for (const event of published) directory.apply(event as RegistryEvent);
  const hybrid = new HybridClock(clock);
  const store = new PostgresEventStore({ pool, source: `/agencies/${key}/intake`, clock: hybrid, sealer: vault });
  const rows = {
    query: async <R extends object>(text: string, values: readonly unknown[] = []) =>
      (await pool.query<R>(text, [...values])).rows,
  };
  return { key, store, vault, directory, clock, rows } as unknown as OpenAgency;
}

const marks = () => new PostgresMarks(pool, 'intake', 'own-log');
/** The own log from where it was left, as its reader hands it over, each effect with its mark. */
async function followLog(): Promise<void> {
  const own = intakeReactions.filter(({ from }) => from === 'own-log');
  const runner = new ReactionRunner(own, marks(), agency.store, agency, clock);
  for (;;) {
    const { rows } = await pool.query<{ bytes: Buffer }>('SELECT bytes FROM store.event ORDER BY position OFFSET $1 LIMIT 1', [
      followed,
    ]);
    if (!rows[0]) return;
    const { envelope } = storedEvent(rows[0].bytes);
    const place = { topic: `log.${agency.key}`, log: agency.key, leaf: Buffer.alloc(32), next: String(followed + 1) };
    await runner.apply([{ ...place, seq: followed + 1, after: followed, envelope } as never]);
    followed++;
  }
}

let following = Promise.resolve();
/** One reader at a time, as its lease has it. */
const settle = (): Promise<void> => (following = following.then(followLog));

beforeAll(async () => {
  const { host, port, superuser, password } = testStack().postgres;
  admin = `postgresql://${superuser}:${encodeURIComponent(password)}@${host}:${port}/postgres`;
  database = await freshStore(admin);
  agency = await openAgency({ host, port });
  const { directory } = agency;
  const hosting = { host: { agency: () => agency } as unknown as AgencyHost, directory, settle, ids: randomIds() };
  await desk.open(Object.defineProperty(hosting, 'now', { get: () => clock.now() }) as unknown as World);
});
afterAll(async () => {
  await desk.close();
  await Promise.all([vault?.close(), pool?.end()]);
  await within(admin, async (client) => {
    await client.query(`DROP DATABASE IF EXISTS "vault_${database.key}" WITH (FORCE)`);
    await client.query(`DROP ROLE IF EXISTS "${vaultRole(database.key as AgencyKey)}"`);
  });
  await database?.drop();
});

const found = async (asked: object) =>
  ((await desk.post('police', '/records/search', asked))['items'] as { id: Uuid }[]).map(({ id }) => id);
const entries = async (): Promise<number> =>
  (await within(vaultUrl(), (client) => client.query<{ n: number }>('SELECT count(*)::int AS n FROM vault.index_entry'))).rows[0]!
    .n;
const name = (value: string) => ({ name: { value, method: 'SelfDeclared' as const } });
const nik = (value: string) => ({ nik: { value, method: 'Document' as const } });

describe('an agency’s intake on PostgreSQL, under its own roles', () => {
  it('finds its people by keyed hashes in the vault; nothing readable lies in either database', async () => {
    const { id } = await desk.register({ ...name('Melati Fiktif'), ...nik('6399014101900002') });
    expect([await found({ name: 'Mlati Fiktif' }), await found({ number: '6399014101900002' })]).toEqual([[id], [id]]);
    const stored = await pool.query<{ text: string }>(`SELECT convert_from(bytes, 'UTF8') AS text FROM store.event`);
    const listed = await pool.query<{ text: string }>('SELECT r::text AS text FROM "intake".record r');
    const indexed = await within(vaultUrl(), (client) =>
      client.query<{ text: string }>('SELECT i::text AS text FROM vault.index_entry i'),
    );
    expect([stored, listed, indexed].map(({ rows }) => rows.length > 0)).toEqual([true, true, true]);
    const all = [stored, listed, indexed].flatMap(({ rows }) => rows.map(({ text }) => text)).join('\n');
    expect(all).not.toMatch(/Melati|melati|mlt|6399014101900002/);
  });

  it('makes its people findable again after the vault came back without its index', async () => {
    const { id } = await desk.register({ ...name('Seroja Rekaan'), ...nik('6399014201900003') });
    await within(vaultUrl(), (client) => client.query('DELETE FROM vault.index_entry'));
    expect(await found({ name: 'Seroja Rekaan' })).toEqual([]);
    expect((await desk.post('chief', '/records/reindex'))['indexed']).toBeGreaterThan(1);
    expect(await found({ number: '6399014201900003' })).toEqual([id]);
  });

  it('erases a subject for good: keys, index and list; what was counted stands', async () => {
    const before = await entries();
    const { id } = await desk.register({ ...name('Anggrek Contoh'), ...nik('6399014301900004') });
    const asked = await desk.post('police', '/subject-requests', { ref: 'SR-1', record: id, kind: 'Erasure' });
    expect((await desk.post('chief', `/subject-requests/${asked.id}/fulfil`)).status).toBe(200);
    expect([await found({ name: 'Anggrek Contoh' }), await entries()]).toEqual([[], before]);
    expect(await desk.get('police', `/records/${id}`)).toMatchObject({
      ...{ state: 'Erased', assertions: { nik: { value: { closed: 'erased' } }, traffickingStatus: {} } },
    });
    const { rows } = await within(vaultUrl(), (client) =>
      client.query('SELECT FROM vault.data_key k JOIN vault.subject s USING (owner, subject) WHERE NOT s.alive'),
    );
    expect(rows).toEqual([]);
  });

  it('lists what waits, page by page, with counts', async () => {
    const { id } = await desk.register(name('Dahlia Contoh'));
    const refs = ['SR-10', 'SR-11', 'SR-12'];
    for (const [index, ref] of refs.entries())
      await desk.post('police', '/subject-requests', {
        ...{ ref, record: id, kind: 'Access', receivedAt: new Date(Date.now() - (80 - 10 * index) * 3_600_000).toISOString() },
      });
    await desk.post('police', '/held-updates', {
      record: 'R-NONE',
      kind: 'Assert',
      assertions: { phone: { value: '+628990000001', method: 'SelfDeclared' } },
    });
    const first = await desk.get('police', '/queues/requests?limit=2');
    const second = await desk.get('police', `/queues/requests?limit=2&cursor=${String(first['next'])}`);
    const shown = [first, second].flatMap((page) => page['items'] as { ref: string }[]);
    expect(shown.map(({ ref }) => ref)).toEqual(refs);
    expect([first['total'], second['next']]).toEqual([3, undefined]);
    expect((await desk.get('police', '/queues/requests?state=Overdue'))['total']).toBe(1);
    expect((await desk.get('police', '/queues/requests?state=Done'))['items']).toMatchObject([{ ref: 'SR-1', state: 'Done' }]);
    expect((await desk.get('police', '/queues'))['counts']).toMatchObject({
      ...{ requests: { open: 3, overdue: 1 }, 'held-updates': { open: 1, overdue: 0 }, stops: { open: 0, overdue: 0 } },
    });
    expect(await desk.get('police', '/queues/nothing')).toMatchObject({ status: 404 });
  });

  it('shows each worker’s cases, and an absent colleague’s to the deputy', async () => {
    const { id } = await desk.register(name('Teratai Contoh'));
    await desk.post('police', `/records/${id}/assign`, { worker: 'staff-4' });
    const mine = async () => ((await desk.get('police', '/caseload'))['items'] as { id: Uuid }[]).map((row) => row.id);
    expect(await mine()).toEqual([]);
    expect((await desk.get('police', '/caseload?worker=staff-4')).status).toBe(404);
    expect((await desk.get('chief', '/caseload?worker=staff-4'))['items']).toMatchObject([
      { id, worker: 'staff-4', danger: false },
    ]);
    const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
    const absence = { worker: 'staff-4', deputy: CALLERS.police.staff };
    await desk.post('chief', '/workers/absences', { ...absence, from: day(2), until: day(3) });
    expect(await mine()).toEqual([]);
    await desk.post('chief', '/workers/absences', { ...absence, from: day(-1), until: day(1) });
    expect(await mine()).toEqual([id]);
    await desk.post('chief', '/workers/returns', { worker: 'staff-4' });
    expect(await mine()).toEqual([]);
  });

  it('notes a guardian’s conflict whichever of two appends at once comes first', async () => {
    const guardian = '6399014401900005';
    const conflicts: string[] = [];
    for (let round = 0; round < 8; round++) {
      const caseRef = `CASE-${round}`;
      const { id } = await desk.register(name('Cempaka Contoh'), { caseRef });
      const consent = { recipients: ['POL-UJI'], purposes: ['LegalAid'], givenBy: 'guardian', guardianNik: guardian };
      const suspect = {
        role: { value: 'perpetrator' as const, method: 'Observed' as const },
        ...nik(guardian),
        ...name('Tersangka Fiktif'),
      };
      await Promise.all([desk.post('police', `/records/${id}/consents`, consent), desk.register(suspect, { caseRef })]);
      await settle();
      const said = await agency.store.read(`consent-${id}` as never);
      conflicts.push(said.map(({ event }) => event.type).join(' '));
    }
    expect(new Set(conflicts)).toEqual(new Set(['ConsentGranted GuardianConflictNoted']));
  });
});
