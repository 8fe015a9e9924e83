import type { AgencyKey } from '@satualur/contracts/ids';
import { storePool } from '@satualur/event-store/pool';
import type { Progress } from '@satualur/event-store/postgres-appender';
import { PostgresEventStore } from '@satualur/event-store/postgres-store';
import { PostgresLogStore } from '@satualur/event-store/sequencer';
import type { InboxReader, LogReader } from '@satualur/messaging/consumer';
import { PostgresMarks } from '@satualur/messaging/marks';
import { PostgresParking } from '@satualur/messaging/postgres-parking';
import { Relay } from '@satualur/messaging/relay';
import { masterKeyOf } from '@satualur/vault/master-key';
import { postgresVault } from '@satualur/vault/postgres-vault';
import type { AgencySide, HostContext, OpenAgency, ProcessReader, ServiceRows } from './agency-side';
import type { CellSecret } from './config';
import { resumeDemoClock } from './demo-clock';
import type { DirectoryAgency } from './directory';
import { ListedStore } from './listed-store';
import { LogLoop } from './log-loop';
import { alarmsTo, inboxReader, logReader } from './log-readers';
import { ReactionRunner } from './reactions';
import { rolePassword } from './secrets';
import { migrateServiceSchema } from './service-schema';
import { TimerWatch } from './timer-watch';

export interface AgencyParts {
  readonly agency: OpenAgency;
  /** Every topic read for the agency. */
  readonly readers: readonly ProcessReader[];
  readonly eventReaders: { readonly 'own-log': LogReader; readonly inbox: InboxReader };
  readonly runners: Readonly<Record<'own-log' | 'inbox', ReactionRunner<OpenAgency>>>;
  readonly loop?: LogLoop;
  /** What this process wrote to the agency's store since it opened it. */
  readonly progress: () => Progress;
  close(): Promise<void>;
}

type Connection = { host: string; port: number; database: string; user: string; password: string };

/** How this process reaches the agency's databases: as which role, with which cell secret. */
const connectionsTo =
  (key: AgencyKey, { config }: HostContext) =>
  (database: 'agency' | 'vault', role: string, secret: CellSecret): Connection => ({
    ...config.database,
    database: `${database}_${key}`,
    user: `${key}_${role}`,
    password: rolePassword(config.cellSecret(secret), key),
  });

/** Opens one agency for one service: own schema migrated, store, vault, readers, and the log loop where this process runs it. */
export async function openAgencyParts({ key }: DirectoryAgency, side: AgencySide, context: HostContext): Promise<AgencyParts> {
  const { config, clock, hybrid, directory, broker, log } = context;
  const { service } = side;
  const connection = connectionsTo(key, context);
  const onConnectionLost = () => log.warn('connection-lost', { agency: key });
  const schema = { schema: service, service: `${key}_${service}`, mode: config.mode };
  await migrateServiceSchema(connection('agency', 'migrator', 'migrator'), schema, side.migrations);

  const pool = storePool(connection('agency', service, service), onConnectionLost);
  await resumeDemoClock(clock, pool);
  const master = masterKeyOf(config.vaultMasterSecret(), key);
  const vault = postgresVault({ agency: key, connection: connection('vault', 'vault', 'vault'), master, onConnectionLost });
  const loop = config.log ? await openLogLoop(key, vault, context) : undefined;
  const store = new PostgresEventStore({
    pool,
    source: `/agencies/${key}/${service}`,
    clock: hybrid,
    sealer: vault,
    onDue: (at) => timers?.expect(at),
    ...(loop && { onCommitted: () => loop.wake() }),
  });
  const parkingOf = (reader: string) => new PostgresParking(pool, service, reader);
  const listed = new ListedStore(store, directory.lists);
  const agency: OpenAgency = { key, store: listed, vault, directory, clock, broker, rows: rowsOf(pool), parkingOf };
  const timers = timersOf(agency, side, context);
  const parts = (from: 'own-log' | 'inbox') => {
    const marks = new PostgresMarks(pool, service, from);
    const reactions = side.reactions.filter((reaction) => reaction.from === from);
    const effects = new ReactionRunner(reactions, marks, store, agency, clock);
    return { marks, parking: parkingOf(from), effects, alarms: alarmsTo(log) };
  };
  const [own, inbox] = [parts('own-log'), parts('inbox')];
  await own.effects.resume(`log.${key}`);
  await inbox.effects.resume(`inbox.${key}`);
  const eventReaders = { 'own-log': logReader(key, own), inbox: inboxReader(key, directory, inbox) };
  loop?.start();
  timers?.start();
  return {
    agency,
    readers: [eventReaders['own-log'], eventReaders.inbox, ...(side.topics?.(agency) ?? [])],
    eventReaders,
    runners: { 'own-log': own.effects, inbox: inbox.effects },
    ...(loop && { loop }),
    progress: () => store.progress,
    close: async () => {
      for (const part of [timers, loop]) await part?.stop();
      await vault.close();
      await pool.end();
    },
  };
}

/** Under the demo clock everything waits until each event has arrived: little more would come by waiting for company. */
const DEMO_CARRY_GAP_MS = 4;

const rowsOf = (pool: ReturnType<typeof storePool>): ServiceRows => ({
  query: async <R extends object>(text: string, values: readonly unknown[] = []) => (await pool.query<R>(text, [...values])).rows,
});

/** None in demo mode, where the demo clock has them fired. */
function timersOf(agency: OpenAgency, { fire }: AgencySide, { config, clock, log }: HostContext): TimerWatch | undefined {
  if (!fire || config.mode === 'demo') return undefined;
  const { key, store } = agency;
  return new TimerWatch({
    store,
    fire: (unit, stream, at) => fire(unit, stream, at, agency),
    clock,
    onError: (error) => log.error('timers-failed', { agency: key }, error),
  });
}

async function openLogLoop(key: AgencyKey, vault: ReturnType<typeof postgresVault>, context: HostContext): Promise<LogLoop> {
  const { config, hybrid, directory, broker, log } = context;
  const keys = await vault.logKeys();
  const logStore = new PostgresLogStore({
    connection: connectionsTo(key, context)('agency', 'log', 'log'),
    log: key,
    clock: hybrid,
    signer: keys,
    onLost: () => log.warn('connection-lost', { agency: key }),
  });
  const relay = new Relay({
    name: key,
    log: logStore,
    broker,
    sign: (message) => keys.sign(message),
    hasInbox: (to) => directory.agency(to as AgencyKey)?.onPlatform ?? false,
  });
  const onError = (error: unknown): void => log.error('log-loop-failed', { agency: key }, error);
  return new LogLoop(key, logStore, relay, onError, config.mode === 'demo' ? DEMO_CARRY_GAP_MS : undefined);
}
