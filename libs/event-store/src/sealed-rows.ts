import type { Hlc } from '@satualur/contracts/hlc';
import type { StreamId } from '@satualur/contracts/ids';
import type { SealedEvent } from './store';

/** Columns of a sealed event, in the order in which `SealedRows` takes them. */
export const SEALED_COLUMNS = 'seq, hlc, leaf, stream, bytes';

const FORMAT_HEADER = 19;
const FIELDS = 5;
const HASH_BYTES = 32;
/** Where a row's fields stand: a count of 2 bytes, then each behind 4 bytes that hold its length. */
const SEQ = 2 + 4;
const HLC = SEQ + 8 + 4;
const LEAF = HLC + 8 + 4;
const STREAM = LEAF + HASH_BYTES + 4;

/** Takes the messages of a binary COPY of SEALED_COLUMNS. */
export class SealedRows {
  readonly events: SealedEvent[] = [];
  private begun = false;

  take(message: Buffer): void {
    const start = this.begun ? 0 : FORMAT_HEADER;
    this.begun = true;
    if (message.readInt16BE(start) === FIELDS) this.events.push(eventOf(message, start));
  }
}

function eventOf(message: Buffer, start: number): SealedEvent {
  const row = Buffer.allocUnsafe(message.length - start);
  message.copy(row, 0, start);
  const streamEnd = STREAM + row.readInt32BE(STREAM - 4);
  return {
    seq: row.readUInt32BE(SEQ) * 2 ** 32 + row.readUInt32BE(SEQ + 4),
    hlc: row.toString('hex', HLC, HLC + 8) as Hlc,
    leaf: row.subarray(LEAF, LEAF + HASH_BYTES),
    stream: row.toString('utf8', STREAM, streamEnd) as StreamId,
    bytes: row.subarray(streamEnd + 4),
  };
}
