import type { Broker } from '@satualur/messaging/broker';
import { CannotSay } from '../cannot-say';
import type { LogKey, Registered } from '../keys';
import type { LogUnderAudit } from '../log-under-audit';
import { ExportLog } from './export-log';
import { kafkaOf } from './kafka-access';
import { KafkaLog } from './kafka-log';
import { registeredKeys } from './registered-keys';
import { StoreLog } from './store-log';

export interface SourceOptions {
  readonly export?: readonly string[];
  readonly store?: string;
  readonly kafka?: string;
  /** Folder with an export of the registry's log, which published the agencies' keys. */
  readonly registry?: string;
  /** The registry's own key, which stands in no log. */
  readonly registryKey?: string;
  /** The one log's key. */
  readonly key?: string;
  readonly log?: readonly string[];
}

export interface Sources {
  readonly logs: readonly LogUnderAudit[];
  /** The agencies' log keys as the registry published them, and its own if it was given. */
  readonly registered: Registered;
  close(): Promise<void>;
}

const REGISTRY = 'registry';
const NO_KEYS: Registered = new Map();

/** The logs that the options name. Throws CannotSay. */
export async function openSources(options: SourceOptions, env: Readonly<Record<string, string | undefined>>): Promise<Sources> {
  const given = [options.export, options.store, options.kafka].filter((one) => one !== undefined);
  if (given.length !== 1) throw new CannotSay('say where the log is: one of --export, --store and --kafka');
  if (options.kafka !== undefined) return fromKafka(kafkaOf(options.kafka, env), options);
  const registered = await exportedKeys(options);
  const logs = options.store !== undefined ? [await fromStore(options.store, options.log)] : await fromExports(options);
  return { logs, registered, close: async () => void (await Promise.all(logs.map((log) => log.close()))) };
}

async function fromStore(url: string, [name, ...more]: readonly string[] = []): Promise<StoreLog> {
  if (name === undefined || more.length > 0) throw new CannotSay('--store: say with one --log whose store it is');
  return StoreLog.open(url, name);
}

async function fromExports({ export: dirs = [], log: names = [] }: SourceOptions): Promise<ExportLog[]> {
  if (names.length > 0 && names.length !== dirs.length) throw new CannotSay('give one --log for each --export, or none');
  return noneTwice(await Promise.all(dirs.map((dir, index) => ExportLog.open(dir, names[index]))));
}

function noneTwice<L extends LogUnderAudit>(logs: L[]): L[] {
  const twice = logs.find(({ name }, at) => logs.findIndex((log) => log.name === name) < at);
  if (twice) throw new CannotSay(`the log ${twice.name} is given twice`);
  return logs;
}

/** Without --log every log that the user may see. */
export async function fromKafka(broker: Broker, options: SourceOptions): Promise<Sources> {
  const { log: names, registry } = options;
  const opened: LogUnderAudit[] = [];
  const close = async () => {
    await Promise.all(opened.map((log) => log.close()));
    await broker.close();
  };
  try {
    const topics = await topicsOf(broker);
    const all = topics.filter((topic) => topic.startsWith('log.')).map((topic) => topic.slice('log.'.length));
    const logs = await KafkaLog.open(broker, names ?? all.sort());
    opened.push(...noneTwice(logs));
    const wanted = registry === undefined && options.key === undefined && all.includes(REGISTRY);
    const publishing = wanted ? await KafkaLog.open(broker, [REGISTRY]) : [];
    opened.push(...publishing);
    const registered = publishing[0] ? await publishedKeys(publishing[0], options, logs) : await exportedKeys(options);
    return { logs, registered, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function topicsOf(broker: Broker): Promise<readonly string[]> {
  try {
    return await (await broker.admin()).topics();
  } catch (error) {
    const how = 'is there a broker, are KAFKA_USERNAME and KAFKA_PASSWORD a user’s of it, and does it want KAFKA_SSL=on?';
    throw new CannotSay(`--kafka cannot be read (${(error as Error).message}): ${how}`);
  }
}

async function exportedKeys({ registry: dir, registryKey }: SourceOptions): Promise<Registered> {
  const published = dir === undefined ? NO_KEYS : await registeredKeys(await ExportLog.open(dir, REGISTRY), registryKey);
  return withOwn(published, registryKey);
}

/** None of a registry's log that breaks a promise: where it is itself among those asked about, its own report says so. */
async function publishedKeys(
  registry: LogUnderAudit,
  { registryKey }: SourceOptions,
  asked: readonly LogUnderAudit[],
): Promise<Registered> {
  const published = registeredKeys(registry, registryKey).catch((error: unknown) => {
    if (error instanceof CannotSay && asked.some(({ name }) => name === REGISTRY)) return NO_KEYS;
    throw error;
  });
  return withOwn(await published, registryKey);
}

function withOwn(published: Registered, registryKey: string | undefined): Registered {
  const own: LogKey | undefined = registryKey === undefined ? undefined : { publicKey: registryKey, from: 'given' };
  return own ? new Map([...published, [REGISTRY, own]]) : published;
}

/** Holds what was asked against the keys there are. Throws CannotSay. */
export function mustBeKeyed({ logs, registered }: Sources, { key, registry }: SourceOptions): void {
  if (key !== undefined && logs.length > 1) throw new CannotSay('--key is one log’s: give --registry for several');
  if (key !== undefined || registry === undefined) return;
  const unknown = logs.find(({ name }) => name !== REGISTRY && !registered.has(name));
  if (unknown) throw new CannotSay(`--registry: ${registry} publishes no key of ${unknown.name}`);
}

/** For commands about one log. Throws CannotSay. */
export function onlyOne({ logs }: Sources): LogUnderAudit {
  if (logs.length !== 1) throw new CannotSay('this is about one log: name it with --log');
  return logs[0]!;
}
