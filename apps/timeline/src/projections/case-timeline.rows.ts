import { decodeEvent, leafHash } from '@satualur/contracts/bytes';
import type { Statement } from '@satualur/access/visible-cases';
import type { CaseId } from '@satualur/contracts/ids';
import type { Rows } from '@satualur/projections/projection';
import { escapeIdentifier } from 'pg';
import type { ProvenEvent } from '@satualur/case-timeline/content';

interface EntryRow {
  readonly log: string;
  readonly seq: string;
  readonly bytes: Buffer;
}

const table = (schema: string, name: string): string => `${escapeIdentifier(schema)}.${name}`;

function eventOfRow({ log, seq, bytes }: EntryRow): ProvenEvent {
  const envelope = decodeEvent(bytes);
  return { log, seq: Number(seq), hlc: envelope.hlc, envelope, leaf: leafHash(bytes) };
}

/** Events by case, unsorted; cases of which the reader sees nothing are absent. */
export async function eventsOfCases(
  rows: Rows,
  schema: string,
  cases: readonly CaseId[],
): Promise<ReadonlyMap<CaseId, ProvenEvent[]>> {
  const found = await rows.query<EntryRow>(
    `SELECT log, seq, bytes FROM ${table(schema, 'entry')} WHERE caseid = ANY ($1::uuid[])`,
    [cases],
  );
  const byCase = new Map<CaseId, ProvenEvent[]>();
  for (const event of found.rows.map(eventOfRow)) {
    const { caseid } = event.envelope;
    const known = byCase.get(caseid!);
    if (known) known.push(event);
    else byCase.set(caseid!, [event]);
  }
  return byCase;
}

export async function looseEvents(rows: Rows, schema: string): Promise<readonly ProvenEvent[]> {
  const found = await rows.query<EntryRow>(`SELECT log, seq, bytes FROM ${table(schema, 'entry')} WHERE caseid IS NULL`);
  return found.rows.map(eventOfRow);
}

/** The registry's facts about agencies and policies. */
export async function directoryEvents(rows: Rows, schema: string): Promise<readonly ProvenEvent[]> {
  const found = await rows.query<EntryRow>(`SELECT log, seq, bytes FROM ${table(schema, 'directory')}`);
  return found.rows.map(eventOfRow);
}

export async function caseIdsAfter(rows: Rows, schema: string, limit: number, after?: CaseId): Promise<readonly CaseId[]> {
  const found = await rows.query<{ caseid: CaseId }>(
    `SELECT DISTINCT caseid FROM ${table(schema, 'participant')} WHERE $2::uuid IS NULL OR caseid > $2::uuid ORDER BY caseid LIMIT $1`,
    [limit, after ?? null],
  );
  return found.rows.map((row) => row.caseid);
}

/** Cases by id. @param visible what the caller may see, its parameters numbered from 4 */
export async function casesBy(
  rows: Rows,
  schema: string,
  query: {
    readonly ref: string | undefined;
    readonly after: CaseId | undefined;
    readonly limit: number;
    readonly visible: Statement;
  },
): Promise<readonly CaseId[]> {
  const found = await rows.query<{ caseid: CaseId }>(
    `SELECT DISTINCT caseid FROM ${table(schema, 'participant')}
     WHERE ($2::uuid IS NULL OR caseid > $2::uuid) AND ${query.visible.text}
       AND ($3::text IS NULL OR caseid IN (SELECT r.caseid FROM ${table(schema, 'case_ref')} r WHERE r.ref = $3))
     ORDER BY caseid LIMIT $1`,
    [query.limit, query.after ?? null, query.ref ?? null, ...query.visible.values],
  );
  return found.rows.map((row) => row.caseid);
}
