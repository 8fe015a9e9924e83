import { setTimeout as wait } from 'node:timers/promises';
import { superuser, withClient } from './agencies';
import { projections } from './projections';
import type { RunFile } from './run-file';

/** Where one log stands on its way from append to projection. */
export interface Standing {
  readonly log: string;
  readonly events: number;
  readonly sealed: number;
  readonly relayed: number;
  readonly marked: number;
  /** Watermark of the last checkpoint, and the highest that every projector has got from Kafka. */
  readonly promised: string;
  readonly told: string;
  readonly projected: number;
  /** Last seq addressed to each agency, and how far that agency has reacted to this log. */
  readonly addressed: Readonly<Record<string, number>>;
  readonly answered: Readonly<Record<string, number>>;
}

const STORE = `SELECT (SELECT count(*) FROM store.event)::float8 AS events, (SELECT coalesce(max(seq), 0) FROM store.sealed)::float8 AS sealed,
  coalesce((SELECT seq FROM store.relay), 0)::float8 AS relayed, coalesce((SELECT addressed FROM store.relay), '{}') AS addressed,
  coalesce((SELECT size FROM store.checkpoint ORDER BY id DESC LIMIT 1), 0)::float8 AS marked,
  coalesce((SELECT watermark FROM store.checkpoint ORDER BY id DESC LIMIT 1), 0)::text AS promised`;

type Projected = Pick<Standing, 'projected' | 'told'>;

/** How far every projection has come with each log. */
async function projectedOf(run: RunFile): Promise<ReadonlyMap<string, Projected>> {
  return withClient(superuser(run.postgres, run.projection.database), async (client) => {
    const reached: (Projected & { log: string })[] = [];
    for (const { name } of projections) {
      const live = await client.query<{ schema: string }>('SELECT schema FROM projections.projection WHERE name = $1', [name]);
      const { schema } = live.rows[0]!;
      const { rows } = await client.query<Projected & { log: string }>(
        `SELECT l.log, coalesce(max(m.seq), 0)::float8 AS projected, coalesce(max(w.hlc), 0)::text AS told
         FROM unnest($1::text[]) l (log) LEFT JOIN "${schema}".mark m USING (log) LEFT JOIN "${schema}".watermark w USING (log) GROUP BY l.log`,
        [run.agencies.map(({ key }) => key)],
      );
      reached.push(...rows);
    }
    return new Map(run.agencies.map(({ key }) => [key, leastOf(reached.filter(({ log }) => log === key))]));
  });
}

const leastOf = (reached: readonly Projected[]): Projected =>
  reached.reduce((least, { projected, told }) => ({
    projected: Math.min(least.projected, projected),
    told: BigInt(told) < BigInt(least.told) ? told : least.told,
  }));

/** For each agency, how far it has reacted to each log. */
async function reactedOf(run: RunFile): Promise<ReadonlyMap<string, ReadonlyMap<string, number>>> {
  const reacted = new Map<string, ReadonlyMap<string, number>>();
  for (const { key } of run.agencies) {
    const text = `SELECT log, seq::float8 AS seq FROM referral.mark WHERE reader = 'inbox'`;
    const { rows } = await withClient(superuser(run.postgres, `agency_${key}`), (client) =>
      client.query<{ log: string; seq: number }>(text),
    );
    reacted.set(key, new Map(rows.map(({ log, seq }) => [log, seq])));
  }
  return reacted;
}

async function standings(run: RunFile): Promise<Standing[]> {
  const projected = await projectedOf(run);
  const reacted = await reactedOf(run);
  const found: Standing[] = [];
  for (const { key } of run.agencies) {
    const { rows } = await withClient(superuser(run.postgres, `agency_${key}`), (client) => client.query<Standing>(STORE));
    const answered = Object.fromEntries(Object.keys(rows[0]!.addressed).map((to) => [to, reacted.get(to)?.get(key) ?? 0]));
    found.push({ ...rows[0]!, log: key, ...projected.get(key)!, answered });
  }
  return found;
}

const isDrained = ({ events, sealed, relayed, marked, projected, promised, told, addressed, answered }: Standing): boolean =>
  [sealed, relayed, marked, projected].every((reached) => reached === events) &&
  BigInt(told) >= BigInt(promised) &&
  Object.entries(addressed).every(([to, seq]) => answered[to] === seq);

/**
 * Waits until everything written stands in every place, twice the same, for a reaction writes anew; gives up once nothing has moved for `patienceMs`, or after `limitMs`.
 * Returns what lags.
 */
export async function drained(
  run: RunFile,
  { patienceMs, limitMs }: { readonly patienceMs: number; readonly limitMs: number },
): Promise<readonly Standing[]> {
  const end = Date.now() + limitMs;
  let before = '';
  for (let movedAt = Date.now(); ; await wait(250)) {
    const now = await standings(run).catch(() => undefined);
    const lagging = now?.filter((standing) => !isDrained(standing));
    const seen = JSON.stringify(now);
    if (lagging?.length === 0 && seen === before) return [];
    if (now && seen !== before) [before, movedAt] = [seen, Date.now()];
    if (Date.now() - movedAt > patienceMs || Date.now() > end) return lagging ?? [];
  }
}
