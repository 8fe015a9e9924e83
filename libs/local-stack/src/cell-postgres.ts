import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import { type CellSecrets, type SecretOfService, rolePassword } from './cell-secrets';
import { scramVerifier } from './scram';
import type { Stack } from './stack';

interface DatabaseOfTaskForce {
  readonly name: 'registry' | 'timeline';
  /** Roles `<name>_<service>` that may enter. */
  readonly services: readonly SecretOfService[];
  /** The one of them that may make schemas, and so owns what is in them. */
  readonly maker: SecretOfService;
}

const databases: readonly DatabaseOfTaskForce[] = [
  { name: 'registry', services: ['migrator', 'registry', 'log'], maker: 'migrator' },
  { name: 'timeline', services: ['timeline'], maker: 'timeline' },
];

async function makeRole(client: Client, name: string, password: string, rights: string): Promise<void> {
  const role = escapeIdentifier(name);
  const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [name]);
  if (!rowCount) await client.query(`create role ${role}`);
  const safe = 'nosuperuser noreplication nobypassrls';
  await client.query(`alter role ${role} login ${rights} ${safe} password ${escapeLiteral(scramVerifier(password))}`);
}

async function makeDatabase(client: Client, { name, services, maker }: DatabaseOfTaskForce): Promise<void> {
  const database = escapeIdentifier(name);
  const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
  if (!rowCount) await client.query(`create database ${database}`);
  await client.query(`revoke all on database ${database} from public`);
  for (const service of services)
    await client.query(`grant connect on database ${database} to ${escapeIdentifier(`${name}_${service}`)}`);
  await client.query(`grant create on database ${database} to ${escapeIdentifier(`${name}_${maker}`)}`);
}

const entered = async <T>(at: Stack['postgres'], work: (client: Client) => Promise<T>): Promise<T> => {
  const client = new Client({ host: at.host, port: at.port, user: at.superuser, password: at.password, database: 'postgres' });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

/** Another one for each server, and for each time that the registry's database was made in it; without one, the server's alone. */
export const identityOf = (at: Stack['postgres']): Promise<string> =>
  entered(at, async (client) => {
    const { rows } = await client.query<{ identity: string }>(
      `SELECT concat_ws('/', system_identifier, (SELECT oid FROM pg_database WHERE datname = 'registry')) AS identity
       FROM pg_control_system()`,
    );
    return rows[0]!.identity;
  });

/**
 * Makes the provisioner's role and the task force's roles and databases, as an operator does once. Idempotent: what is there gets
 * its password and rights anew. Nobody but a superuser may enter the server's own databases afterwards, the provisioner apart.
 */
export const preparePostgres = (at: Stack['postgres'], secrets: CellSecrets): Promise<void> =>
  entered(at, async (client) => {
    await makeRole(client, 'provisioner', secrets.provisioner, 'createdb createrole');
    for (const database of databases) {
      for (const service of database.services)
        await makeRole(
          client,
          `${database.name}_${service}`,
          rolePassword(secrets, service, database.name),
          'nocreatedb nocreaterole',
        );
      await makeDatabase(client, database);
    }
    await client.query('revoke connect, temporary on database postgres from public');
    await client.query('revoke connect, temporary on database template1 from public');
    await client.query('grant connect on database postgres to provisioner');
  });
