import { hlcToBigint } from '@satualur/contracts/hlc';
import { type CaseId, Ref } from '@satualur/contracts/ids';
import type { LogEvent } from '@satualur/projections/projection';
import { escapeIdentifier } from 'pg';
import { audienceOf, caseOf } from '@satualur/case-timeline/known-event';

interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** An array of numbers or ids as PostgreSQL's text for it: nothing in them needs quoting. */
const arrayOf = (values: readonly (string | number | undefined)[]): string =>
  `{${values.map((value) => value ?? 'NULL').join(',')}}`;

/** A run of one log's events as one statement; the bytes travel as one binary value, cut apart by the server. */
export function entryRows(events: readonly LogEvent[], schema: string): Statement {
  const starts: number[] = [];
  let next = 1;
  for (const { bytes } of events) {
    starts.push(next);
    next += bytes.length;
  }
  return {
    text: `INSERT INTO ${escapeIdentifier(schema)}.entry (log, seq, hlc, caseid, bytes)
      SELECT $1, $2::bigint + e.n, e.hlc, e.caseid, substr($3::bytea, e.start, e.length)
      FROM unnest($4::bigint[], $5::uuid[], $6::int[], $7::int[]) WITH ORDINALITY AS e(hlc, caseid, start, length, n)`,
    values: [
      events[0]!.log,
      events[0]!.seq - 1,
      Buffer.concat(events.map(({ bytes }) => bytes)),
      arrayOf(events.map(({ hlc }) => hlcToBigint(hlc))),
      arrayOf(events.map(caseOf)),
      arrayOf(starts),
      arrayOf(events.map(({ bytes }) => bytes.length)),
    ],
  };
}

/** In one order, so that two logs that meet in a case wait for each other and never lock up. */
export function participantRows(participations: ReadonlySet<string>, schema: string): Statement | undefined {
  const pairs = [...participations].sort().map((pair) => pair.split(' '));
  if (pairs.length === 0) return undefined;
  return {
    text: `INSERT INTO ${escapeIdentifier(schema)}.participant SELECT * FROM unnest($1::uuid[], $2::text[]) ON CONFLICT DO NOTHING`,
    values: [pairs.map(([caseid]) => caseid), pairs.map(([, agency]) => agency)],
  };
}

/** `<caseid> <agency>`, each once. */
export function participationsOf(events: readonly LogEvent[]): ReadonlySet<string> {
  const pairs = new Set<string>();
  const seen = new Set<string>();
  for (const event of events) {
    const caseid = caseOf(event);
    const audience = event.envelope.audience ?? '';
    if (caseid === undefined || seen.has(caseid + audience)) continue;
    seen.add(caseid + audience);
    for (const agency of [event.log, ...audienceOf(event.envelope)]) pairs.add(`${caseid} ${agency}`);
  }
  return pairs;
}

const NUMBERED: ReadonlySet<string> = new Set(['AgencyRecordRegistered', 'ReferralSent', 'ServiceApplicationFiled']);

interface NumberedCase {
  readonly caseid: CaseId;
  readonly ref: Ref;
}

/** The agencies' own numbers, by which people look for a case. */
export function refsOf(events: readonly LogEvent[]): readonly NumberedCase[] {
  return events.flatMap((event) => {
    if (!NUMBERED.has(event.event.type)) return [];
    const caseid = caseOf(event);
    const ref = Ref.safeParse((event.event.data as { ref?: unknown }).ref);
    return caseid !== undefined && ref.success ? [{ caseid, ref: ref.data }] : [];
  });
}

export function refRows(refs: readonly NumberedCase[], schema: string): Statement | undefined {
  if (refs.length === 0) return undefined;
  return {
    text: `INSERT INTO ${escapeIdentifier(schema)}.case_ref SELECT * FROM unnest($1::uuid[], $2::text[])`,
    values: [refs.map(({ caseid }) => caseid), refs.map(({ ref }) => ref)],
  };
}

const PUBLIC: ReadonlySet<string> = new Set(['AgencyRegistered', 'SlaPolicyChanged']);

type Fact = Pick<LogEvent, 'log' | 'seq' | 'bytes'>;

/** What is public of the registry's log. */
export const factsOf = (events: readonly LogEvent[]): readonly Fact[] =>
  events.filter(({ event }) => PUBLIC.has(event.type)).map(({ log, seq, bytes }) => ({ log, seq, bytes }));

export function directoryRows(facts: readonly Fact[], schema: string): Statement | undefined {
  if (facts.length === 0) return undefined;
  return {
    text: `INSERT INTO ${escapeIdentifier(schema)}.directory SELECT * FROM unnest($1::text[], $2::bigint[], $3::bytea[])`,
    values: [facts.map(({ log }) => log), facts.map(({ seq }) => seq), facts.map(({ bytes }) => bytes)],
  };
}
