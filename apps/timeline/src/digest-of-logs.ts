import { KafkaBroker } from '@satualur/messaging/kafka-broker';
import { digestOf } from '@satualur/projections/digest';
import { loadConfig } from '@satualur/service-host/config';
import { createLog } from '@satualur/service-host/logging';
import { contentOf, type ProvenEvent } from '@satualur/case-timeline/content';
import { KafkaLogs } from './kafka-logs';

/** Prints what `GET /digest` must answer, as a fold of the logs in Kafka alone: no database is asked. Settings as the service's. */
async function main(): Promise<void> {
  const { kafka } = loadConfig('timeline');
  const { brokers, username, password } = kafka;
  const credentials = username !== undefined && password !== undefined ? { credentials: { username, password } } : {};
  const broker = new KafkaBroker({ brokers, app: 'timeline', ...credentials });
  const logs = new KafkaLogs(broker, () => broker.admin(), createLog('timeline', process.stderr));
  const events: ProvenEvent[] = [];
  for (const log of await logs.logs()) {
    for await (const run of logs.read(log, 0)) if (!('passed' in run)) events.push(...run);
  }
  process.stdout.write(`${await digestOf(contentOf(events))}\n`);
  await broker.close();
}

void main();
