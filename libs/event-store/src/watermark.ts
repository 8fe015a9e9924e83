import { setTimeout as wait } from 'node:timers/promises';
import { type Hlc, hlcFromBigint, hlcToBigint } from '@satualur/contracts/hlc';
import type { Queryable } from './serial-client';

/** Step 1 of details 2: appends that start from now on draw above the mark. Returns the mark, which never goes back. */
export async function raiseMark(client: Queryable, to: Hlc): Promise<Hlc> {
  const text = 'UPDATE store.mark SET hlc = greatest(hlc, $1) RETURNING hlc';
  const { rows } = await client.query<{ hlc: string }>(text, [hlcToBigint(to)]);
  return hlcFromBigint(rows[0]!.hlc);
}

const APPENDING = `SELECT DISTINCT virtualtransaction AS id FROM pg_locks
  WHERE locktype = 'relation' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND relation = 'store.event'::regclass AND mode = 'RowExclusiveLock'`;

async function openAppends(client: Queryable): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>({ name: 'store.appending', text: APPENDING });
  return rows.map(({ id }) => id);
}

/** Steps 2 and 3: returns once every append that was open at the call has ended. Appends begun later are not waited for. */
export async function openAppendsEnded(client: Queryable): Promise<void> {
  let open = await openAppends(client);
  for (let pause = 1; open.length > 0; pause = Math.min(pause * 2, 50)) {
    await wait(pause);
    const now = new Set(await openAppends(client));
    open = open.filter((id) => now.has(id));
  }
}
