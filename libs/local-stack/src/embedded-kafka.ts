import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { type Child, startChild, untilReady } from './child';
import { freePorts } from './free-port';
import { type KafkaUsers, LOG4J_FILE, formatArguments, kafkaProperties } from './kafka-config';
import { type Java, findJava, kafkaJars } from './kafka-jars';
import { writePrivately } from './secrets';

export interface KafkaOptions {
  readonly dataDir: string;
  readonly log: string;
  /** Made when the data directory is formatted, and then fixed. */
  readonly users: KafkaUsers;
  /** True: the JVM takes longer to start and is faster afterwards. */
  readonly forMeasuring: boolean;
  /** Where to listen; a free port by default. */
  readonly port?: number;
  /** Aborted while it starts, it is stopped. */
  readonly ending?: AbortSignal | undefined;
  onStep(name: string, ms: number): void;
}

export interface RunningKafka {
  readonly port: number;
  readonly child: Child;
}

interface Runtime {
  readonly java: Java;
  readonly classPath: string;
  readonly archive: string;
}

async function runtime(options: KafkaOptions): Promise<Runtime> {
  const java = findJava();
  const began = performance.now();
  const { jars, cache, fetched } = await kafkaJars(options.ending);
  if (fetched) options.onStep('Kafka: jars fetched', performance.now() - began);
  return { java, classPath: jars.join(':'), archive: join(cache, `classes-${java.version}.jsa`) };
}

function jvmArguments(run: Runtime): readonly string[] {
  const shared = existsSync(run.archive)
    ? [`-XX:SharedArchiveFile=${run.archive}`, '-Xshare:auto', '-Xlog:cds=off', '-Xlog:cds+dynamic=off']
    : [];
  return ['-Xmx512m', '-XX:+UseSerialGC', ...shared, `-Dlog4j2.configurationFile=${LOG4J_FILE}`];
}

async function format(run: Runtime, options: KafkaOptions, config: string): Promise<void> {
  const argumentFile = `${config}.format`;
  writePrivately(argumentFile, formatArguments(config, options.users));
  const child = await startChild({
    name: 'Kafka format',
    command: run.java.command,
    args: ['-XX:TieredStopAtLevel=1', ...jvmArguments(run), '-cp', run.classPath, `@${argumentFile}`],
    env: process.env,
    log: `${options.log}.format`,
    ending: options.ending,
  });
  await untilReady(child, async () => !child.alive() && (await child.exited) === 0).finally(() => rmSync(argumentFile));
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

/** A first run writes the class-data archive when it ends, which makes later starts three times as fast. */
function archiving(run: Runtime, child: Child, fresh: string): Child {
  return {
    ...child,
    alive: child.alive,
    stop: async (signal, patience) => {
      await child.stop(signal, patience);
      if (existsSync(fresh)) renameSync(fresh, run.archive);
    },
  };
}

async function startServer(run: Runtime, options: KafkaOptions, config: string, port: number): Promise<RunningKafka> {
  const fresh = `${run.archive}.${process.pid}`;
  const archive = existsSync(run.archive) ? [] : [`-XX:ArchiveClassesAtExit=${fresh}`];
  const child = await startChild({
    name: 'Kafka',
    command: run.java.command,
    args: [
      ...(options.forMeasuring ? [] : ['-XX:TieredStopAtLevel=1']),
      ...jvmArguments(run),
      ...archive,
      '-cp',
      run.classPath,
      'kafka.Kafka',
      config,
    ],
    env: process.env,
    log: options.log,
    cwd: dirname(config),
    ending: options.ending,
  });
  const started = async () => readFileSync(options.log, 'utf8').includes('Kafka Server started') && (await listens(port));
  await untilReady(child, started);
  return { port, child: archive.length ? archiving(run, child, fresh) : child };
}

/**
 * Starts Kafka as a child process on a free port of 127.0.0.1; formats the data directory when it is empty.
 * @throws Error when there is no Java or no Maven, or with the tail of the broker's log; Ended
 */
export async function startEmbeddedKafka(options: KafkaOptions): Promise<RunningKafka> {
  const run = await runtime(options);
  const [free, controllerPort] = (await freePorts(2)) as [number, number];
  const port = options.port ?? free;
  const config = `${options.dataDir}.properties`;
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
  writePrivately(config, kafkaProperties({ host: '127.0.0.1', port, controllerPort, dataDir: options.dataDir }, options.users));
  const began = performance.now();
  if (!existsSync(join(options.dataDir, 'meta.properties'))) {
    await format(run, options, config);
    options.onStep('Kafka: formatted', performance.now() - began);
  }
  return startServer(run, options, config, port);
}
