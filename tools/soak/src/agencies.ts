import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { KafkaBroker } from '@satualur/messaging/kafka-broker';
import { agencyRoles, migrateStore } from '@satualur/event-store/schema';
import { parkedTable } from '@satualur/messaging/postgres-parking';
import { migrateServiceSchema } from '@satualur/service-host/service-schema';
import { Client, type ClientConfig, escapeIdentifier, escapeLiteral } from 'pg';
import type { Rig } from './rig';
import type { RunFile, SoakAgency } from './run-file';

export async function withClient<T>(config: ClientConfig, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client(config);
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

export const superuser = ({ host, port, superuser: user, password }: Rig['postgres'], database = 'postgres'): ClientConfig => ({
  host,
  port,
  user,
  password,
  database,
});

/** An agency with a signing key of its own; `key` names its databases, roles and topics. */
export function newAgency(key: string): SoakAgency {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return {
    key,
    password: randomBytes(16).toString('hex'),
    privateKey: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
    publicKey: publicKey.export({ format: 'jwk' }).x!,
  };
}

async function makeRole(admin: Client, role: string, password: string): Promise<void> {
  await admin.query(`CREATE ROLE ${escapeIdentifier(role)} LOGIN PASSWORD ${escapeLiteral(password)}`);
}

async function makeDatabase(admin: Client, name: string, owner: string): Promise<void> {
  await admin.query(`CREATE DATABASE ${escapeIdentifier(name)} OWNER ${escapeIdentifier(owner)}`);
}

/** One agency's store as the product makes it: roles, database, the store's schema and grants, the tables of one service's readers. */
async function makeStore(rig: Pick<Rig, 'postgres'>, { key, password }: SoakAgency): Promise<void> {
  const roles = agencyRoles(key);
  const database = `agency_${key}`;
  await withClient(superuser(rig.postgres), async (admin) => {
    for (const role of [roles.migrator, roles.log, ...Object.values(roles.services)]) await makeRole(admin, role, password);
    await makeDatabase(admin, database, roles.migrator);
  });
  const { host, port } = rig.postgres;
  const asMigrator = { host, port, database, user: roles.migrator, password };
  await withClient(asMigrator, (client) => migrateStore(client, roles));
  await migrateServiceSchema(asMigrator, { schema: 'referral', service: `${key}_referral`, mode: 'development' });
}

async function makeTopics(rig: Pick<Rig, 'kafka'>, agencies: readonly SoakAgency[]): Promise<void> {
  const broker = new KafkaBroker({ ...rig.kafka, app: 'soak' });
  try {
    const kept = { 'retention.ms': '-1', 'cleanup.policy': 'delete', 'compression.type': 'uncompressed' };
    const compacted = { 'cleanup.policy': 'compact', 'compression.type': 'uncompressed' };
    const topics = agencies.flatMap(({ key }) => [
      { topic: `log.${key}`, config: kept },
      { topic: `inbox.${key}`, config: kept },
      { topic: `mark.${key}`, config: compacted },
    ]);
    await (await broker.admin()).createTopics(topics);
  } finally {
    await broker.close();
  }
}

/** Stores, topics and the database of the projection. */
export async function makeCell(rig: Rig, run: Pick<RunFile, 'agencies' | 'projection'>): Promise<void> {
  const { database, user, password } = run.projection;
  for (const agency of run.agencies) await makeStore(rig, agency);
  await withClient(superuser(rig.postgres), async (admin) => {
    await makeRole(admin, user, password);
    await makeDatabase(admin, database, user);
  });
  await withClient({ ...superuser(rig.postgres, database), user, password }, (client) =>
    client.query(`CREATE SCHEMA parking; ${parkedTable('parking')}`),
  );
  await makeTopics(rig, run.agencies);
}
