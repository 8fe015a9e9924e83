import type { Pool, PoolClient } from 'pg';
import { copyIn } from './copy-in';
import { freshAfter, Gap, LeafChanged, type LogMark } from './marks';
import type { LogEvent, Projection } from './projection';
import { applyRun, markOf, marksOf, moveMark } from './run';
import { transaction, withClient } from './transaction';
import {
  copyWatermarks,
  createIndexes,
  createSchema,
  dropUnused,
  endRebuild,
  inSchema,
  liveOf,
  schemaName,
  takeExclusive,
  tryRebuild,
} from './versions';

/** A place of a log whose event cannot be applied and was put aside: the mark goes past it, without rows. */
export interface Passed {
  readonly passed: number;
  readonly leaf: Buffer;
}
export type Run = readonly LogEvent[] | Passed;

/** Where a rebuild reads the logs from. */
export interface LogSource {
  logs(): Promise<readonly string[]>;
  /** Runs of one log's events after `seq`, in order, up to what it holds when asked. */
  read(log: string, after: number): AsyncIterable<Run>;
  /** Called when nothing more will be read, also after a failure. */
  close?(): Promise<void>;
}

export class RebuildRunning extends Error {
  override readonly name = 'RebuildRunning';
}

/** The source holds less of a log than the live projection has applied; the live one stays. */
export class RebuildShort extends Error {
  constructor(
    readonly log: string,
    readonly applied: number,
    readonly held: number,
  ) {
    super('the source holds less than the live projection has applied');
    this.name = 'RebuildShort';
  }
}

interface Build {
  readonly projection: Projection;
  readonly schema: string;
  readonly source: LogSource;
  readonly marks: Map<string, LogMark>;
}

/** Events written at once, at least, while there are more. */
const BULK = 2_000;
/** A sample of 3,000 rows instead of 30,000: enough to plan for, and autovacuum takes a better one. */
const STATISTICS = 10;

export async function rebuild(pool: Pool, projection: Projection, source: LogSource): Promise<void> {
  await withClient(pool, async (client) => {
    if (!(await tryRebuild(client, projection.name))) throw new RebuildRunning();
    try {
      await dropUnused(client, projection);
      const build = { projection, source, schema: await newSchema(client, projection), marks: new Map<string, LogMark>() };
      await fill(pool, build);
      await transaction(client, 'BEGIN', () => swap(client, build));
    } finally {
      await source.close?.();
      await dropUnused(client, projection);
      await endRebuild(client, projection.name);
    }
  });
}

async function newSchema(client: PoolClient, projection: Projection): Promise<string> {
  return transaction(client, 'BEGIN', async () => {
    const { rows } = await client.query<{ generation: number }>(
      'UPDATE projections.projection SET generation = generation + 1 WHERE name = $1 RETURNING generation',
      [projection.name],
    );
    const schema = schemaName(projection, rows[0]!.generation);
    await createSchema(client, projection, schema);
    return schema;
  });
}

/** Loads without indexes, several logs side by side, then makes the indexes, then takes what came meanwhile. */
async function fill(pool: Pool, build: Build): Promise<void> {
  const logs = [...(await build.source.logs())];
  const lane = async () => {
    for (let log = logs.shift(); log !== undefined; log = logs.shift()) await readLog(pool, build, log, loadBulk);
  };
  for (const outcome of await Promise.allSettled([lane(), lane()])) if (outcome.status === 'rejected') throw outcome.reason;
  await withClient(pool, async (client) => {
    await transaction(client, 'BEGIN', () => createIndexes(client, build.projection, build.schema));
    await transaction(client, `BEGIN; SET LOCAL default_statistics_target = ${STATISTICS}`, async () => {
      for (const table of await tablesOf(client, build.schema))
        await client.query(inSchema(`ANALYZE {schema}.${table}`, build.schema));
    });
  });
  for (const log of await build.source.logs()) await readLog(pool, build, log, load);
}

async function tablesOf(client: PoolClient, schema: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    'SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = $1',
    [schema],
  );
  return rows.map((row) => row.name);
}

