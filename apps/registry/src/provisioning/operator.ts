import { readFileSync } from 'node:fs';
import { ConfigError, type Environment } from '@satualur/service-host/config';

/** Credentials that only the registry's provisioning holds (details 4). */
export interface ProvisionerAccounts {
  readonly databasePassword: string;
  readonly kafka?: { readonly username: string; readonly password: string };
}

/** From PROVISIONER_DB_PASSWORD, PROVISIONER_KAFKA_USERNAME and PROVISIONER_KAFKA_PASSWORD. Throws ConfigError naming what is missing. */
export function provisionerAccounts(env: Environment = process.env): ProvisionerAccounts {
  const databasePassword = secretOf(env, 'PROVISIONER_DB_PASSWORD');
  if (databasePassword === undefined) throw new ConfigError('PROVISIONER_DB_PASSWORD: must be given');
  const username = env['PROVISIONER_KAFKA_USERNAME'];
  const password = secretOf(env, 'PROVISIONER_KAFKA_PASSWORD');
  return { databasePassword, ...(username !== undefined && password !== undefined && { kafka: { username, password } }) };
}

function secretOf(env: Environment, name: string): string | undefined {
  const file = env[`${name}_FILE`];
  return file === undefined ? env[name] : readFileSync(file, 'utf8').trim();
}
