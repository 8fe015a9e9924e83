import { createHash } from 'node:crypto';
import type { LogEvent, Projection, Rows } from '@satualur/projections/projection';
import { escapeIdentifier } from 'pg';

/** One event of a case as it stands in the fold. */
interface Line {
  readonly caseid: string;
  readonly hlc: string;
  readonly log: string;
  readonly seq: number;
  readonly type: string;
  readonly leaf: string;
}

interface Folded {
  readonly caseid: string;
  readonly events: number;
  readonly hash: string;
  /** `<hlc> <log> <seq>` of the last event folded, in an order that text comparison keeps. */
  readonly last: string;
}

const placeOf = ({ hlc, log, seq }: Line): string => `${hlc} ${log} ${String(seq).padStart(12, '0')}`;
const EMPTY = '0'.repeat(64);

const step = (hash: string, line: Line): string =>
  createHash('sha256').update(`${hash} ${line.hlc} ${line.log} ${line.seq} ${line.type} ${line.leaf}`).digest('hex');

function foldOn({ caseid, events, hash, last }: Folded, lines: readonly Line[]): Folded {
  let [at, end] = [hash, last];
  for (const line of lines) [at, end] = [step(at, line), placeOf(line)];
  return { caseid, events: events + lines.length, hash: at, last: end };
}

const inPlace = (lines: readonly Line[]): Line[] => [...lines].sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
const columns = <T, K extends keyof T>(rows: readonly T[], ...names: K[]) => names.map((name) => rows.map((row) => row[name]));

const lineOf = ({ log, seq, leaf, envelope }: LogEvent): Line => ({
  caseid: envelope.caseid ?? '',
  hlc: envelope.hlc,
  log,
  seq,
  type: envelope.type,
  leaf: leaf.toString('hex'),
});

/** Cases touched, each held to the end of the transaction: two logs meet in one case. */
async function holdCases(rows: Rows, schema: string, caseids: readonly string[]): Promise<readonly Folded[]> {
  await rows.query(`INSERT INTO ${schema}.folded SELECT c, 0, $2, '' FROM unnest($1::text[]) c ON CONFLICT DO NOTHING`, [
    caseids,
    EMPTY,
  ]);
  const held = await rows.query<Folded>(
    `SELECT caseid, events, hash, last FROM ${schema}.folded WHERE caseid = ANY ($1) ORDER BY caseid FOR UPDATE`,
    [caseids],
  );
  return held.rows;
}

async function linesOf(rows: Rows, schema: string, caseids: readonly string[]): Promise<readonly Line[]> {
  if (caseids.length === 0) return [];
  const text = `SELECT caseid, hlc, log, seq::float8 AS seq, type, leaf FROM ${schema}.entry WHERE caseid = ANY ($1)`;
  return (await rows.query<Line>(text, [caseids])).rows;
}

/** Whether something new sorts before what was folded already: then the case is folded anew. */
const isLate = (folded: Folded, fresh: readonly Line[]): boolean => fresh.some((line) => placeOf(line) < folded.last);

/** A ledger of every event, and of every case a hash chain over its events in the order of (hlc, log, seq). */
export const ledger: Projection = {
  name: 'ledger',
  version: 1,
  ddl: `
    CREATE TABLE {schema}.entry (log text COLLATE "C", seq bigint, hlc text NOT NULL, caseid text NOT NULL, type text NOT NULL, leaf text NOT NULL,
      PRIMARY KEY (log, seq));
    CREATE INDEX entry_case ON {schema}.entry (caseid);
    CREATE TABLE {schema}.folded (caseid text COLLATE "C" PRIMARY KEY, events int NOT NULL, hash text NOT NULL, last text NOT NULL);`,

  async apply(events, rows, name) {
    const schema = escapeIdentifier(name);
    const fresh = events.map(lineOf);
    const caseids = [...new Set(fresh.map(({ caseid }) => caseid))].sort();
    const held = await holdCases(rows, schema, caseids);
    await rows.query(
      `INSERT INTO ${schema}.entry (log, seq, hlc, caseid, type, leaf)
       SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[])`,
      columns(fresh, 'log', 'seq', 'hlc', 'caseid', 'type', 'leaf'),
    );
    const ofCase = (lines: readonly Line[], { caseid }: Folded) => inPlace(lines.filter((line) => line.caseid === caseid));
    const late = held.filter((folded) => isLate(folded, ofCase(fresh, folded)));
    const all = await linesOf(
      rows,
      schema,
      late.map(({ caseid }) => caseid),
    );
    const folded = held.map((before) =>
      late.includes(before)
        ? foldOn({ caseid: before.caseid, events: 0, hash: EMPTY, last: '' }, ofCase(all, before))
        : foldOn(before, ofCase(fresh, before)),
    );
    await rows.query(
      `UPDATE ${schema}.folded f SET events = n.events, hash = n.hash, last = n.last
       FROM unnest($1::text[], $2::int[], $3::text[], $4::text[]) AS n(caseid, events, hash, last) WHERE f.caseid = n.caseid`,
      columns(folded, 'caseid', 'events', 'hash', 'last'),
    );
  },

  async *content(rows, name) {
    const schema = escapeIdentifier(name);
    const entries = `SELECT log || ' ' || seq || ' ' || hlc || ' ' || caseid || ' ' || type || ' ' || leaf AS line FROM ${schema}.entry`;
    yield* paged(rows, `${entries} WHERE (log, seq) > ($1, $2::bigint) ORDER BY log, seq LIMIT 20000`, ['', '0'], (line) =>
      line.split(' ', 2),
    );
    const cases = `SELECT caseid || ' ' || events || ' ' || hash AS line FROM ${schema}.folded`;
    yield* paged(rows, `${cases} WHERE caseid > $1 ORDER BY caseid LIMIT 20000`, [''], (line) => line.split(' ', 1));
  },
};

async function* paged(
  rows: Rows,
  text: string,
  from: readonly string[],
  keyOf: (line: string) => string[],
): AsyncIterable<string> {
  for (let key = from; ;) {
    const page = await rows.query<{ line: string }>(text, key);
    for (const { line } of page.rows) yield line;
    const last = page.rows.at(-1);
    if (!last) return;
    key = keyOf(last.line);
  }
}
