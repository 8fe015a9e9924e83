import type { HeaderName, OutgoingRecord } from './broker';
import { ByteWriter, sizeOfBlock, sizeOfVarint } from './byte-writer';
import { crc32c } from './crc32c';
import { MAX_BATCH_BYTES, RecordTooLarge } from './record-size';

const BATCH_PREFIX = 12;
const BATCH_HEADER = 61;
const CRC_AT = 17;
const CHECKED_FROM = 21;
/** Attributes, and a timestamp that is the batch's own: a zero byte each. */
const FIXED = 2;

/** What a batch holds of a record; a null value is a tombstone. */
export type Encodable = Pick<OutgoingRecord, 'key' | 'headers'> & { readonly value: Buffer | null };
type Headers = OutgoingRecord['headers'];
type Text = string | Buffer;

const lengthOf = (text: Text): number => (typeof text === 'string' ? Buffer.byteLength(text) : text.length);

function sizeOfBody({ key, value, headers }: Encodable, delta: number): number {
  let size = FIXED + sizeOfVarint(delta) + sizeOfBlock(key === undefined ? -1 : lengthOf(key)) + sizeOfBlock(value?.length ?? -1);
  const names = Object.keys(headers) as HeaderName[];
  for (const name of names) size += sizeOfBlock(name.length) + sizeOfBlock(lengthOf(headers[name]!));
  return size + sizeOfVarint(names.length);
}

function writeHeaders(writer: ByteWriter, headers: Headers): void {
  const names = Object.keys(headers) as HeaderName[];
  writer.varint(names.length);
  for (const name of names) {
    writer.text(name);
    const value = headers[name]!;
    if (typeof value === 'string') writer.text(value);
    else writer.block(value);
  }
}

function writeRecord(writer: ByteWriter, { key, value, headers }: Encodable, delta: number, size: number): void {
  writer.varint(size);
  writer.zeros(FIXED);
  writer.varint(delta);
  if (key === undefined) writer.block(null);
  else writer.text(key);
  writer.block(value);
  writeHeaders(writer, headers);
}

interface Sizes {
  /** Of each record's body. */
  readonly bodies: readonly number[];
  /** Of the batch. */
  readonly all: number;
}

/** Encoded sizes of the records as one batch. Throws RecordTooLarge when a request for their topic may not hold it. */
export function sizesOf(topic: string, records: readonly Encodable[]): Sizes {
  const bodies = records.map(sizeOfBody);
  const all = bodies.reduce((sum, size) => sum + sizeOfBlock(size), BATCH_HEADER);
  if (all > MAX_BATCH_BYTES) throw new RecordTooLarge(topic, all);
  return { bodies, all };
}

/**
 * Kafka's record batch, version 2, uncompressed, of a producer without sequence; written once into one buffer. Throws RecordTooLarge,
 * as `sizesOf`, before anything is written.
 */
export function encodeBatch(topic: string, records: readonly Encodable[], timestamp: number): Buffer {
  const { bodies, all } = sizesOf(topic, records);
  const batch = Buffer.allocUnsafeSlow(all);
  batch.fill(0, 0, BATCH_HEADER);
  batch.writeInt32BE(all - BATCH_PREFIX, 8);
  batch.writeInt8(2, 16);
  batch.writeInt32BE(records.length - 1, 23);
  batch.writeBigInt64BE(BigInt(timestamp), 27);
  batch.writeBigInt64BE(BigInt(timestamp), 35);
  batch.writeBigInt64BE(-1n, 43);
  batch.writeInt32BE(records.length, 57);
  const writer = new ByteWriter(batch, BATCH_HEADER);
  for (let delta = 0; delta < records.length; delta++) writeRecord(writer, records[delta]!, delta, bodies[delta]!);
  batch.writeUInt32BE(crc32c(batch, CHECKED_FROM), CRC_AT);
  return batch;
}
