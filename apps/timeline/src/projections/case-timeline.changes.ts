import { hlcToBigint } from '@satualur/contracts/hlc';
import type { LogEvent } from '@satualur/projections/projection';
import { escapeIdentifier } from 'pg';
import { caseOf } from '../domain/known-event';

interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

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
      events.map(({ hlc }) => hlcToBigint(hlc)),
      events.map((event) => caseOf(event) ?? null),
      starts,
      events.map(({ bytes }) => bytes.length),
    ],
  };
}

/** In one order, so that two logs that meet in a case wait for each other and never lock up. */
export function participantRows(events: readonly LogEvent[], schema: string): Statement | undefined {
  const pairs = new Set<string>();
  for (const event of events) {
    const caseid = caseOf(event);
    if (caseid === undefined) continue;
    pairs.add(`${caseid} ${event.log}`);
    for (const agency of event.envelope.audience?.split(' ') ?? []) pairs.add(`${caseid} ${agency}`);
  }
  if (pairs.size === 0) return undefined;
  const sorted = [...pairs].sort().map((pair) => pair.split(' '));
  return {
    text: `INSERT INTO ${escapeIdentifier(schema)}.participant SELECT * FROM unnest($1::uuid[], $2::text[]) ON CONFLICT DO NOTHING`,
    values: [sorted.map(([caseid]) => caseid), sorted.map(([, agency]) => agency)],
  };
}

const NUMBERED: ReadonlySet<string> = new Set(['AgencyRecordRegistered', 'ReferralSent', 'ServiceApplicationFiled']);

/** The agencies' own numbers, by which people look for a case. */
export function refRows(events: readonly LogEvent[], schema: string): Statement | undefined {
  const numbered = events.flatMap((event) => {
    const caseid = NUMBERED.has(event.event.type) ? caseOf(event) : undefined;
    const { ref } = event.event.data as { ref?: unknown };
    return caseid !== undefined && typeof ref === 'string' ? [{ caseid, ref }] : [];
  });
  if (numbered.length === 0) return undefined;
  return {
    text: `INSERT INTO ${escapeIdentifier(schema)}.case_ref SELECT * FROM unnest($1::uuid[], $2::text[])`,
    values: [numbered.map(({ caseid }) => caseid), numbered.map(({ ref }) => ref)],
  };
}

const PUBLIC: ReadonlySet<string> = new Set(['AgencyRegistered', 'SlaPolicyChanged']);

export function directoryRows(events: readonly LogEvent[], schema: string): Statement | undefined {
  const facts = events.filter(({ event }) => PUBLIC.has(event.type));
  if (facts.length === 0) return undefined;
  return {
    text: `INSERT INTO ${escapeIdentifier(schema)}.directory SELECT * FROM unnest($1::text[], $2::bigint[], $3::bytea[])`,
    values: [facts.map(({ log }) => log), facts.map(({ seq }) => seq), facts.map(({ bytes }) => bytes)],
  };
}
