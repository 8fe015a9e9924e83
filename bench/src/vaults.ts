import { randomBytes } from 'node:crypto';
import { AgencyKey } from '@satualur/contracts/ids';
import { masterKeyOf } from '@satualur/vault/master-key';
import { postgresVault } from '@satualur/vault/postgres-vault';
import { createAgencyKeys, createVaultObjects, vaultRole } from '@satualur/vault/vault-objects';
import type { Vault } from '@satualur/vault/vault';
import { Client } from 'pg';
import type { Rig } from './rig';

async function asAdmin(url: string, work: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await work(client).finally(() => client.end());
}

/** An agency's vault in a database of its own on the benchmarks' server. */
export async function openVault({ adminUrl }: Rig, key: string): Promise<Vault> {
  const agency = AgencyKey.parse(key);
  const password = randomBytes(12).toString('hex');
  const role = vaultRole(agency);
  const url = Object.assign(new URL(adminUrl), { pathname: `vault_${key}` });
  await asAdmin(adminUrl, async (client) => {
    await client.query(`CREATE ROLE "${role}" LOGIN PASSWORD '${password}'`);
    await client.query(`CREATE DATABASE "vault_${key}"`);
  });
  const master = masterKeyOf(randomBytes(32).toString('hex'), agency);
  await asAdmin(url.href, async (client) => {
    await createVaultObjects(client, agency);
    await createAgencyKeys(client, master);
  });
  const connectionString = Object.assign(url, { username: role, password }).href;
  return postgresVault({ agency, connection: { connectionString }, master });
}
