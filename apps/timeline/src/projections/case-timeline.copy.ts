import { caseOf } from '@satualur/case-timeline/known-event';
import type { LogEvent } from '@satualur/projections/projection';
import { escapeIdentifier } from 'pg';

const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const END = -1;
const NULL = -1;
const BIGINT = 8;
const UUID = 16;
const COLUMNS = 5;
/** A row's count of columns, a length before each, and what is of one size. */
const ROW = 2 + COLUMNS * 4 + 2 * BIGINT + UUID;

/** A run of one log's events in PostgreSQL's binary COPY format. */
export function entryCopy(events: readonly LogEvent[], schema: string): { readonly text: string; readonly data: Buffer } {
  const log = Buffer.from(events[0]!.log);
  const size = events.reduce((sum, { bytes }) => sum + ROW + log.length + bytes.length, SIGNATURE.length + 2);
  const data = Buffer.allocUnsafe(size);
  let at = SIGNATURE.copy(data);
  for (const event of events) at = writeRow(data, at, log, event);
  return {
    text: `COPY ${escapeIdentifier(schema)}.entry (log, seq, hlc, caseid, bytes) FROM STDIN (FORMAT binary)`,
    data: data.subarray(0, data.writeInt16BE(END, at)),
  };
}

function writeRow(data: Buffer, start: number, log: Buffer, event: LogEvent): number {
  let at = data.writeInt16BE(COLUMNS, start);
  at = data.writeInt32BE(log.length, at);
  at += log.copy(data, at);
  at = data.writeInt32BE(BIGINT, at);
  at = data.writeInt32BE(Math.floor(event.seq / 2 ** 32), at);
  at = data.writeUInt32BE(event.seq % 2 ** 32, at);
  at = data.writeInt32BE(BIGINT, at);
  at += data.write(event.hlc, at, 'hex');
  const caseid = caseOf(event)?.replaceAll('-', '');
  at = data.writeInt32BE(caseid === undefined ? NULL : UUID, at);
  if (caseid !== undefined) at += data.write(caseid, at, 'hex');
  at = data.writeInt32BE(event.bytes.length, at);
  return at + event.bytes.copy(data, at);
}
