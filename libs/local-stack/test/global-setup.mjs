import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createInterface } from 'node:readline';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));

/** One stack for the whole run, in a process that ends with this one. */
export default async function start() {
  const child = spawn(
    process.execPath,
    ['--conditions=@satualur/source', '--require', here('./register-sources.cjs'), here('../src/stack-process.ts')],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const said = await Promise.race([once(createInterface(child.stdout), 'line'), once(child, 'exit').then(() => undefined)]);
  if (!said) throw new Error('The integration tests need PostgreSQL and Kafka; see the message above.');
  const { postgres, kafka, steps } = JSON.parse(said[0]);
  const user = `${encodeURIComponent(postgres.superuser)}:${encodeURIComponent(postgres.password)}`;
  process.env.TEST_DATABASE_URL = `postgresql://${user}@${postgres.host}:${postgres.port}/postgres`;
  process.env.KAFKA_BROKERS = kafka.brokers.join(',');
  process.env.TEST_STACK = said[0];
  process.stderr.write(
    `Stack for the tests: ${Object.entries(steps)
      .map(([name, ms]) => `${name} ${ms} ms`)
      .join(', ')}\n`,
  );
  globalThis.satuAlurTestStack = child;
}
