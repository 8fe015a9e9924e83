import type { CaseId } from '@satualur/contracts/ids';
import type { StoreDatabase } from '@satualur/event-store/testing';
import { hlcToBigint } from '@satualur/contracts/hlc';
import { HybridClock, wallClock } from '@satualur/event-store/clock';
import { PostgresLogStore } from '@satualur/event-store/sequencer';
import { Client } from 'pg';
import { sealAll } from './replay';
import { newSigner, type Rig } from './rig';
import { newCause, stamped } from './sample';
import { Streams } from './streams';

const AT_ONCE = 50_000;
const EVENTS_OF_A_STREAM = 10;
/** In each log. */
export const EVENTS_OF_A_CASE = 10;

/** The case that a filled store's events `number` × ten and the nine after them belong to. */
export const caseOf = (number: number): CaseId => `${number.toString(16).padStart(8, '0')}-0000-7000-8000-00000000ca5e` as CaseId;

/** An event as the product stamps it, cut where a copy differs. */
function template(source: string): { readonly text: string; readonly hlc: string } {
  const { bytes, hlc } = stamped(new HybridClock(wallClock), newCause(), new Streams('referralin').fresh(), 1);
  const event = JSON.parse(bytes.toString('utf8')) as Record<string, string>;
  const text = bytes
    .toString('utf8')
    .replace(`"id":"${event['id']}"`, '"id":"@id@"')
    .replace(`"subject":"${event['subject']}"`, '"subject":"@stream@"')
    .replace(`"caseid":"${event['caseid']}"`, '"caseid":"@case@"')
    .replace(`"hlc":"${hlc}"`, '"hlc":"@hlc@"')
    .replace('"sequence":"1"', '"sequence":"@version@"')
    .replace(`"source":"${event['source']}"`, `"source":"${source}"`);
  return { text, hlc: hlcToBigint(hlc) };
}

/** Events `$1` to `$2` in streams of ten, each of a case, a reading each, made by the server. */
const FILL = `INSERT INTO store.event (stream, version, ordinal, hlc, bytes)
  SELECT stream, version, 0, hlc, convert_to(replace(replace(replace(replace(replace($3::text,
      '@id@', lpad(to_hex(n), 8, '0') || '-0000-7000-8000-' || $5::text),
      '@stream@', stream), '@case@', lpad(to_hex(n / ${EVENTS_OF_A_CASE}), 8, '0') || '-0000-7000-8000-00000000ca5e'),
      '@hlc@', lpad(to_hex(hlc), 16, '0')), '@version@', version::text), 'UTF8')
  FROM generate_series($1::bigint, $2::bigint) n,
    LATERAL (SELECT 'referralin-' || lpad(to_hex(n / ${EVENTS_OF_A_STREAM}), 8, '0') || '-0000-7000-8000-' || $5::text AS stream,
      (n % ${EVENTS_OF_A_STREAM} + 1)::int AS version, $4::bigint + n AS hlc) made ORDER BY n`;

/** Fills a store with `count` lawful events, as fast as the server makes them; the log is left unsealed. */
export async function fill(
  database: StoreDatabase,
  count: number,
  progress: (done: number) => void = () => undefined,
): Promise<void> {
  const { text, hlc } = template(`/agencies/${database.key}/referral`);
  const client = new Client({ connectionString: database.url('superuser'), options: '-c synchronous_commit=off -c jit=off' });
  await client.connect();
  try {
    for (let from = 0; from < count; from += AT_ONCE) {
      const to = Math.min(from + AT_ONCE, count) - 1;
      await client.query(FILL, [from, to, text, hlc, database.key.slice(1).padStart(12, '0')]);
      progress(to + 1);
    }
    await client.query('VACUUM ANALYZE store.event');
  } finally {
    await client.end();
  }
}

export const logOf = (database: StoreDatabase, signer = newSigner()): PostgresLogStore =>
  new PostgresLogStore({
    connection: { connectionString: database.url('log') },
    log: database.key,
    clock: new HybridClock(wallClock),
    signer,
  });

/** A store filled and sealed, and its log, which leads. Close both. */
export async function sealedLog(
  rig: Rig,
  count: number,
): Promise<{ readonly database: StoreDatabase; readonly log: PostgresLogStore }> {
  const database = await rig.store();
  await fill(database, count);
  const log = logOf(database);
  await sealAll(log);
  return { database, log };
}
