import type { StartedTestContainer } from 'testcontainers';
import { postgresSettings, settingArguments } from './embedded-postgres';
import { freePorts } from './free-port';
import { type KafkaUsers, LOG4J_FILE, formatArguments, kafkaProperties } from './kafka-config';
import { KAFKA_VERSION } from './kafka-jars';
import type { Part } from './part';
import type { Stack } from './stack';

type Started<T> = Omit<Part<T>, 'way'>;

const running = <T>(container: StartedTestContainer, reached: T): Started<T> => ({
  reached,
  stop: async () => void (await container.stop()),
});

/**
 * PostgreSQL in a container of POSTGRES_IMAGE, which understands POSTGRES_PASSWORD as the official image does.
 * @throws Error when there is no container engine or no image
 */
export async function startDockerPostgres(env: NodeJS.ProcessEnv, password: string): Promise<Started<Stack['postgres']>> {
  const { GenericContainer, Wait } = await import('testcontainers');
  const container = await new GenericContainer(env['POSTGRES_IMAGE'] || 'postgres:18.4')
    .withEnvironment({ POSTGRES_PASSWORD: password })
    .withExposedPorts(5432)
    .withCommand(['postgres', ...settingArguments(postgresSettings)])
    .withWaitStrategy(Wait.forLogMessage('database system is ready to accept connections', 2))
    .start();
  return running(container, { host: container.getHost(), port: container.getMappedPort(5432), superuser: 'postgres', password });
}

const CONFIG = '/tmp/server.properties';
const FORMAT = '/tmp/format.arguments';
const LOG4J = '/tmp/log4j2.properties';
const java = `java -Xmx512m -XX:+UseSerialGC -Dlog4j2.configurationFile=${LOG4J} -cp '/opt/kafka/libs/*'`;

/**
 * Kafka in a container of KAFKA_IMAGE, which has Java and the broker's jars in /opt/kafka/libs as the official image does.
 * @throws Error when there is no container engine or no image
 */
export async function startDockerKafka(env: NodeJS.ProcessEnv, users: KafkaUsers): Promise<Started<Stack['kafka']['brokers']>> {
  const { GenericContainer, Wait } = await import('testcontainers');
  const [port] = (await freePorts(1)) as [number];
  const place = { host: '0.0.0.0', port, controllerPort: port === 9093 ? 9094 : 9093, dataDir: '/tmp/kafka-data' };
  const container = await new GenericContainer(env['KAFKA_IMAGE'] || `apache/kafka:${KAFKA_VERSION}`)
    .withCopyContentToContainer([
      { target: CONFIG, content: kafkaProperties(place, users) },
      { target: FORMAT, content: formatArguments(CONFIG, users) },
    ])
    .withCopyFilesToContainer([{ source: LOG4J_FILE, target: LOG4J }])
    .withExposedPorts({ container: port, host: port })
    .withEntrypoint(['sh', '-c'])
    .withCommand([`${java} @${FORMAT} && exec ${java} kafka.Kafka ${CONFIG}`])
    .withWaitStrategy(Wait.forLogMessage('Kafka Server started'))
    .start();
  return running(container, [`${container.getHost()}:${port}`]);
}
