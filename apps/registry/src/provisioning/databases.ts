import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import { AGENCY_SERVICES } from '@satualur/contracts/catalogue';
import type { AgencyKey } from '@satualur/contracts/ids';
import { agencyRoles, migrateStore } from '@satualur/event-store/schema';
import type { CellSecret } from '@satualur/service-host/config';
import { rolePassword } from '@satualur/service-host/secrets';
import { masterKeyOf } from '@satualur/vault/master-key';
import { createAgencyKeys, createVaultObjects } from '@satualur/vault/vault-objects';

export type PublicKeys = Awaited<ReturnType<typeof createAgencyKeys>>;

export interface Cell {
  readonly server: { readonly host: string; readonly port: number };
  readonly provisionerPassword: string;
  readonly secretOf: (of: CellSecret) => string;
  readonly masterSecret: () => string;
}

const OPERATOR = 'provisioner';

/** Makes an agency's two databases, its roles and its keys; every step can be repeated (architecture 4, details 4). */
export class AgencyDatabases {
  constructor(private readonly cell: Cell) {}

  async make(key: AgencyKey): Promise<PublicKeys> {
    await this.asOperator(async (client) => {
      for (const service of [...AGENCY_SERVICES, 'log', 'migrator', 'vault'] as const) await this.makeRole(client, key, service);
      await makeDatabase(
        client,
        `agency_${key}`,
        `${key}_migrator`,
        [...AGENCY_SERVICES, 'log'].map((service) => `${key}_${service}`),
      );
      await makeDatabase(client, `vault_${key}`, `${key}_migrator`, [`${key}_vault`]);
    });
    await this.as('migrator', `agency_${key}`, key, (client) => migrateStore(client, agencyRoles(key)));
    return this.makeVault(key, 'migrator');
  }

  /** The keys of the registry's own log, in a vault of its own, whose owner is its one role. */
  async makeOwnVault(key: AgencyKey): Promise<PublicKeys> {
    await this.asOperator(async (client) => {
      await this.makeRole(client, key, 'vault');
      await makeDatabase(client, `vault_${key}`, `${key}_vault`, [`${key}_vault`]);
    });
    return this.makeVault(key, 'vault');
  }

  private makeVault(key: AgencyKey, owner: CellSecret): Promise<PublicKeys> {
    return this.as(owner, `vault_${key}`, key, async (client) => {
      await createVaultObjects(client, key);
      return createAgencyKeys(client, masterKeyOf(this.cell.masterSecret(), key));
    });
  }

  private async makeRole(client: Client, key: AgencyKey, service: CellSecret): Promise<void> {
    const role = escapeIdentifier(`${key}_${service}`);
    const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [`${key}_${service}`]);
    if (!rowCount) await client.query(`CREATE ROLE ${role}`);
    await client.query(`ALTER ROLE ${role} LOGIN PASSWORD ${escapeLiteral(rolePassword(this.cell.secretOf(service), key))}`);
  }

  private as<T>(service: CellSecret, database: string, key: AgencyKey, work: (client: Client) => Promise<T>): Promise<T> {
    const password = rolePassword(this.cell.secretOf(service), key);
    return withClient({ ...this.cell.server, database, user: `${key}_${service}`, password }, work);
  }

  private asOperator<T>(work: (client: Client) => Promise<T>): Promise<T> {
    const { server, provisionerPassword } = this.cell;
    return withClient({ ...server, database: 'postgres', user: OPERATOR, password: provisionerPassword }, work);
  }
}

async function withClient<T>(config: ConstructorParameters<typeof Client>[0], work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client(config);
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** The operator is a member of the owner for as long as it takes to make the database and say who may enter. */
async function makeDatabase(client: Client, database: string, owner: string, users: readonly string[]): Promise<void> {
  const name = escapeIdentifier(database);
  const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [database]);
  await client.query(`GRANT ${escapeIdentifier(owner)} TO ${OPERATOR}`);
  try {
    if (!rowCount) await client.query(`CREATE DATABASE ${name} OWNER ${escapeIdentifier(owner)}`);
    await client.query(`REVOKE ALL ON DATABASE ${name} FROM PUBLIC`);
    await client.query(`GRANT CONNECT ON DATABASE ${name} TO ${users.map(escapeIdentifier).join(', ')}`);
  } finally {
    await client.query(`REVOKE ${escapeIdentifier(owner)} FROM ${OPERATOR}`);
  }
}
