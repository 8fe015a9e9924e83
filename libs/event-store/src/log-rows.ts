import { hlcFromBigint, hlcToBigint } from '@satualur/contracts/hlc';
import { SEALED_COLUMNS, SealedRows } from './sealed-rows';
import type { Line, Queryable } from './serial-client';
import type { Checkpoint, RelayMark, SealedEvent } from './store';

const READ_LIMIT = 4_096;
/** Most events are larger, so that few rows are read only to be left out for their bytes. */
const SMALL_EVENT_BYTES = 512;

/** LATERAL and LIMIT make the server walk along `seq` and send the first row at once, whatever it knows of the tables' sizes. */
const readSealedText = (fromSeq: number, limit: number, maxBytes: number): string => `COPY (
  SELECT ${SEALED_COLUMNS} FROM (
    SELECT s.seq, e.hlc, s.leaf, e.stream, e.bytes, sum(octet_length(e.bytes)) OVER (ORDER BY s.seq ROWS UNBOUNDED PRECEDING) AS total
    FROM store.sealed s, LATERAL (SELECT hlc, stream, bytes FROM store.event WHERE position = s.position LIMIT 1) e
    WHERE s.seq >= ${fromSeq} ORDER BY s.seq LIMIT ${limit}) run
  WHERE total <= ${maxBytes} OR seq = ${fromSeq} ORDER BY seq) TO STDOUT (FORMAT binary)`;

/** See LogStore.readSealed. */
export async function readSealed(client: Line, fromSeq: number, maxBytes: number): Promise<SealedEvent[]> {
  if (!Number.isSafeInteger(fromSeq) || !Number.isSafeInteger(maxBytes)) throw new RangeError('whole numbers are asked for');
  const limit = Math.max(1, Math.min(READ_LIMIT, Math.ceil(maxBytes / SMALL_EVENT_BYTES)));
  const rows = new SealedRows();
  await client.copyOut(readSealedText(fromSeq, limit, maxBytes), (message) => rows.take(message));
  return rows.events;
}

interface CheckpointRow {
  readonly size: string;
  readonly root: Buffer;
  readonly watermark: string;
  readonly note: string;
}

export async function latestCheckpoint(client: Queryable, origin: string): Promise<Checkpoint | undefined> {
  const text = 'SELECT size, root, watermark, note FROM store.checkpoint ORDER BY id DESC LIMIT 1';
  const { rows } = await client.query<CheckpointRow>(text);
  return rows.map(({ size, root, watermark, note }) => ({
    origin,
    size: Number(size),
    root,
    watermark: hlcFromBigint(watermark),
    note,
  }))[0];
}

/** @param settled every position at or below it is sealed or proven dead */
export async function saveCheckpoint(client: Queryable, checkpoint: Checkpoint, settled: number): Promise<void> {
  const { size, root, watermark, note } = checkpoint;
  const text = 'INSERT INTO store.checkpoint (size, root, watermark, settled, note) VALUES ($1, $2, $3, $4, $5)';
  await client.query(text, [size, root, hlcToBigint(watermark), settled, note]);
}

export async function relayMark(client: Queryable): Promise<RelayMark> {
  const text = 'SELECT seq, addressed FROM store.relay';
  const { rows } = await client.query<{ seq: string; addressed: Record<string, number> }>(text);
  return rows.map(({ seq, addressed }) => ({ seq: Number(seq), addressed }))[0] ?? { seq: 0, addressed: {} };
}

/** Not waited for on disk: a mark that a crash of the server takes back repeats records, and whoever seals next waits for no flush. */
export async function saveRelayMark(client: Queryable, { seq, addressed }: RelayMark): Promise<void> {
  const text = `WITH later AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true) AS setting)
    INSERT INTO store.relay (seq, addressed) SELECT $1::bigint, $2::jsonb FROM later WHERE setting = 'off'
    ON CONFLICT (one) DO UPDATE SET seq = excluded.seq, addressed = excluded.addressed`;
  await client.query({ name: 'store.relay', text, values: [seq, JSON.stringify(addressed)] });
}
