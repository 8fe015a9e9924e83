import { randomUUID } from 'node:crypto';
import { type StreamId, streamOf } from '@satualur/contracts/ids';
import type { Pool } from 'pg';
import { JoinedLoads } from './joined-loads';
import { storePool } from './pool';
import { freshStore, type StoreDatabase } from './testing';

jest.setTimeout(30_000);

let database: StoreDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await freshStore(process.env['TEST_DATABASE_URL']!);
  pool = storePool({ connectionString: database.url('superuser') });
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

const newStream = () => streamOf('record', randomUUID());
const bytesOf = (stream: StreamId, version: number) => `{"of":"${stream}","version":${version}}`;
const expected = (stream: StreamId, length: number) => Array.from({ length }, (_, index) => bytesOf(stream, index + 1));

async function filled(length: number): Promise<StreamId> {
  const stream = newStream();
  for (let version = length; version > 0; version--)
    await pool.query('INSERT INTO store.event (stream, version, hlc, bytes) VALUES ($1, $2, 1, $3)', [
      stream,
      version,
      Buffer.from(bytesOf(stream, version)),
    ]);
  return stream;
}

it('gives each of many loads its own stream, in the order of its versions', async () => {
  const lengths = Array.from({ length: 80 }, (_, index) => index % 4);
  const streams = await Promise.all(lengths.map(filled));
  const [loads, asked] = [new JoinedLoads(pool), jest.spyOn(pool, 'connect')];
  const all = [...streams, streams[3]!];
  const loaded = await Promise.all(all.map((stream) => loads.load(stream)));
  expect(loaded.map((events) => events.map(String))).toEqual(
    all.map((stream, at) => expected(stream, at === 80 ? 3 : lengths[at]!)),
  );
  expect(asked).toHaveBeenCalledTimes(3);
});

it('tells only the caller whose stream cannot be asked for', async () => {
  const stream = await filled(2);
  const loads = new JoinedLoads(pool);
  const told = await Promise.allSettled([stream, `record-\0` as StreamId, stream].map((one) => loads.load(one)));
  expect(told.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});
