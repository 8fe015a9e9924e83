import { randomUUID } from 'node:crypto';
import { KafkaBroker } from '@satualur/messaging/kafka-broker';
import { Client } from 'pg';
import { type Cell, prepareCell } from './cell';
import { type CellSecrets, cellSecrets, rolePassword } from './cell-secrets';
import { APPS, type App } from './stack';
import { testStack } from './testing';

describe('a cell', () => {
  const stack = testStack();
  let cell: Cell;
  beforeAll(async () => {
    await prepareCell(stack);
    [cell] = await Promise.all([prepareCell(stack), prepareCell(stack)]);
  });

  it('gives each app its own secrets and no others', () => {
    const secretsOf = (app: App) => Object.keys(cell.envFor(app)).filter((name) => /SECRET|PROVISIONER/.test(name));
    expect(secretsOf('timeline')).toEqual(['CELL_SECRET_TIMELINE']);
    const agencySide = ['CELL_SECRET_LOG', 'CELL_SECRET_MIGRATOR', 'CELL_SECRET_VAULT', 'VAULT_MASTER_SECRET'];
    expect(secretsOf('intake')).toEqual(['CELL_SECRET_INTAKE', ...agencySide]);
    expect(secretsOf('victim-services')).toEqual(['CELL_SECRET_VICTIM_SERVICES', ...agencySide]);
    expect(secretsOf('registry')).toContain('PROVISIONER_DB_PASSWORD');
    const values = APPS.map((app) => cell.envFor(app)['KAFKA_PASSWORD']);
    expect(new Set(values).size).toBe(APPS.length);
    expect(values).not.toContain(stack.kafka.credentials['admin']?.password);
  });

  describe('on PostgreSQL', () => {
    let secrets: CellSecrets;
    beforeAll(() => {
      secrets = cellSecrets(stack.dataDir);
    });
    async function as<T>(user: string, password: string, database: string, work: (client: Client) => Promise<T>): Promise<T> {
      const client = new Client({ host: stack.postgres.host, port: stack.postgres.port, user, password, database });
      await client.connect();
      try {
        return await work(client);
      } finally {
        await client.end();
      }
    }
    const enter = (role: string, service: Parameters<typeof rolePassword>[1], key: string, database: string) =>
      as(role, rolePassword(secrets, service, key), database, (client) => client.query('select current_user'));

    it('lets each role into its own database alone', async () => {
      await enter('registry_registry', 'registry', 'registry', 'registry');
      await enter('registry_log', 'log', 'registry', 'registry');
      await enter('timeline_timeline', 'timeline', 'timeline', 'timeline');
      for (const database of ['timeline', 'postgres', 'template1'])
        await expect(enter('registry_registry', 'registry', 'registry', database)).rejects.toThrow(
          'permission denied for database',
        );
      await expect(enter('timeline_timeline', 'timeline', 'timeline', 'registry')).rejects.toThrow(
        'permission denied for database',
      );
      await expect(as('registry_registry', 'guessed', 'registry', async () => 0)).rejects.toThrow(
        'password authentication failed',
      );
    });

    it('lets the migrator make schemas, and the service not', async () => {
      const make = (role: string, service: 'migrator' | 'registry') =>
        as(role, rolePassword(secrets, service, 'registry'), 'registry', async (client) => {
          await client.query('create schema probe');
          await client.query('drop schema probe');
        });
      await make('registry_migrator', 'migrator');
      await expect(make('registry_registry', 'registry')).rejects.toThrow('permission denied for database registry');
    });

    it('lets the provisioner make a database with an owner, and no superuser', async () => {
      const name = `agency_${randomUUID().slice(0, 8)}`;
      await as('provisioner', secrets.provisioner, 'postgres', async (client) => {
        await client.query(`create role "${name}_migrator" login`);
        await client.query(`grant "${name}_migrator" to provisioner`);
        await client.query(`create database "${name}" owner "${name}_migrator"`);
        await expect(client.query(`create role "${name}_root" superuser`)).rejects.toThrow();
        await expect(client.query('alter role postgres password null')).rejects.toThrow();
        await client.query(`drop database "${name}"`);
        await client.query(`drop role "${name}_migrator"`);
      });
    });
  });

  describe('on Kafka', () => {
    const open: KafkaBroker[] = [];
    const as = (principal: string, log: (what: string, entry: object) => void = () => undefined): KafkaBroker => {
      const credentials = stack.kafka.credentials[principal];
      const app = principal === 'provisioner' ? 'registry' : principal;
      const broker = new KafkaBroker({ brokers: stack.kafka.brokers, app, log, ...(credentials && { credentials }) });
      open.push(broker);
      return broker;
    };
    const write = (principal: string, topic: string) =>
      as(principal).send([{ topic, key: 'k', value: Buffer.from('x'), headers: { seq: '1' } }]);
    afterAll(() => Promise.all(open.map((broker) => broker.close())));

    it.each(['log.registry', 'mark.registry'])('lets the registry alone write %s', async (topic) => {
      await write('registry', topic);
      for (const app of [...APPS.slice(1), 'provisioner']) await expect(write(app, topic)).rejects.toThrow(/not authorized/i);
    });

    it.each(APPS)('lets %s read the registry’s log, and make neither topics nor rights', async (app) => {
      const broker = as(app);
      const first = await new Promise<string>((resolve, reject) => {
        const handle = async (records: readonly { value: Buffer | null }[]) => resolve(String(records[0]?.value));
        broker.subscribe([{ topic: 'log.registry', start: async () => 'earliest', handle }]).catch(reject);
      });
      expect(first).toBe('x');
      const admin = await broker.admin();
      await expect(admin.createTopics([{ topic: `log.by-${app}`, config: {} }])).rejects.toMatchObject({
        errors: [expect.objectContaining({ type: 'TOPIC_AUTHORIZATION_FAILED' })],
      });
      const rights = {
        principal: `User:${app}`,
        resource: 'topic',
        name: '*',
        pattern: 'literal',
        operations: ['Write'],
      } as const;
      await expect(admin.grant([rights])).rejects.toThrow(/authoriz/i);
      await expect(admin.deleteRecords('log.registry', '1')).rejects.toThrow();
    });

    it('lets the provisioner make topics and rights, and read nothing', async () => {
      const topic = `log.agency-${randomUUID().slice(0, 8)}`;
      const admin = await as('provisioner').admin();
      await admin.createTopics([{ topic, config: { 'retention.ms': '-1' } }]);
      await expect(write('intake', topic)).rejects.toThrow();
      await admin.grant([
        { principal: 'intake', resource: 'topic', name: topic, pattern: 'literal', operations: ['Write', 'Describe'] },
      ]);
      await write('intake', topic);
      expect(await admin.topics()).toContain(topic);
      const refusal = new Promise<string>((resolve) => {
        const log = (_: string, entry: object) => /not authorized/i.test(JSON.stringify(entry)) && resolve(JSON.stringify(entry));
        const handle = async () => resolve('it could read');
        void as('provisioner', log).subscribe([{ topic, start: async () => 'earliest', handle }]);
      });
      expect(await refusal).toMatch(/not authorized/i);
    });

    it('lets nobody in without a password', async () => {
      const stranger = new KafkaBroker({
        brokers: stack.kafka.brokers,
        app: 'stranger',
        credentials: { username: 'intake', password: 'guessed' },
      });
      expect(await stranger.healthy()).toBe(false);
      await stranger.close();
    });
  });
});
