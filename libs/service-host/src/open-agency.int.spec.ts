import { agencyRegistered } from '@satualur/contracts/registry/examples';
import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { AnyEvent } from '@satualur/contracts/event';
import { type Actor, AgencyKey, type Instant, instantOf, type StreamId, streamOf, uuidv7 } from '@satualur/contracts/ids';
import { HybridClock, wallClock } from '@satualur/event-store/clock';
import { freshStore, type StoreDatabase } from '@satualur/event-store/testing';
import { MemoryBroker } from '@satualur/messaging/memory-broker';
import { Client, escapeLiteral } from 'pg';
import { Directory } from './directory';
import { silentLog } from './logging';
import { type AgencyParts, openAgencyParts } from './open-agency';
import { rolePassword } from './secrets';
import { testConfig } from './testing';

jest.setTimeout(30_000);

const SECRET = 'an invented secret of the cell, long enough';
const admin = new URL(process.env['TEST_DATABASE_URL'] ?? 'postgresql://needs-the-local-stack.invalid/');
const acknowledged: AnyEvent = { type: 'ReferralAcknowledged', data: {} };
const newId = () => uuidv7(Date.now(), randomBytes(10));

describe('an agency opened by a service', () => {
  let database: StoreDatabase;
  let server: Client;
  let fired: StreamId[];
  const opened: AgencyParts[] = [];

  beforeEach(async () => {
    fired = [];
    database = await freshStore(admin.href);
    server = new Client({ connectionString: database.url('superuser') });
    await server.connect();
    const password = escapeLiteral(rolePassword(SECRET, database.key));
    for (const role of [database.roles.migrator, database.roles.services.referral!])
      await server.query(`ALTER ROLE "${role}" PASSWORD ${password}`);
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((parts) => parts.close()));
    await server.end();
    await database.drop();
  });

  const open = async (mode: string): Promise<AgencyParts> => {
    const secrets = { CELL_SECRET_MIGRATOR: SECRET, CELL_SECRET_REFERRAL: SECRET, CELL_SECRET_VAULT: SECRET };
    const address = { DATABASE_HOST: admin.hostname, DATABASE_PORT: admin.port };
    const config = testConfig('referral', { MODE: mode, ...address, ...secrets, VAULT_MASTER_SECRET: SECRET });
    const key = AgencyKey.parse(database.key);
    const parts = await openAgencyParts(
      { ...agencyRegistered({ key, code: 'POL' }).data, formerCodes: [] },
      {
        service: 'referral',
        reactions: [],
        fire: async (unit, stream) => {
          await unit.record(stream, [acknowledged]);
          unit.due(stream, null);
          fired.push(stream);
        },
      },
      {
        config,
        clock: wallClock,
        hybrid: new HybridClock(wallClock),
        directory: new Directory(),
        broker: new MemoryBroker(),
        log: silentLog,
      },
    );
    opened.push(parts);
    return parts;
  };
  const dueIn = async (ms: number, { agency }: AgencyParts): Promise<StreamId> => {
    const stream = streamOf('referralin', newId());
    const at = instantOf(Date.now() + ms) as Instant;
    await agency.store.transact({ actor: 'system/spec' as Actor, at, command: { id: newId() } }, async (unit) => {
      await unit.record(stream, [acknowledged]);
      unit.due(stream, at);
    });
    return stream;
  };
  const until = async (holds: () => boolean | Promise<boolean>, ms: number): Promise<void> => {
    for (const end = Date.now() + ms; !(await holds()) && Date.now() < end;) await wait(50);
  };
  const connections = async (): Promise<number> => {
    const { rows } = await server.query<{ open: number }>(
      'SELECT count(*)::int AS open FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    );
    return rows[0]!.open;
  };

  it('has its timers fired: those another process left, and those set here, at once', async () => {
    const first = await open('development');
    const left = await dueIn(300, first);
    await opened.pop()!.close();
    await wait(400);
    const second = await open('development');
    await until(() => fired.length > 0, 5_000);
    expect(fired).toEqual([left]);
    const own = await dueIn(100, second);
    await until(() => fired.length > 1, 5_000);
    expect(fired).toEqual([left, own]);
  });

  it('keeps no connection while nothing happens', async () => {
    const parts = await open('development');
    await dueIn(10 * 60_000, parts);
    expect(await connections()).toBeGreaterThan(0);
    await until(async () => (await connections()) === 0, 8_000);
    expect(await connections()).toBe(0);
  });

  it('leaves its timers to the demo clock in demo mode', async () => {
    await dueIn(-1, await open('demo'));
    await wait(500);
    expect(fired).toEqual([]);
  });
});
