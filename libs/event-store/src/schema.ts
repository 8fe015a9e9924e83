import { createHash } from 'node:crypto';
import { AGENCY_SERVICES, categoriesOfService, type ServiceName } from '@satualur/contracts/catalogue';
import type { ClientBase } from 'pg';
import { APPEND_FUNCTION, STORE_TABLES } from './schema.tables';

/** Database roles of one store: the tables' owner, the sequencer, and one role for each service that appends. */
export interface StoreRoles {
  readonly migrator: string;
  readonly log: string;
  readonly services: Readonly<Partial<Record<ServiceName, string>>>;
}

/** Channel of the coalesced wake; NOTIFY reaches one database only, so one name serves all. */
export const WAKE_CHANNEL = 'store_committed';

/** Role names of an agency's store (`<key>_migrator`, `<key>_intake`, …). */
export const agencyRoles = (key: string): StoreRoles => ({
  migrator: `${key}_migrator`,
  log: `${key}_log`,
  services: Object.fromEntries(AGENCY_SERVICES.map((service) => [service, `${key}_${service}`])),
});

/** Role names of a task-force service's store (`registry_migrator`, `registry_registry`, `registry_log`). */
export const taskForceRoles = (name: ServiceName): StoreRoles => ({
  migrator: `${name}_migrator`,
  log: `${name}_log`,
  services: { [name]: `${name}_${name}` },
});

function quoted(name: string): string {
  if (!/^[a-z][a-z0-9_-]{0,62}$/.test(name)) throw new TypeError('not a role name');
  return `"${name}"`;
}

const inCategories = (categories: readonly string[], column = 'stream') =>
  `split_part(${column}, '-', 1) = ANY ('{${categories.join(',')}}')`;

/** Rights of one service: it appends to its own categories, reads every stream of its store, changes and deletes no event. */
function serviceGrants(service: ServiceName, roleName: string): string {
  const role = quoted(roleName);
  const own = inCategories(categoriesOfService(service));
  const policy = (table: string, name: string, rest: string) =>
    `DROP POLICY IF EXISTS "${name}_${service}" ON store.${table};
     CREATE POLICY "${name}_${service}" ON store.${table} ${rest};`;
  return `
    GRANT USAGE ON SCHEMA store TO ${role};
    GRANT USAGE ON SEQUENCE store.event_position TO ${role};
    GRANT SELECT ON store.event, store.sealed, store.checkpoint, store.mark, store.claim, store.due, store.checked TO ${role};
    GRANT INSERT (stream, version, ordinal, hlc, command, body, bytes) ON store.event TO ${role};
    GRANT INSERT, DELETE ON store.claim TO ${role};
    GRANT INSERT, UPDATE, DELETE ON store.due TO ${role};
    GRANT INSERT, UPDATE ON store.checked TO ${role};
    ${policy('event', 'append', `FOR INSERT TO ${role} WITH CHECK (${own})`)}
    ${policy('claim', 'claim', `FOR INSERT TO ${role} WITH CHECK (${own})`)}
    ${policy('claim', 'release', `FOR DELETE TO ${role} USING (${own})`)}
    ${policy('due', 'timer', `FOR ALL TO ${role} USING (${own}) WITH CHECK (${own})`)}`;
}

/** Rights of the sequencer: it gives events their place and reads them, and appends none. */
const logGrants = (roleName: string): string => `
    GRANT USAGE ON SCHEMA store TO ${quoted(roleName)};
    GRANT SELECT ON store.event, store.sealed, store.checkpoint, store.mark, store.relay TO ${quoted(roleName)};
    GRANT INSERT ON store.sealed, store.checkpoint, store.relay TO ${quoted(roleName)};
    GRANT UPDATE ON store.mark, store.relay TO ${quoted(roleName)};`;

const OBJECTS = ['event', 'sealed', 'checkpoint', 'mark', 'claim', 'due', 'checked', 'relay', 'migrated'];

const ownership = (roleName: string): string => {
  const owner = quoted(roleName);
  return `
    ALTER SCHEMA store OWNER TO ${owner};
    ${OBJECTS.map((table) => `ALTER TABLE store.${table} OWNER TO ${owner};`).join('\n    ')}
    ALTER SEQUENCE store.event_position OWNER TO ${owner};
    ALTER FUNCTION store.refuse_change() OWNER TO ${owner};
    ALTER FUNCTION store.append OWNER TO ${owner};`;
};

const digestOf = (sql: string) => createHash('sha256').update(sql).digest('hex');

async function ownerOf(client: ClientBase): Promise<string | undefined> {
  const { rows } = await client.query<{ owner: string }>(
    `SELECT pg_get_userbyid(nspowner) AS owner FROM pg_namespace WHERE nspname = 'store'`,
  );
  return rows[0]?.owner;
}

/** Runs a step once per text, under a lock, so that processes opening a store side by side neither clash nor disturb appends. */
async function once(client: ClientBase, step: string, sql: string): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(`SELECT pg_advisory_xact_lock(hashtextextended('store.migration', 0))`);
    const known = await client.query<{ there: boolean }>(`SELECT to_regclass('store.migrated') IS NOT NULL AS there`);
    const done = known.rows[0]?.there
      ? await client.query('SELECT 1 FROM store.migrated WHERE step = $1 AND digest = $2', [step, digestOf(sql)])
      : undefined;
    if (!done?.rowCount) {
      await client.query(sql);
      await client.query(
        `INSERT INTO store.migrated (step, digest) VALUES ($1, $2) ON CONFLICT (step) DO UPDATE SET digest = excluded.digest`,
        [step, digestOf(sql)],
      );
    }
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

/** First step, free of role names, so that a template database can hold it: schema `store` with its tables, triggers, function. */
export const createStoreObjects = (client: ClientBase): Promise<void> =>
  once(client, 'objects', `${STORE_TABLES}\n${APPEND_FUNCTION}`);

/**
 * Second step: grants and row policies for one store's roles, which must exist. Takes ownership over from a template when the
 * schema belongs to another role than `migrator` (needs a superuser or a member of both).
 */
export async function grantStore(client: ClientBase, roles: StoreRoles): Promise<void> {
  const taken = (await ownerOf(client)) === roles.migrator ? '' : ownership(roles.migrator);
  const services = Object.entries(roles.services) as [ServiceName, string][];
  if (taken !== '') await client.query(taken);
  await once(
    client,
    'grants',
    [logGrants(roles.log), ...services.map(([service, role]) => serviceGrants(service, role))].join('\n'),
  );
}

/** Both steps; idempotent. Run as the migrator (owner of the database or with CREATE on it). */
export async function migrateStore(client: ClientBase, roles: StoreRoles): Promise<void> {
  await createStoreObjects(client);
  await grantStore(client, roles);
}
