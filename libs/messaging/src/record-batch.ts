import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { ByteReader } from './byte-reader';
import { HEADER_NAMES, type Headers } from './broker';

/** A record as it leaves the decoder. With `damage`, `value` is the record (or whole batch) in Kafka's own encoding. */
export interface DecodedRecord {
  readonly offset: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Headers;
  readonly damage?: string;
}

export interface DecodedRecords {
  readonly records: readonly DecodedRecord[];
  /** The offset after the last batch, which may lie behind the last record (control records, compaction); undefined when empty. */
  readonly next?: string;
}

export const MAX_HEADERS = 64;
export const MAX_INFLATED_BYTES = 4 * 1024 * 1024;

const BATCH_PREFIX = 12;
const BATCH_HEADER = 61;
const NO_HEADERS: Headers = new Map();
const ALLOWED: ReadonlySet<string> = new Set(HEADER_NAMES);
const inflate = promisify(gunzip);

const damaged = (offset: bigint, value: Buffer, damage: string): DecodedRecord => ({
  offset: offset.toString(),
  key: null,
  value,
  headers: NO_HEADERS,
  damage,
});

/**
 * Decodes the records of one partition in a fetch response. Never throws: what cannot be read becomes one damaged record at the
 * batch's last offset. A batch cut off at the end, as Kafka sends it, is left for the next fetch.
 */
export async function decodeRecords(bytes: Buffer): Promise<DecodedRecords> {
  const records: DecodedRecord[] = [];
  let next: bigint | undefined;
  for (let at = 0; at + BATCH_HEADER <= bytes.length;) {
    const length = bytes.readInt32BE(at + 8);
    const end = at + BATCH_PREFIX + length;
    if (length < BATCH_HEADER - BATCH_PREFIX || end > bytes.length) break;
    const batch = await decodeBatch(bytes.subarray(at, end));
    for (const record of batch.records) records.push(record);
    next = batch.last + 1n;
    at = end;
  }
  return next === undefined ? { records } : { records, next: next.toString() };
}

async function decodeBatch(batch: Buffer): Promise<{ records: DecodedRecord[]; last: bigint }> {
  const base = batch.readBigInt64BE(0);
  if (batch.readInt8(16) !== 2) return { records: [damaged(base, batch, 'OLD_FORMAT')], last: base };
  const last = base + BigInt(Math.max(0, batch.readInt32BE(23)));
  const attributes = batch.readInt16BE(21);
  if (attributes & 0x20) return { records: [], last };
  const whole = (damage: string): { records: DecodedRecord[]; last: bigint } => ({
    records: [damaged(last, batch, damage)],
    last,
  });
  const payload = await payloadOf(batch, attributes & 0x07);
  if (typeof payload === 'string') return whole(payload);
  try {
    return { records: decodeAll(payload, batch.readInt32BE(57), base, last, (attributes & 0x10) !== 0), last };
  } catch {
    return whole('MALFORMED_BATCH');
  }
}

/** The encoded records, or why there are none. */
async function payloadOf(batch: Buffer, codec: number): Promise<Buffer | string> {
  const body = batch.subarray(BATCH_HEADER);
  if (codec === 0) return body;
  if (codec !== 1) return 'UNSUPPORTED_COMPRESSION';
  try {
    return await inflate(body, { maxOutputLength: MAX_INFLATED_BYTES });
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? 'INFLATES_TOO_FAR' : 'BAD_COMPRESSION';
  }
}

function decodeAll(payload: Buffer, count: number, base: bigint, last: bigint, transactional: boolean): DecodedRecord[] {
  const reader = new ByteReader(payload);
  const records: DecodedRecord[] = [];
  for (let index = 0; index < count; index++) records.push(decodeRecord(reader.part(reader.varint()), base, last, transactional));
  return records;
}

function decodeRecord(reader: ByteReader, base: bigint, last: bigint, transactional: boolean): DecodedRecord {
  reader.int8();
  reader.skipVarlong();
  const offset = base + BigInt(reader.varint());
  if (offset < base || offset > last) throw new RangeError('offset outside its batch');
  const key = reader.nullable();
  const value = reader.nullable();
  if (transactional) return damaged(offset, reader.whole(), 'TRANSACTIONAL');
  const headers = decodeHeaders(reader);
  if (typeof headers === 'string') return damaged(offset, reader.whole(), headers);
  return { offset: offset.toString(), key, value, headers };
}

/** The allow-listed headers, or why the record is refused. Linear, and stops before reading more than the cap. */
function decodeHeaders(reader: ByteReader): Headers | string {
  const count = reader.varint();
  if (count > MAX_HEADERS) return 'TOO_MANY_HEADERS';
  const headers = new Map<string, Buffer>();
  for (let index = 0; index < count; index++) {
    const name = reader.latin1(reader.varint());
    const value = reader.nullable();
    if (!ALLOWED.has(name) || value === null) continue;
    if (headers.has(name)) return 'REPEATED_HEADER';
    headers.set(name, value);
  }
  return headers;
}
