import { freshAfter, Gap, type LogMark, markAfter } from './marks';
import type { Loading, LogEvent, Projection } from './projection';

/** A place of a log whose event cannot be applied and was put aside: the mark goes past it, without rows. */
export interface Passed {
  readonly passed: number;
  readonly leaf: Buffer;
}
export type Run = readonly LogEvent[] | Passed;

/** What follows `from` in a log up to `to`, as rows not written yet. */
export interface Bulk {
  readonly from: LogMark;
  readonly to: LogMark;
  readonly rows: Loading;
}

/** Events written at once, at least, while there are more. */
const BULK = 2_000;

/** Runs that follow each other as one, turned into rows as they come. Throws as `freshAfter`. */
export async function* inBulk(
  log: string,
  runs: AsyncIterable<Run>,
  from: LogMark,
  gather: () => Loading,
): AsyncGenerator<Bulk, void> {
  let bulk: Bulk = { from, to: from, rows: gather() };
  for await (const run of runs) {
    bulk = { ...bulk, to: taken(log, run, bulk) };
    if (bulk.to.seq - bulk.from.seq < BULK) continue;
    yield bulk;
    bulk = { from: bulk.to, to: bulk.to, rows: gather() };
  }
  if (bulk.to.seq > bulk.from.seq) yield bulk;
}

/** For a projection that does not say how it is loaded. */
export function applying(projection: Projection, schema: string): Loading {
  const events: LogEvent[] = [];
  return {
    take: (more) => void events.push(...more),
    write: async (rows) => {
      if (events.length > 0) await projection.apply(events, rows, schema);
    },
  };
}

function taken(log: string, run: Run, { to, rows }: Bulk): LogMark {
  if ('passed' in run) return past(log, to, run);
  const fresh = freshAfter(to, log, run);
  if (fresh.length === 0) return to;
  rows.take(fresh);
  return markAfter(fresh);
}

function past(log: string, mark: LogMark, { passed, leaf }: Passed): LogMark {
  if (passed <= mark.seq) return mark;
  if (passed > mark.seq + 1) throw new Gap(log, mark.seq + 1, passed);
  return { seq: passed, leaf };
}
