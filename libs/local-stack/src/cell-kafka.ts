import type { AclSpec, TopicSpec } from '@satualur/messaging/broker';
import { KafkaBroker } from '@satualur/messaging/kafka-broker';
import { APPS, type App, type Stack } from './stack';

const keptForEver = { 'retention.ms': '-1', 'cleanup.policy': 'delete', 'compression.type': 'uncompressed' };

const topics: readonly TopicSpec[] = [
  { topic: 'log.registry', config: keptForEver },
  { topic: 'mark.registry', config: { 'cleanup.policy': 'compact', 'compression.type': 'uncompressed' } },
];

const user = (principal: string): string => `User:${principal}`;
const onTopic = (app: App, name: string, operations: AclSpec['operations']): AclSpec => ({
  principal: user(app),
  resource: 'topic',
  name,
  pattern: 'literal',
  operations,
});

/** What the provisioner may: make topics and ACLs, and see which there are. It can read and write none of them. */
const provisioner: readonly AclSpec[] = [
  {
    principal: user('provisioner'),
    resource: 'cluster',
    name: 'kafka-cluster',
    pattern: 'literal',
    operations: ['Create', 'Alter', 'Describe'],
  },
  {
    principal: user('provisioner'),
    resource: 'topic',
    name: '*',
    pattern: 'literal',
    operations: ['Describe', 'DescribeConfigs'],
  },
];

/** Architecture 5's table for the topics that are there before any agency. */
const apps: readonly AclSpec[] = APPS.flatMap((app) => [
  onTopic(app, 'log.registry', app === 'registry' ? ['Read', 'Write', 'Describe'] : ['Read', 'Describe']),
  onTopic(app, 'mark.registry', app === 'registry' ? ['Read', 'Write', 'Describe'] : ['Read', 'Describe']),
  {
    principal: user(app),
    resource: 'group' as const,
    name: `${app}-`,
    pattern: 'prefixed' as const,
    operations: ['Read' as const],
  },
]);

async function prepare(broker: KafkaBroker, secured: boolean): Promise<void> {
  const admin = await broker.admin();
  await admin.createTopics(topics);
  if (secured) await admin.grant([...provisioner, ...apps]);
}

/**
 * Makes the task force's topics and the rights of the provisioner and the apps, as the superuser `admin`, who is used for nothing
 * else. Idempotent. A given broker without security gets the topics alone.
 */
export async function prepareKafka({ brokers, credentials }: Stack['kafka']): Promise<void> {
  const admin = credentials['admin'];
  const broker = new KafkaBroker({ brokers, app: 'cell-bootstrap', ...(admin && { credentials: admin }) });
  try {
    await prepare(broker, admin !== undefined);
  } finally {
    await broker.close();
  }
}
