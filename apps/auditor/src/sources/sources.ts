import type { Broker } from '@satualur/messaging/broker';
import { CannotSay } from '../cannot-say';
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
  readonly log?: readonly string[];
}

export interface Sources {
  readonly logs: readonly LogUnderAudit[];
  /** The agencies' log keys as the registry published them. */
  readonly registered: ReadonlyMap<string, string>;
  close(): Promise<void>;
}

const REGISTRY = 'registry';
const NO_KEYS: ReadonlyMap<string, string> = new Map();

/** The logs that the options name. Throws CannotSay. */
export async function openSources(options: SourceOptions, env: Readonly<Record<string, string | undefined>>): Promise<Sources> {
  const given = [options.export, options.store, options.kafka].filter((one) => one !== undefined);
  if (given.length !== 1) throw new CannotSay('say where the log is: one of --export, --store and --kafka');
  if (options.kafka !== undefined) return fromKafka(kafkaOf(options.kafka, env), options);
  const logs = options.store !== undefined ? [await fromStore(options.store, options.log)] : await fromExports(options);
  const registered = await exportedKeys(options.registry);
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
async function fromKafka(broker: Broker, { log: names, registry }: SourceOptions): Promise<Sources> {
  const opened: LogUnderAudit[] = [];
  const close = async () => {
    await Promise.all(opened.map((log) => log.close()));
    await broker.close();
  };
  try {
    const topics = await (await broker.admin()).topics();
    const all = topics.filter((topic) => topic.startsWith('log.')).map((topic) => topic.slice('log.'.length));
    const logs = await KafkaLog.open(broker, names ?? all.sort());
    opened.push(...noneTwice(logs));
    const publishing = registry === undefined && all.includes(REGISTRY) ? await KafkaLog.open(broker, [REGISTRY]) : [];
    opened.push(...publishing);
    return { logs, registered: publishing[0] ? await registeredKeys(publishing[0]) : await exportedKeys(registry), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function exportedKeys(dir: string | undefined): Promise<ReadonlyMap<string, string>> {
  return dir === undefined ? NO_KEYS : registeredKeys(await ExportLog.open(dir, REGISTRY));
}

/** For commands about one log. Throws CannotSay. */
export function onlyOne({ logs }: Sources): LogUnderAudit {
  if (logs.length !== 1) throw new CannotSay('this is about one log: name it with --log');
  return logs[0]!;
}
