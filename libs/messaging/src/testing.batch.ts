import { gzipSync } from 'node:zlib';

const varint = (value: number): Buffer => {
  let rest = value >= 0 ? value * 2 : -value * 2 - 1;
  const bytes: number[] = [];
  do {
    bytes.push((rest % 128) + (rest >= 128 ? 128 : 0));
    rest = Math.floor(rest / 128);
  } while (rest > 0);
  return Buffer.from(bytes);
};
const block = (bytes: Buffer | null): Buffer => (bytes === null ? varint(-1) : Buffer.concat([varint(bytes.length), bytes]));

export interface RawRecord {
  readonly key?: Buffer | null;
  readonly value: Buffer | null;
  readonly headers?: readonly (readonly [string, Buffer | null])[];
}

/** A record in Kafka's encoding, magic 2, without its own length. */
export const rawRecord = ({ key = null, value, headers = [] }: RawRecord, offsetDelta = 0): Buffer =>
  Buffer.concat([
    Buffer.from([0]),
    varint(0),
    varint(offsetDelta),
    block(key),
    block(value),
    varint(headers.length),
    ...headers.flatMap(([name, header]) => [block(Buffer.from(name)), block(header)]),
  ]);

/** A record batch; `attributes` as Kafka has them (codec 1 compresses). `body` replaces the encoded records. */
export function rawBatch(
  base: number,
  records: readonly RawRecord[],
  { attributes = 0, body, magic = 2 }: { attributes?: number; body?: Buffer; magic?: number } = {},
): Buffer {
  const plain = Buffer.concat(records.map((record, index) => block(rawRecord(record, index))));
  const payload = body ?? ((attributes & 7) === 1 ? gzipSync(plain) : plain);
  const header = Buffer.alloc(61);
  header.writeBigInt64BE(BigInt(base), 0);
  header.writeInt32BE(49 + payload.length, 8);
  header.writeInt8(magic, 16);
  header.writeInt16BE(attributes, 21);
  header.writeInt32BE(records.length - 1, 23);
  header.writeInt32BE(records.length, 57);
  return Buffer.concat([header, payload]);
}
