import { join } from 'node:path';
import { identityOf, preparePostgres } from './cell-postgres';
import { prepareKafka } from './cell-kafka';
import { type CellSecrets, type SecretOfService, cellSecrets } from './cell-secrets';
import { whileHolding } from './lock';
import type { App, Stack } from './stack';

/** One cell (a province) made ready for its processes. */
export interface Cell {
  /** The variables a process of this app needs to reach the stack, with the secrets it may know and no others. */
  envFor(app: App): Readonly<Record<string, string>>;
}

const agencySide: readonly SecretOfService[] = ['log', 'migrator', 'vault'];
const known: Readonly<Record<App, readonly SecretOfService[]>> = {
  registry: ['intake', 'referral', 'victim-services', 'registry', 'timeline', 'log', 'migrator', 'vault'],
  intake: ['intake', ...agencySide],
  referral: ['referral', ...agencySide],
  'victim-services': ['victim-services', ...agencySide],
  timeline: ['timeline'],
};

const upper = (name: string): string => name.toUpperCase().replaceAll('-', '_');

function secretsOf(app: App, secrets: CellSecrets): Record<string, string> {
  const services = known[app].map((service) => [`CELL_SECRET_${upper(service)}`, secrets[service]]);
  const master = known[app].includes('vault') ? [['VAULT_MASTER_SECRET', secrets.master]] : [];
  return Object.fromEntries([...services, ...master]) as Record<string, string>;
}

function kafkaUser(prefix: string, user: Stack['kafka']['credentials'][string] | undefined): Record<string, string> {
  return user ? { [`${prefix}KAFKA_USERNAME`]: user.username, [`${prefix}KAFKA_PASSWORD`]: user.password } : {};
}

/** The registry provisions agencies, with credentials that only it holds. */
const provisioning = (stack: CellStack, secrets: CellSecrets): Record<string, string> => ({
  PROVISIONER_DB_USERNAME: 'provisioner',
  PROVISIONER_DB_PASSWORD: secrets.provisioner,
  ...kafkaUser('PROVISIONER_', stack.kafka.credentials['provisioner']),
});

/** What a cell is made of; its secrets are kept in `dataDir`. */
export type CellStack = Pick<Stack, 'postgres' | 'kafka' | 'dataDir'>;

/** Tells apart the stores of two cells, and those of a cell from those made anew in its place. */
export const cellIdentity = ({ postgres }: Pick<Stack, 'postgres'>): Promise<string> => identityOf(postgres);

/**
 * Makes a running stack ready for one cell, as its operator would: the provisioner, the task force's databases, roles, topics and
 * ACLs, and the cell's secrets. Idempotent.
 * @throws Error when the stack's superusers may not do that
 */
export async function prepareCell(stack: CellStack): Promise<Cell> {
  const secrets = await whileHolding(join(stack.dataDir, 'cell.lock'), async () => {
    const kept = cellSecrets(stack.dataDir);
    await Promise.all([preparePostgres(stack.postgres, kept), prepareKafka(stack.kafka)]);
    return kept;
  });
  return {
    envFor: (app) => ({
      DATABASE_HOST: stack.postgres.host,
      DATABASE_PORT: String(stack.postgres.port),
      KAFKA_BROKERS: stack.kafka.brokers.join(','),
      ...kafkaUser('', stack.kafka.credentials[app]),
      ...secretsOf(app, secrets),
      ...(app === 'registry' && provisioning(stack, secrets)),
    }),
  };
}
