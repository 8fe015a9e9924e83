import { spawn } from 'node:child_process';
import { openSync, closeSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { findJava, kafkaToolJars } from '@satualur/local-stack/kafka-jars';
import { writePrivately } from '@satualur/local-stack/secrets';
import { KafkaBroker } from '@satualur/messaging/kafka-broker';
import type { RunFile } from './run-file';

interface Topic {
  readonly topic: string;
  readonly records: number;
}

/** How many records each topic holds: the broker's tool is told to stop there. */
async function topicsOf(run: RunFile): Promise<readonly Topic[]> {
  const broker = new KafkaBroker({ ...run.kafka, app: 'soak-dump' });
  try {
    const admin = await broker.admin();
    const names = run.agencies.flatMap(({ key }) => [`log.${key}`, `inbox.${key}`, `mark.${key}`]);
    return await Promise.all(
      names.map(async (topic) => {
        const { earliest, next } = await admin.offsets(topic);
        return { topic, records: Number(next) - Number(earliest) };
      }),
    );
  } finally {
    await broker.close();
  }
}

function clientConfig({ kafka }: RunFile, file: string): void {
  const { username, password } = kafka.credentials ?? {};
  const login = 'org.apache.kafka.common.security.scram.ScramLoginModule';
  const lines = kafka.credentials
    ? [
        'security.protocol=SASL_PLAINTEXT',
        'sasl.mechanism=SCRAM-SHA-512',
        `sasl.jaas.config=${login} required username="${username}" password="${password}";`,
      ]
    : [];
  writePrivately(file, lines.join('\n'));
}

const CONSUMER = 'org.apache.kafka.tools.consumer.ConsoleConsumer';
/** How long the tool may see nothing before it gives up; it ends by itself at the last record. */
const NOTHING_MS = 30_000;

interface Dump {
  readonly into: string;
  /** Aborted: the tool is killed. */
  readonly ending: AbortSignal;
}

/** The broker's own console consumer, one line a record: offset, headers, key, value. */
async function dumpTopic(run: RunFile, tool: readonly string[], of: Topic, { into, ending }: Dump): Promise<void> {
  const { topic, records } = of;
  const [out, errors] = ['txt', 'log'].map((kind) => openSync(join(into, `topic.${topic}.${kind}`), 'w')) as [number, number];
  const show = ['print.offset', 'print.headers', 'print.key'].flatMap((name) => ['--formatter-property', `${name}=true`]);
  const where = ['--bootstrap-server', run.kafka.brokers.join(','), '--topic', topic, '--partition', '0', '--offset', 'earliest'];
  const until = ['--max-messages', String(records), '--timeout-ms', String(NOTHING_MS)];
  if (records > 0) {
    const consumer = spawn(tool[0]!, [...tool.slice(1), ...where, ...until, ...show], {
      stdio: ['ignore', out, errors],
      signal: ending,
      killSignal: 'SIGKILL',
    });
    await once(consumer, 'exit');
  }
  closeSync(out);
  closeSync(errors);
}

/** Every topic of the run, two at a time. */
export async function dumpTopics(run: RunFile, dump: Dump): Promise<void> {
  const { jars } = await kafkaToolJars();
  const config = join(run.folder, 'consumer.properties');
  clientConfig(run, config);
  const java = [findJava().command, '-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-cp', jars.join(':')];
  const waiting = [...(await topicsOf(run))];
  const lane = async () => {
    for (let topic = waiting.shift(); topic; topic = waiting.shift())
      await dumpTopic(run, [...java, CONSUMER, '--command-config', config], topic, dump);
  };
  try {
    await Promise.all([lane(), lane()]);
  } finally {
    rmSync(config);
  }
}
