import { storePool } from '@satualur/event-store/pool';
import { decodeEvent } from '@satualur/contracts/bytes';
import { eventOf } from '@satualur/contracts/read-event';
import type { LogEvent } from '@satualur/projections/projection';
import { Projector } from '@satualur/projections/projector';
import type { LogSource } from '@satualur/projections/rebuild';
import { superuser, withClient } from './agencies';
import { ledger } from './ledger.projection';
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

/** The product's own digests of the projection as it is, and as the product rebuilds it. */
export async function rebuilt(run: RunFile): Promise<Digests> {
  const pool = storePool({ ...run.projection, host: run.postgres.host, port: run.postgres.port });
  try {
    const projector = new Projector(pool, ledger);
    await projector.open();
    const live = await projector.digest();
    await projector.rebuild(storedLogs(run));
    return { live, rebuilt: await projector.digest() };
  } finally {
    await pool.end();
  }
}
