import { AgencyKey } from '@satualur/contracts/ids';
import type { HybridClock } from '@satualur/event-store/clock';
import { storePool } from '@satualur/event-store/pool';
import { PostgresEventStore } from '@satualur/event-store/postgres-store';
import { migrateStore, taskForceRoles } from '@satualur/event-store/schema';
import { PostgresLogStore } from '@satualur/event-store/sequencer';
import type { Broker } from '@satualur/messaging/broker';
import { Relay } from '@satualur/messaging/relay';
import type { Config } from '@satualur/service-host/config';
import { LogLoop } from '@satualur/service-host/log-loop';
import type { Log } from '@satualur/service-host/logging';
import { rolePassword } from '@satualur/service-host/secrets';
import { migrateServiceSchema } from '@satualur/service-host/service-schema';
import { masterKeyOf } from '@satualur/vault/master-key';
import { postgresVault } from '@satualur/vault/postgres-vault';
import { Client } from 'pg';

/** The registry's own store and its log; `key` in the sense of topics, roles and databases. */
export const REGISTRY = AgencyKey.parse('registry');

export interface RegistryParts {
  readonly store: PostgresEventStore;
  readonly loop: LogLoop;
  close(): Promise<void>;
}

/** Migrates and opens the registry's store and starts its log (details 2). Its vault must have been made. */
export async function openRegistry(config: Config, hybrid: HybridClock, broker: Broker, log: Log): Promise<RegistryParts> {
  const connection = (role: 'migrator' | 'registry' | 'log') => ({
    ...config.database,
    database: REGISTRY,
    user: `${REGISTRY}_${role}`,
    password: rolePassword(config.cellSecret(role), REGISTRY),
  });
  await migrate(connection('migrator'), config);
  const pool = storePool(connection('registry'), () => log.warn('connection-lost'));
  const vault = postgresVault({
    agency: REGISTRY,
    connection: {
      ...config.database,
      database: `vault_${REGISTRY}`,
      user: `${REGISTRY}_vault`,
      password: rolePassword(config.cellSecret('vault'), REGISTRY),
    },
    master: masterKeyOf(config.vaultMasterSecret(), REGISTRY),
  });
  const keys = await vault.logKeys();
  await vault.close();
  const logStore = new PostgresLogStore({ connection: connection('log'), log: REGISTRY, clock: hybrid, signer: keys });
  const relay = new Relay({
    name: REGISTRY,
    log: logStore,
    broker,
    sign: (message) => keys.sign(message),
    hasInbox: () => false,
  });
  const loop = new LogLoop(REGISTRY, logStore, relay, (error) => log.error('log-loop-failed', { log: REGISTRY }, error));
  const store = new PostgresEventStore({ pool, source: `/services/${REGISTRY}`, clock: hybrid, onCommitted: () => loop.wake() });
  loop.start();
  return {
    store,
    loop,
    close: async () => {
      await loop.stop();
      await pool.end();
    },
  };
}

type Migrator = Parameters<typeof migrateServiceSchema>[0];

async function migrate(connection: Migrator, { mode }: Config): Promise<void> {
  const client = new Client(connection);
  await client.connect();
  try {
    await migrateStore(client, taskForceRoles('registry'));
  } finally {
    await client.end();
  }
  await migrateServiceSchema(connection, { schema: 'registry', service: 'registry_registry', mode });
}
