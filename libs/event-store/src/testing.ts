import { randomBytes } from 'node:crypto';
import type { ServiceName } from '@satualur/contracts/catalogue';
import { Client, escapeLiteral } from 'pg';
import { agencyRoles, migrateStore, type StoreRoles } from './schema';

/** A migrated store in a database of its own, with real roles, for integration tests. */
export interface StoreDatabase {
  readonly key: string;
  readonly roles: StoreRoles;
  /** Connection string under a role of the store, or of the superuser. */
  url(role: 'superuser' | 'migrator' | 'log' | ServiceName): string;
  drop(): Promise<void>;
}

async function within<T>(connectionString: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const roleNames = (roles: StoreRoles): string[] => [roles.migrator, roles.log, ...Object.values(roles.services)];

async function provision(adminUrl: string, database: string, roles: StoreRoles, password: string): Promise<void> {
  await within(adminUrl, async (admin) => {
    for (const role of roleNames(roles)) await admin.query(`CREATE ROLE "${role}" LOGIN PASSWORD ${escapeLiteral(password)}`);
    await admin.query(`CREATE DATABASE "${database}" OWNER "${roles.migrator}"`);
  });
}

/**
 * Makes roles and a database on the server of `adminUrl` (a superuser's) and migrates it as its migrator does.
 * @param rolesOf default: an agency's three services
 */
export async function freshStore(adminUrl: string, rolesOf: (key: string) => StoreRoles = agencyRoles): Promise<StoreDatabase> {
  const key = `t${randomBytes(6).toString('hex')}`;
  const roles = rolesOf(key);
  const database = `agency_${key}`;
  const password = randomBytes(12).toString('hex');
  await provision(adminUrl, database, roles, password);
  const urlOf = (role: string | undefined) => {
    const url = new URL(adminUrl);
    url.pathname = `/${database}`;
    if (role !== undefined) [url.username, url.password] = [role, password];
    return url.toString();
  };
  await within(urlOf(roles.migrator), (client) => migrateStore(client, roles));
  return {
    key,
    roles,
    url: (role) => {
      if (role === 'superuser') return urlOf(undefined);
      return urlOf(role === 'migrator' || role === 'log' ? roles[role] : roles.services[role]);
    },
    drop: () =>
      within(adminUrl, async (admin) => {
        await admin.query(`DROP DATABASE IF EXISTS "${database}" WITH (FORCE)`);
        for (const role of roleNames(roles)) await admin.query(`DROP ROLE IF EXISTS "${role}"`);
      }),
  };
}
