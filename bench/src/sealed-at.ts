import { setTimeout as sleep } from 'node:timers/promises';
import type { StreamId } from '@satualur/contracts/ids';
import type { Client } from 'pg';

const PATIENCE_MS = 30_000;
const READINGS = 20;

/** An event's place in its log. */
export interface Place {
  readonly stream: StreamId;
  readonly seq: number;
  /** When it was committed, by `performance.now()`. */
  readonly at: number;
}

/**
 * Where streams of one event each stand in the log, once all do, and when their places were committed. The server keeps the time
 * (`track_commit_timestamp`), so nobody has to ask again and again, and with the cores free for what is measured. A pass is not waited
 * for on disk, so what it committed is seen at that very moment.
 */
export async function sealedAt(client: Client, streams: readonly StreamId[]): Promise<readonly Place[]> {
  const text = `SELECT s.seq::int AS seq, e.stream, ${msOf('pg_xact_commit_timestamp(s.xmin)')} AS at
    FROM store.sealed s JOIN store.event e USING (position) WHERE e.stream = ANY ($1)`;
  for (const patience = Date.now() + PATIENCE_MS; ; await sleep(20)) {
    const { rows } = await client.query<Place>(text, [streams]);
    if (rows.length >= streams.length) {
      const ahead = await serverAhead(client);
      return rows.map((row) => ({ ...row, at: row.at - ahead }));
    }
    if (Date.now() > patience) throw new Error('what was appended is not sealed');
  }
}

const msOf = (time: string): string => `(extract(epoch FROM ${time}) * 1000)::float8`;

/** Milliseconds from `performance.now()` to the server's clock, by the reading that took the shortest. */
async function serverAhead(client: Client): Promise<number> {
  let best = { took: Infinity, ahead: NaN };
  for (let reading = 0; reading < READINGS; reading++) {
    const began = performance.now();
    const { rows } = await client.query<{ now: number }>(`SELECT ${msOf('clock_timestamp()')} AS now`);
    const took = performance.now() - began;
    if (took < best.took) best = { took, ahead: rows[0]!.now - (began + took / 2) };
  }
  return best.ahead;
}
