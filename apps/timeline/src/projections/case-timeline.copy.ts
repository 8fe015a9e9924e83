import { caseOf } from '@satualur/case-timeline/known-event';
import type { LogEvent } from '@satualur/projections/projection';
import { escapeIdentifier } from 'pg';

const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const END = Buffer.from([0xff, 0xff]);
const NULL = -1;
const BIGINT = 8;
const UUID = 16;
const DASH = 0x2d;
const COLUMNS = 5;
/** A row's count of columns, a length before each, and what is of one size. */
const ROW = 2 + COLUMNS * 4 + 2 * BIGINT + UUID;

/** One log's events in PostgreSQL's binary COPY format, piece by piece. */
export class EntryCopy {
  private readonly log: Buffer;
  private readonly pieces: Buffer[] = [];

  constructor(log: string) {
    this.log = Buffer.from(log);
  }

  take(events: readonly LogEvent[]): void {
    const { log } = this;
    const piece = Buffer.allocUnsafe(events.reduce((sum, { bytes }) => sum + ROW + log.length + bytes.length, 0));
    let at = 0;
    for (const event of events) at = writeRow(piece, at, log, event);
    this.pieces.push(piece.subarray(0, at));
  }

  /** Undefined when nothing was taken. */
  statement(schema: string): { readonly text: string; readonly data: readonly Buffer[] } | undefined {
    if (this.pieces.length === 0) return undefined;
    return {
      text: `COPY ${escapeIdentifier(schema)}.entry (log, seq, hlc, caseid, bytes) FROM STDIN (FORMAT binary)`,
      data: [SIGNATURE, ...this.pieces, END],
    };
  }
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
  const caseid = caseOf(event);
  at = data.writeInt32BE(caseid === undefined ? NULL : UUID, at);
  if (caseid !== undefined) at = writeUuid(data, at, caseid);
  at = data.writeInt32BE(event.bytes.length, at);
  return at + event.bytes.copy(data, at);
}

function writeUuid(data: Buffer, start: number, uuid: string): number {
  let at = start;
  for (let digit = 0; digit < uuid.length; digit += 2) {
    if (uuid.charCodeAt(digit) === DASH) digit += 1;
    data[at++] = (valueOf(uuid, digit) << 4) | valueOf(uuid, digit + 1);
  }
  return at;
}

/** Of a hexadecimal digit; caseids are known to consist of such. */
const valueOf = (text: string, digit: number): number => {
  const code = text.charCodeAt(digit);
  return (code & 0xf) + (code > 0x39 ? 9 : 0);
};
