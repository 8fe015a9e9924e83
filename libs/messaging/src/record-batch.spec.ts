import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { decodeRecords, MAX_HEADERS, MAX_INFLATED_BYTES } from './record-batch';
import { rawBatch, rawRecord } from './testing.batch';

const text = (value: string): Buffer => Buffer.from(value);
const only = async (batch: Buffer) => (await decodeRecords(batch)).records;

describe('decodeRecords', () => {
  it('reads offset, key, value and the headers we know', async () => {
    const batch = rawBatch(41, [
      { value: text('a') },
      {
        key: text('k'),
        value: null,
        headers: [
          ['seq', text('7')],
          ['kafka_replyTopic', text('x')],
          ['leaf', null],
        ],
      },
    ]);
    expect(await decodeRecords(batch)).toEqual({
      next: '43',
      records: [
        { offset: '41', key: null, value: text('a'), headers: new Map() },
        { offset: '42', key: text('k'), value: null, headers: new Map([['seq', text('7')]]) },
      ],
    });
  });

  it('refuses a flood of headers in far less than a second of CPU, its bytes kept (X1)', async () => {
    const record = {
      value: text('x'),
      headers: Array.from({ length: 12_000 }, (_, index) => [String(index), text('')] as const),
    };
    const begun = process.cpuUsage();
    const records = await only(rawBatch(5, [record]));
    const { user, system } = process.cpuUsage(begun);
    expect((user + system) / 1e3).toBeLessThan(500);
    expect(records).toEqual([
      { offset: '5', key: null, value: rawRecord(record), headers: new Map(), damage: 'TOO_MANY_HEADERS' },
    ]);
  });

  it('takes as many headers as the cap and not one more', async () => {
    const withHeaders = (count: number) => ({
      value: text('x'),
      headers: Array.from({ length: count }, (_, index) => [`h${index}`, null] as const),
    });
    const [atCap, above] = await only(rawBatch(0, [withHeaders(MAX_HEADERS), withHeaders(MAX_HEADERS + 1)]));
    expect([atCap!.damage, above!.damage]).toEqual([undefined, 'TOO_MANY_HEADERS']);
  });

  it.each(['__proto__', 'constructor', 'toString'])('never shows a header named %s (X3)', async (name) => {
    const [record] = await only(
      rawBatch(0, [
        {
          value: text('x'),
          headers: [
            [name, text('evil')],
            ['seq', text('1')],
          ],
        },
      ]),
    );
    expect([...record!.headers.keys()]).toEqual(['seq']);
    expect(record!.damage).toBeUndefined();
  });

  it('refuses a record that says one of our headers twice (X3)', async () => {
    const record = {
      value: text('x'),
      headers: [
        ['seq', text('1')],
        ['seq', text('2')],
      ] as const,
    };
    expect(await only(rawBatch(0, [record]))).toMatchObject([{ damage: 'REPEATED_HEADER', value: rawRecord(record) }]);
  });

  it('hands a header that is no UTF-8 on as bytes', async () => {
    const [record] = await only(rawBatch(0, [{ value: text('x'), headers: [['seq', Buffer.from([0xff, 0x00])]] }]));
    expect(record!.headers.get('seq')).toEqual(Buffer.from([0xff, 0x00]));
  });

  it('reads gzip', async () => {
    expect(await only(rawBatch(3, [{ value: text('a') }, { value: text('b') }], { attributes: 1 }))).toMatchObject([
      { offset: '3', value: text('a') },
      { offset: '4', value: text('b') },
    ]);
  });

  it('does not inflate a bomb: one damaged record, with the bytes as they came, and the next batch is read (X2)', async () => {
    const bomb = rawBatch(0, [{ value: null }, { value: null }], {
      attributes: 1,
      body: gzipSync(Buffer.alloc(MAX_INFLATED_BYTES * 16)),
    });
    const before = process.memoryUsage().rss;
    const { records, next } = await decodeRecords(Buffer.concat([bomb, rawBatch(2, [{ value: text('next') }])]));
    expect(process.memoryUsage().rss - before).toBeLessThan(MAX_INFLATED_BYTES * 8);
    expect(records).toMatchObject([
      { offset: '1', damage: 'INFLATES_TOO_FAR', value: bomb },
      { offset: '2', value: text('next') },
    ]);
    expect(next).toBe('3');
  });

  it.each([
    ['BAD_COMPRESSION', { attributes: 1, body: text('no gzip') }],
    ['UNSUPPORTED_COMPRESSION', { attributes: 2, body: text('snappy') }],
    ['UNSUPPORTED_COMPRESSION', { attributes: 3, body: text('lz4') }],
    ['UNSUPPORTED_COMPRESSION', { attributes: 4, body: text('zstd') }],
    ['UNSUPPORTED_COMPRESSION', { attributes: 7, body: text('unheard of') }],
    ['MALFORMED_BATCH', { body: text('no record') }],
    ['OLD_FORMAT', { magic: 1 }],
  ])('hands a batch it cannot read (%s) out as one damaged record', async (damage, options) => {
    const batch = rawBatch(8, [{ value: text('x') }], options);
    expect(await only(batch)).toEqual([{ offset: '8', key: null, value: batch, headers: new Map(), damage }]);
  });

  it('takes no record whose offset lies outside its batch', async () => {
    const stray = rawRecord({ value: text('x') }, 5);
    const batch = rawBatch(8, [{ value: null }], { body: Buffer.concat([Buffer.from([stray.length * 2]), stray]) });
    expect(await only(batch)).toMatchObject([{ offset: '8', damage: 'MALFORMED_BATCH' }]);
  });

  it('refuses records of a transaction, which it does not wait for', async () => {
    expect(await only(rawBatch(0, [{ value: text('x') }], { attributes: 0x10 }))).toMatchObject([{ damage: 'TRANSACTIONAL' }]);
  });

  it('goes past control records without showing them', async () => {
    expect(await decodeRecords(rawBatch(9, [{ value: text('marker') }], { attributes: 0x30 }))).toEqual({
      records: [],
      next: '10',
    });
  });

  it('leaves a batch that was cut off for the next fetch', async () => {
    const whole = rawBatch(0, [{ value: text('a') }]);
    const cut = rawBatch(1, [{ value: text('b') }]).subarray(0, 64);
    expect(await decodeRecords(Buffer.concat([whole, cut]))).toMatchObject({ records: [{ offset: '0' }], next: '1' });
  });

  it('never throws and never runs long, whatever the bytes', async () => {
    const mutated = fc.tuple(fc.nat(200), fc.nat(255), fc.array(fc.nat(255), { maxLength: 40 })).map(([at, byte, tail]) => {
      const batch = Buffer.concat([
        rawBatch(0, [{ value: text('abc'), headers: [['seq', text('1')]] }, { value: null }]),
        Buffer.from(tail),
      ]);
      batch[at % batch.length] = byte;
      return batch;
    });
    await fc.assert(
      fc.asyncProperty(mutated, async (bytes) => {
        await decodeRecords(bytes);
      }),
      { numRuns: 2_000 },
    );
  });
});
