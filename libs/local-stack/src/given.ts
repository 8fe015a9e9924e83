import { connect } from 'node:net';
import { Client } from 'pg';
import type { Stack } from './stack';

/**
 * The PostgreSQL at `url`, whose user must be a superuser (or may at least make roles and databases).
 * @throws Error when it does not answer; never holds the password
 */
export async function givenPostgres(url: string): Promise<Stack['postgres']> {
  const at = new URL(url);
  const postgres = {
    host: at.hostname,
    port: Number(at.port || 5432),
    superuser: decodeURIComponent(at.username),
    password: decodeURIComponent(at.password),
  };
  const client = new Client({ ...postgres, user: postgres.superuser, database: 'postgres', connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
  } catch (error) {
    throw new Error(`${at.host} does not let us in (${(error as NodeJS.ErrnoException).code ?? 'no answer'})`);
  } finally {
    await client.end().catch(() => undefined);
  }
  return postgres;
}

function answers(broker: string): Promise<boolean> {
  const [, host, port] = /^(.*):(\d+)$/.exec(broker) ?? [];
  return new Promise((resolve) => {
    const socket = connect({ host: host ?? broker, port: Number(port ?? 9092), timeout: 5_000 });
    const done = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket
      .once('connect', () => done(true))
      .once('error', () => done(false))
      .once('timeout', () => done(false));
  });
}

/**
 * The Kafka at `brokers` (comma separated). With KAFKA_ADMIN_USERNAME and KAFKA_ADMIN_PASSWORD it is a broker with SCRAM users,
 * each given as KAFKA_USER_<PRINCIPAL>=<password> (dashes as underscores); without them it is one without security.
 * @throws Error when no broker answers
 */
export async function givenKafka(
  brokers: string,
  env: NodeJS.ProcessEnv,
  principals: readonly string[],
): Promise<Stack['kafka']> {
  const list = brokers.split(',').map((broker) => broker.trim());
  if (!(await Promise.all(list.map(answers))).includes(true)) throw new Error(`no broker answers at ${brokers}`);
  const username = env['KAFKA_ADMIN_USERNAME'];
  if (!username) return { brokers: list, credentials: {} };
  const passwords = principals.map((name) => [name, env[`KAFKA_USER_${name.toUpperCase().replaceAll('-', '_')}`]] as const);
  const missing = passwords.filter(([, password]) => !password).map(([name]) => name);
  if (missing.length) throw new Error(`no password given for the principals ${missing.join(', ')}`);
  const credentials = Object.fromEntries(
    passwords.map(([name, password]) => [name, { username: name, password: password as string }]),
  );
  return { brokers: list, credentials: { ...credentials, admin: { username, password: env['KAFKA_ADMIN_PASSWORD'] ?? '' } } };
}
