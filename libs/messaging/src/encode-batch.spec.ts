import fc from 'fast-check';
import { HEADER_NAMES } from './broker';
import { crc32c } from './crc32c';
import { type Encodable, encodeBatch } from './encode-batch';
import { RecordTooLarge } from './record-size';

/* eslint-disable @typescript-eslint/no-require-imports -- kafkajs has no types for its inner modules */
interface Encoder {
  readonly buffer: Buffer;
}
const theirRecord = require('kafkajs/src/protocol/recordBatch/record/v0') as (record: object) => Encoder;
const { RecordBatch } = require('kafkajs/src/protocol/recordBatch/v0') as {
  readonly RecordBatch: (batch: object) => Promise<Encoder>;
};
const theirCrc = require('kafkajs/src/protocol/recordBatch/crc32C') as (bytes: Buffer) => number;
/* eslint-enable */

/** What kafkajs makes of the same records. */
async function theirs(records: readonly Encodable[], timestamp: number): Promise<Buffer> {
  const encoded = records.map(({ key = null, ...record }, offsetDelta) => theirRecord({ key, ...record, offsetDelta }));
  const times = { firstTimestamp: timestamp, maxTimestamp: timestamp };
  return (await RecordBatch({ records: encoded, ...times, lastOffsetDelta: records.length - 1 })).buffer;
}

const text = fc.oneof(fc.string({ maxLength: 90 }), fc.string({ unit: 'grapheme', maxLength: 40 }));
const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));
const headers = fc.dictionary(fc.constantFrom(...HEADER_NAMES), fc.oneof(text, bytes), { noNullPrototype: true });
const record: fc.Arbitrary<Encodable> = fc.record(
  { key: text, value: fc.oneof(bytes, fc.constant(null)), headers },
  { requiredKeys: ['value', 'headers'] },
);

describe('encodeBatch', () => {
  it("is kafkajs's encoding to the byte", async () => {
    const records = fc.array(record, { minLength: 1, maxLength: 150 });
    const time = fc.integer({ min: 0, max: 4_102_444_800_000 });
    await fc.assert(
      fc.asyncProperty(records, time, async (own, at) => {
        expect(encodeBatch('t', own, at).equals(await theirs(own, at))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it.each([0, 1, 63, 64, 8_191, 8_192, 65_535])("is kafkajs's encoding for a value of %i bytes", async (length) => {
    const records = [{ value: Buffer.alloc(length, 7), headers: { seq: '1', leaf: 'f'.repeat(64) } }];
    expect(encodeBatch('t', records, 1).equals(await theirs(records, 1))).toBe(true);
  });

  it('refuses what one request may not hold, whole or in parts', () => {
    const part = { value: Buffer.alloc(400_000), headers: {} };
    expect(encodeBatch('t', [part, part], 1).length).toBeGreaterThan(800_000);
    expect(() => encodeBatch('t', [part, part, part], 1)).toThrow(RecordTooLarge);
    expect(() => encodeBatch('t', [{ value: Buffer.alloc(1_000_000), headers: {} }], 1)).toThrow(RecordTooLarge);
  });
});

describe('crc32c', () => {
  it('gives the published sum of the check string', () => expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283));

  it("is kafkajs's sum, from any start", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat(20), (array, start) => {
        const all = Buffer.from(array);
        expect(crc32c(all, start)).toBe(theirCrc(all.subarray(start)) >>> 0);
      }),
    );
  });
});
