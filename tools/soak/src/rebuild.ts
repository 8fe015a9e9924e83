import { storePool } from '@satualur/event-store/pool';
import { decodeEvent } from '@satualur/contracts/bytes';
import { eventOf } from '@satualur/contracts/read-event';
import type { LogEvent, Projection } from '@satualur/projections/projection';
import { Projector } from '@satualur/projections/projector';
import type { LogSource } from '@satualur/projections/rebuild';
import { superuser, withClient } from './agencies';
import type { RunFile } from './run-file';

const PAGE = 2_000;
const SEALED = `SELECT s.seq::float8 AS seq, s.leaf, e.bytes FROM store.sealed s JOIN store.event e USING (position)
  WHERE s.seq > $1 ORDER BY s.seq LIMIT ${PAGE}`;

/** The logs as the stores hold them. */
function storedLogs(run: RunFile): LogSource {
  return {
    logs: () => Promise.resolve(run.agencies.map(({ key }) => key)),
    async *read(log, after) {
      for (let from = after; ;) {
        const page = await withClient(superuser(run.postgres, `agency_${log}`), (client) =>
          client.query<{ seq: number; leaf: Buffer; bytes: Buffer }>(SEALED, [from]),
        );
        if (page.rows.length === 0) return;
        from = page.rows.at(-1)!.seq;
        yield page.rows.map(({ seq, leaf, bytes }): LogEvent => {
          const envelope = decodeEvent(bytes);
          return { log, seq, leaf, hlc: envelope.hlc, envelope, event: eventOf(envelope), bytes };
        });
      }
    },
  };
}

export interface Digests {
  readonly live: string;
  readonly rebuilt: string;
}

/** The product's own digests of a projection as it is, and as the product rebuilds it; of one that cannot be rebuilt, what was thrown. */
export async function rebuilt(run: RunFile, projection: Projection): Promise<Digests> {
  const pool = storePool({ ...run.projection, host: run.postgres.host, port: run.postgres.port, pipeline: true });
  try {
    const projector = new Projector(pool, projection);
    await projector.open();
    const live = await projector.digest();
    await projector.rebuild(storedLogs(run));
    return { live, rebuilt: await projector.digest() };
  } catch (error) {
    const { name } = error as Error;
    return { live: name, rebuilt: `no ${name}` };
  } finally {
    await pool.end();
  }
}
