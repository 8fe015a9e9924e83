import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { type Client, Query } from 'pg';
import { superuser, withClient } from './agencies';
import type { RunFile } from './run-file';

/** Writes what PostgreSQL's COPY sends to a file, unseen. */
async function copyTo(client: Client, file: string, select: string): Promise<void> {
  const out = createWriteStream(file);
  const query = new Query(`COPY (${select}) TO STDOUT (FORMAT csv)`);
  Object.assign(query, { handleCopyData: ({ chunk }: { chunk: Buffer }) => void out.write(Buffer.from(chunk)) });
  const ended = new Promise((resolve, reject) => query.on('end', resolve).on('error', reject));
  client.query(query);
  await ended;
  out.end();
  await finished(out);
}

const base64 = (bytes: string): string => `translate(encode(${bytes}, 'base64'), E'\\n', '')`;

const STORE: Readonly<Record<string, string>> = {
  event: `SELECT position, stream, version, ordinal, hlc, command, ${base64('bytes')} FROM store.event ORDER BY position`,
  sealed: `SELECT seq, position, encode(leaf, 'hex') FROM store.sealed ORDER BY seq, position`,
  checkpoint: `SELECT id, size, encode(root, 'hex'), watermark, settled, ${base64(`convert_to(note, 'UTF8')`)} FROM store.checkpoint ORDER BY id`,
  parked: `SELECT topic, "offset", reason, state FROM referral.parked ORDER BY id`,
};

export async function dumpStores(run: RunFile, into: string): Promise<void> {
  for (const { key } of run.agencies) {
    await withClient(superuser(run.postgres, `agency_${key}`), async (client) => {
      for (const [table, select] of Object.entries(STORE)) await copyTo(client, join(into, `store.${key}.${table}.csv`), select);
    });
  }
}

/** Rows of the projection as they are live now. @param name `live` or `rebuilt` */
export async function dumpProjection(run: RunFile, into: string, name: string): Promise<void> {
  await withClient(superuser(run.postgres, run.projection.database), async (client) => {
    const { rows } = await client.query<{ schema: string }>(`SELECT schema FROM projections.projection WHERE name = 'ledger'`);
    const schema = `"${rows[0]!.schema}"`;
    const entries = `SELECT log, seq, hlc, caseid, type, leaf FROM ${schema}.entry ORDER BY log, seq`;
    await copyTo(client, join(into, `projection.${name}.entry.csv`), entries);
    const cases = `SELECT caseid, events, hash FROM ${schema}.folded ORDER BY caseid`;
    await copyTo(client, join(into, `projection.${name}.case.csv`), cases);
    const parked = `SELECT topic, "offset", reason, state FROM parking.parked ORDER BY id`;
    await copyTo(client, join(into, `projection.${name}.parked.csv`), parked);
  });
}
