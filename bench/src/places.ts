import { setTimeout as sleep } from 'node:timers/promises';
import type { StreamId } from '@satualur/contracts/ids';
import type { Client } from 'pg';

const PATIENCE_MS = 30_000;

/** An event's place in its log. */
export interface Place {
  readonly stream: StreamId;
  readonly seq: number;
}

/** Where streams of one event each stand in the log, once all do. */
export async function placesOf(client: Client, streams: readonly StreamId[]): Promise<readonly Place[]> {
  const text = `SELECT s.seq::int AS seq, e.stream FROM store.sealed s JOIN store.event e USING (position) WHERE e.stream = ANY ($1)`;
  for (const patience = Date.now() + PATIENCE_MS; ; await sleep(20)) {
    const { rows } = await client.query<Place>(text, [streams]);
    if (new Set(rows.map(({ stream }) => stream)).size === streams.length) return rows;
    if (Date.now() > patience) throw new Error('what was appended is not sealed');
  }
}
