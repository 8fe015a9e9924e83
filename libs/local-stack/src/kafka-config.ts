import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const deploy = resolve(__dirname, '../../../deploy/kafka');

export const LOG4J_FILE = join(deploy, 'log4j2.properties');

/** SCRAM users by name, with their passwords. Must hold `broker` and `admin`. */
export type KafkaUsers = Readonly<Record<string, string>>;

export interface KafkaPlace {
  /** The address the broker listens on; clients are told 127.0.0.1. */
  readonly host: string;
  readonly port: number;
  readonly controllerPort: number;
  readonly dataDir: string;
}

/** The broker's configuration; holds the broker's own password. */
export function kafkaProperties(place: KafkaPlace, users: KafkaUsers): string {
  const values: Readonly<Record<string, string>> = {
    HOST: place.host,
    PORT: String(place.port),
    CONTROLLER_PORT: String(place.controllerPort),
    DATA_DIR: place.dataDir,
    BROKER_PASSWORD: users['broker'] ?? '',
  };
  const template = readFileSync(join(deploy, 'server.properties'), 'utf8');
  return template.replace(/\$\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

/** What formats a data directory and makes its users, as an argument file for `java`: an argument would show in the list of processes. */
export function formatArguments(config: string, users: KafkaUsers): string {
  const clusterId = randomBytes(16).toString('base64url').replace(/^-/, 'A');
  const scram = Object.entries(users).map(([name, password]) => `--add-scram SCRAM-SHA-512=[name=${name},password=${password}]`);
  return ['kafka.tools.StorageTool', 'format', '-t', clusterId, '-c', `"${config}"`, ...scram].join('\n');
}