type Load = typeof load;

const readLog = (pool: Pool, build: Build, log: string, write: Load): Promise<void> =>
  withClient(pool, async (client) => {
    await client.query('SET synchronous_commit = off');
    await follow(build, log, (run) => transaction(client, 'BEGIN', () => write(client, build, log, run)));
    await client.query('RESET synchronous_commit');
  });

/** Reads the next run while the last one is being written. */
async function follow(build: Build, log: string, write: (run: Run) => Promise<void>): Promise<void> {
  const runs = inBulk(build.source.read(log, markOf(build.marks, log).seq))[Symbol.asyncIterator]();
  let writing: Promise<void> = Promise.resolve();
  try {
    for (let next = await runs.next(); !next.done; next = await runs.next()) {
      await writing;
      writing = write(next.value);
      writing.catch(() => undefined);
    }
  } finally {
    await writing;
  }
}

/** Short runs that follow each other as one. */
async function* inBulk(runs: AsyncIterable<Run>): AsyncGenerator<Run> {
  let events: LogEvent[] = [];
  for await (const run of runs) {
    if ('passed' in run) {
      if (events.length > 0) yield events.splice(0);
      yield run;
    } else {
      events.push(...run);
      if (events.length < BULK) continue;
      yield events;
      events = [];
    }
  }
  if (events.length > 0) yield events;
}

/** Before there are indexes and policies. */
function loadBulk(client: PoolClient, build: Build, log: string, run: Run): Promise<void> {
  const { projection } = build;
  if (!projection.load) return load(client, build, log, run);
  const copy = (text: string, data: Buffer) => copyIn(client, text, data);
  const apply: Projection['apply'] = (events, rows, schema) => projection.load!(events, { ...rows, copy }, schema);
  return load(client, { ...build, projection: { ...projection, apply } }, log, run);
}

async function load(client: PoolClient, build: Build, log: string, run: Run): Promise<void> {
  const from = markOf(build.marks, log);
  if ('passed' in run) return pass(client, build, log, run);
  const fresh = freshAfter(from, log, run);
  if (fresh.length === 0) return;
  build.marks.set(log, await applyRun(client, build, { log, from, fresh }));
}

async function pass(client: PoolClient, build: Build, log: string, { passed, leaf }: Passed): Promise<void> {
  const { seq } = markOf(build.marks, log);
  if (passed <= seq) return;
  if (passed > seq + 1) throw new Gap(log, seq + 1, passed);
  const to = { seq: passed, leaf };
  await moveMark(client, build.schema, { log, from: seq, to });
  build.marks.set(log, to);
}

/** Nobody applies to the live schema while this runs; readers go on. */
async function swap(client: PoolClient, build: Build): Promise<void> {
  const { projection, schema } = build;
  await takeExclusive(client, projection.name);
  const live = (await liveOf(client, projection.name))!;
  for (const [log, mark] of await marksOf(client, live.schema)) await reach(client, build, log, mark);
  await copyWatermarks(client, live.schema, schema);
  await client.query('UPDATE projections.projection SET schema = $2, version = $3 WHERE name = $1', [
    projection.name,
    schema,
    projection.version,
  ]);
}

/** Takes what the live schema has beyond the build's mark; throws RebuildShort when the source does not hold it. */
async function reach(client: PoolClient, build: Build, log: string, goal: LogMark): Promise<void> {
  if (markOf(build.marks, log).seq < goal.seq) await follow(build, log, (run) => load(client, build, log, run));
  const reached = markOf(build.marks, log);
  if (reached.seq < goal.seq) throw new RebuildShort(log, goal.seq, reached.seq);
  if (reached.seq > goal.seq) return;
  if (!reached.leaf!.equals(goal.leaf!)) throw new LeafChanged(log, goal.seq);
  await client.query(inSchema('UPDATE {schema}.mark SET "offset" = $2 WHERE log = $1', build.schema), [log, goal.offset ?? null]);
}
