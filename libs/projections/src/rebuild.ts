import type { Pool, PoolClient } from 'pg';
import { applying, type Bulk, inBulk, type Passed, type Run } from './bulk';
import { copyIn } from './copy-in';
import { LeafChanged, type LogMark } from './marks';
import type { Loading, Projection } from './projection';
import { markOf, marksOf, moveMark } from './run';
import { allOf, rowsOf, transaction, withClient } from './transaction';
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

export type { Passed, Run };

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
    for (let log = logs.shift(); log !== undefined; log = logs.shift()) {
      const { projection, schema } = build;
      const own = log;
      await readLog(pool, build, log, () => projection.loading?.(own) ?? applying(projection, schema));
    }
  };
  await allOf(lane(), lane());
  await withClient(pool, async (client) => {
    await transaction(client, 'BEGIN', () => createIndexes(client, build.projection, build.schema));
    await transaction(client, `BEGIN; SET LOCAL default_statistics_target = ${STATISTICS}`, async () => {
      for (const table of await tablesOf(client, build.schema))
        await client.query(inSchema(`ANALYZE {schema}.${table}`, build.schema));
    });
  });
  for (const log of await build.source.logs()) await readLog(pool, build, log, () => applying(build.projection, build.schema));
}

async function tablesOf(client: PoolClient, schema: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    'SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = $1',
    [schema],
  );
  return rows.map((row) => row.name);
}

const readLog = (pool: Pool, build: Build, log: string, gather: () => Loading): Promise<void> =>
  withClient(pool, async (client) => {
    await client.query('SET synchronous_commit = off');
    await follow(build, log, gather, (bulk) => transaction(client, 'BEGIN', () => write(client, build, log, bulk)));
    await client.query('RESET synchronous_commit');
  });

/** Reads the next bulk while the last one is being written. */
async function follow(build: Build, log: string, gather: () => Loading, write: (bulk: Bulk) => Promise<void>): Promise<void> {
  const from = markOf(build.marks, log);
  const bulks = inBulk(log, build.source.read(log, from.seq), from, gather);
  let writing: Promise<void> = Promise.resolve();
  try {
    for (let next = await bulks.next(); !next.done; next = await bulks.next()) {
      await writing;
      writing = write(next.value);
      writing.catch(() => undefined);
    }
  } finally {
    await writing.finally(() => bulks.return());
  }
}

async function write(client: PoolClient, build: Build, log: string, { from, to, rows }: Bulk): Promise<void> {
  const copy = (text: string, data: readonly Buffer[]) => copyIn(client, text, data);
  await allOf(moveMark(client, build.schema, { log, from: from.seq, to }), rows.write({ ...rowsOf(client), copy }, build.schema));
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
  if (markOf(build.marks, log).seq < goal.seq)
    await follow(
      build,
      log,
      () => applying(build.projection, build.schema),
      (bulk) => write(client, build, log, bulk),
    );
  const reached = markOf(build.marks, log);
  if (reached.seq < goal.seq) throw new RebuildShort(log, goal.seq, reached.seq);
  if (reached.seq > goal.seq) return;
  if (!reached.leaf!.equals(goal.leaf!)) throw new LeafChanged(log, goal.seq);
  await client.query(inSchema('UPDATE {schema}.mark SET "offset" = $2 WHERE log = $1', build.schema), [log, goal.offset ?? null]);
}
