import { type Hlc, hlcFromBigint, hlcToBigint } from '@satualur/contracts/hlc';
import type { PoolClient } from 'pg';
import { type LogMark, markAfter, START, type Watermark } from './marks';
import type { LogEvent, Projection, Rows } from './projection';
import { rowsOf } from './transaction';
import { inSchema } from './versions';

/** Another process moved this log's mark: its rows stand, this run was rolled back. */
export class Fenced extends Error {
  constructor(readonly log: string) {
    super('another process applies this log');
    this.name = 'Fenced';
  }
}

const MOVE = 'UPDATE {schema}.mark SET seq = $2, leaf = $3, "offset" = $4 WHERE log = $1 AND seq = $5';
const PLACE = 'INSERT INTO {schema}.mark (log, seq, leaf, "offset") VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING';

/** Compare-and-set of one log's mark, inside the caller's transaction. Throws Fenced when it is not at `from`. */
export async function moveMark(
  client: PoolClient,
  schema: string,
  { log, from, to }: { readonly log: string; readonly from: number; readonly to: LogMark },
): Promise<void> {
  const values = [log, to.seq, to.leaf, to.offset ?? null];
  const moved =
    from === 0
      ? await client.query(inSchema(PLACE, schema), values)
      : await client.query(inSchema(MOVE, schema), [...values, from]);
  if (moved.rowCount !== 1) throw new Fenced(log);
}

/**
 * Mark and rows of a non-empty run of fresh events, inside the caller's transaction, both at once. Throws Fenced when the mark is not
 * `from`; in any case only when nothing more will be sent.
 */
export async function applyRun(
  client: PoolClient,
  target: { readonly projection: Pick<Projection, 'apply'>; readonly schema: string },
  run: {
    readonly log: string;
    readonly from: LogMark;
    readonly fresh: readonly LogEvent[];
    readonly offset?: string | undefined;
  },
): Promise<LogMark> {
  const mark = markAfter(run.fresh, run.offset ?? run.from.offset);
  const sent = await Promise.allSettled([
    moveMark(client, target.schema, { log: run.log, from: run.from.seq, to: mark }),
    target.projection.apply(run.fresh, rowsOf(client), target.schema),
  ]);
  for (const outcome of sent) if (outcome.status === 'rejected') throw outcome.reason;
  return mark;
}

export async function marksOf(client: PoolClient, schema: string): Promise<Map<string, LogMark>> {
  const { rows } = await client.query<{ log: string; seq: string; leaf: Buffer; offset: string | null }>(
    inSchema('SELECT log, seq, leaf, "offset" FROM {schema}.mark ORDER BY log', schema),
  );
  return new Map(rows.map((row) => [row.log, { seq: Number(row.seq), leaf: row.leaf, offset: row.offset ?? undefined }]));
}

export const markOf = (marks: ReadonlyMap<string, LogMark>, log: string): LogMark => marks.get(log) ?? START;

/** Keeps a promise until a higher one counts. Throws nothing on repeats; the higher of two for one size stands. */
export async function keepWatermark(
  client: PoolClient,
  schema: string,
  log: string,
  { size, watermark }: Watermark,
): Promise<void> {
  await client.query(
    inSchema(
      `INSERT INTO {schema}.watermark AS w (log, size, hlc) VALUES ($1, $2, $3)
       ON CONFLICT (log, size) DO UPDATE SET hlc = greatest(w.hlc, excluded.hlc)`,
      schema,
    ),
    [log, size, hlcToBigint(watermark)],
  );
  await client.query(
    inSchema(
      `DELETE FROM {schema}.watermark w USING {schema}.mark m, {schema}.watermark higher
       WHERE w.log = $1 AND m.log = $1 AND higher.log = $1 AND higher.size <= m.seq AND w.size <= m.seq AND higher.hlc > w.hlc`,
      schema,
    ),
    [log],
  );
}

/** Per log the highest watermark whose size has been applied; nothing applied counts as applied up to 0. */
export async function watermarksOf(rows: Rows, schema: string): Promise<Map<string, Hlc>> {
  const counted = await rows.query<{ log: string; hlc: string }>(
    inSchema(
      `SELECT w.log, max(w.hlc) AS hlc FROM {schema}.watermark w LEFT JOIN {schema}.mark m USING (log)
       WHERE w.size <= coalesce(m.seq, 0) GROUP BY w.log ORDER BY w.log`,
      schema,
    ),
  );
  return new Map(counted.rows.map((row) => [row.log, hlcFromBigint(row.hlc)]));
}
