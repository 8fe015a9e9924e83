import {
  type Admin,
  AclOperationTypes,
  AclPermissionTypes,
  AclResourceTypes,
  type Kafka,
  ResourcePatternTypes,
} from './kafkajs-hardened';
import type { AclSpec, BrokerAdmin, TopicSpec } from './broker';

const RESOURCES = { topic: AclResourceTypes.TOPIC, group: AclResourceTypes.GROUP, cluster: AclResourceTypes.CLUSTER } as const;
const PATTERNS = { literal: ResourcePatternTypes.LITERAL, prefixed: ResourcePatternTypes.PREFIXED } as const;
const OPERATIONS: Record<AclSpec['operations'][number], AclOperationTypes> = {
  Read: AclOperationTypes.READ,
  Write: AclOperationTypes.WRITE,
  Describe: AclOperationTypes.DESCRIBE,
  Delete: AclOperationTypes.DELETE,
  Create: AclOperationTypes.CREATE,
  Alter: AclOperationTypes.ALTER,
  DescribeConfigs: AclOperationTypes.DESCRIBE_CONFIGS,
};

const entriesOf = (acl: AclSpec) =>
  acl.operations.map((operation) => ({
    principal: acl.principal.includes(':') ? acl.principal : `User:${acl.principal}`,
    host: '*',
    resourceType: RESOURCES[acl.resource],
    resourceName: acl.name,
    resourcePatternType: PATTERNS[acl.pattern],
    operation: OPERATIONS[operation],
    permissionType: AclPermissionTypes.ALLOW,
  }));

export class KafkaAdmin implements BrokerAdmin {
  private constructor(private readonly admin: Admin) {}

  static async connect(kafka: Kafka): Promise<KafkaAdmin> {
    const admin = kafka.admin();
    await admin.connect();
    return new KafkaAdmin(admin);
  }

  /** Replication is the broker's default. A topic that is there already is left as it stands. */
  async createTopics(topics: readonly TopicSpec[]): Promise<void> {
    const known = new Set(await this.topics());
    const missing = topics.filter(({ topic }) => !known.has(topic));
    if (missing.length === 0) return;
    await this.admin.createTopics({
      waitForLeaders: true,
      topics: missing.map(({ topic, config }) => ({
        topic,
        numPartitions: 1,
        replicationFactor: -1,
        configEntries: Object.entries(config).map(([name, value]) => ({ name, value })),
      })),
    });
  }

  async grant(acls: readonly AclSpec[]): Promise<void> {
    if (acls.length > 0) await this.admin.createAcls({ acl: acls.flatMap(entriesOf) });
  }

  async offsets(topic: string): Promise<{ readonly earliest: string; readonly next: string }> {
    const [partition] = await this.admin.fetchTopicOffsets(topic);
    if (partition === undefined) throw new Error(`topic ${topic} has no partition`);
    return { earliest: partition.low, next: partition.high };
  }

  async deleteRecords(topic: string, offset: string): Promise<void> {
    const { earliest } = await this.offsets(topic);
    if (BigInt(offset) <= BigInt(earliest)) return;
    await this.admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset }] });
  }

  topics(): Promise<readonly string[]> {
    return this.admin.listTopics();
  }

  async ping(): Promise<void> {
    await this.admin.describeCluster();
  }

  close(): Promise<void> {
    return this.admin.disconnect();
  }
}
