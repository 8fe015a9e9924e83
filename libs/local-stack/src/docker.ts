import type { Part } from './part';
import type { Stack } from './stack';

type Started<T> = Omit<Part<T>, 'way'>;

/**
 * PostgreSQL in a container of POSTGRES_IMAGE.
 * @throws Error when there is no container engine or no image
 */
export async function startDockerPostgres(env: NodeJS.ProcessEnv): Promise<Started<Stack['postgres']>> {
  const { GenericContainer, Wait } = await import('testcontainers');
  const password = 'container';
  const container = await new GenericContainer(env['POSTGRES_IMAGE'] ?? 'postgres:18.4')
    .withEnvironment({ POSTGRES_PASSWORD: password })
    .withExposedPorts(5432)
    .withCommand(['postgres', '-c', 'max_connections=300', '-c', 'jit=off'])
    .withWaitStrategy(Wait.forListeningPorts())
    .start();
  return {
    reached: { host: container.getHost(), port: container.getMappedPort(5432), superuser: 'postgres', password },
    stop: async () => void (await container.stop()),
  };
}

/**
 * Kafka in a container of KAFKA_IMAGE.
 * @throws Error when there is no container engine or no image
 */
export async function startDockerKafka(env: NodeJS.ProcessEnv): Promise<Started<Stack['kafka']>> {
  throw new Error(`containers of ${env['KAFKA_IMAGE'] ?? 'apache/kafka:4.3.1'} need more work`);
}
