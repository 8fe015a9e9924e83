import { type StreamId, streamOf } from '@satualur/contracts/ids';
import type { StoreDatabase } from '@satualur/event-store/testing';
import { Client } from 'pg';
import type { Bench } from './bench';
import { OurAppends } from './ours';
import { PLAIN, PlainInserts } from './plain';
import { rowOf } from './row';
import { ids } from './streams';
import { faultless, told } from './told';
import { inTurns, ratios } from './turns';

const NAME = 'append of 1 event that checks another stream, 8 at a time';
const WORKERS = 8;
const RECORDS = 1_000;

/** Records that commands may check, each at version 1. */
async function makeRecords(database: StoreDatabase): Promise<readonly StreamId[]> {
  const streams = Array.from({ length: RECORDS }, () => streamOf('record', ids.next()));
  const client = new Client({ connectionString: database.url('superuser') });
  await client.connect();
  const text = `INSERT INTO store.event (stream, version, hlc, bytes) SELECT s, 1, 1, '{"sequence":"1"}' FROM unnest($1::text[]) s`;
  await client.query(text, [streams]);
  await client.end();
  return streams;
}

export const appendChecked: Bench = {
  name: 'append-checked',
  async run(rig) {
    const database = await rig.store();
    const records = await makeRecords(database);
    const [ours, plain] = [new OurAppends(database, WORKERS), await PlainInserts.open(database, WORKERS)];
    let given = 0;
    const check = () => ({ stream: records[given++ % RECORDS]!, version: 1 });
    const contestants = [
      { name: 'ours', once: (worker: number) => ours.append(worker, 1, check()) },
      { name: 'plain', once: (worker: number) => plain.append(worker, 1) },
    ];
    const turns = await inTurns(contestants, { ...rig.scale, workers: WORKERS, servers: () => rig.servers() });
    const [own, plains] = [turns.get('ours')!, turns.get('plain')!];
    const counts = [await ours.counts(), await plain.counts()] as const;
    await Promise.all([ours.close(), plain.close()]);
    const beside = told('plain insert', plains, counts[1]);
    return [
      rowOf(ratios(own, plains), { name: `${NAME} ÷ plain insert`, unit: 'ratio', bar: ['≥', 0.55], peer: PLAIN, beside }),
      faultless(NAME, own, counts[0]),
    ];
  },
};
