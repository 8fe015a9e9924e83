import { readFileSync } from 'node:fs';
import { KafkaBroker } from '@satualur/messaging/kafka-broker';
import { z } from 'zod';
import { CannotSay } from '../cannot-say';

type Environment = Readonly<Record<string, string | undefined>>;

const Brokers = z.string().regex(/^[A-Za-z0-9.-]+:\d{1,5}(,[A-Za-z0-9.-]+:\d{1,5})*$/);

/**
 * The broker as the user of KAFKA_USERNAME, KAFKA_PASSWORD (or KAFKA_PASSWORD_FILE), with KAFKA_SSL=on over TLS. Group ids begin
 * with the user's name, as the cell's rights want it. Throws CannotSay.
 */
export function kafkaOf(brokers: string, env: Environment): KafkaBroker {
  if (!Brokers.safeParse(brokers).success) throw new CannotSay('--kafka: give host:port, with commas between several');
  const username = env['KAFKA_USERNAME'];
  const password = passwordOf(env);
  if ((username === undefined) !== (password === undefined)) {
    throw new CannotSay('give both KAFKA_USERNAME and KAFKA_PASSWORD, or neither');
  }
  return new KafkaBroker({
    brokers: brokers.split(','),
    app: username ?? 'auditor',
    ssl: env['KAFKA_SSL'] === 'on',
    ...(username !== undefined && password !== undefined && { credentials: { username, password } }),
  });
}

function passwordOf(env: Environment): string | undefined {
  const file = env['KAFKA_PASSWORD_FILE'];
  if (file === undefined) return env['KAFKA_PASSWORD'];
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    throw new CannotSay('KAFKA_PASSWORD_FILE: file cannot be read');
  }
}
