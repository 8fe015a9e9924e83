import { projectorScope, rlsPolicies } from '@satualur/access/visible-cases';
import type { Instant } from '@satualur/contracts/ids';
import type { LogEvent, Projection, Rows } from '@satualur/projections/projection';
import { caseContent, looseContent } from '@satualur/case-timeline/content';
import { caseIdsAfter, eventsOfCases, looseEvents } from './case-timeline.rows';
import { directoryRows, entryRows, factsOf, participantRows, participationsOf, refRows, refsOf } from './case-timeline.changes';
import { CaseTimelineLoading } from './case-timeline.loading';

const secured = (table: string): string =>
  rlsPolicies({ schema: '{schema}', name: table }, { schema: '{schema}', name: 'participant' })
    .map((statement) => `${statement};`)
    .join('\n')
    .replaceAll('"{schema}"', '{schema}');

/**
 * The events themselves are the rows: a timeline is folded when asked for, so a late event needs no path of its own. `directory`
 * holds the registry's public facts about agencies and policies.
 */
const DDL = `
CREATE TABLE {schema}.entry (log text NOT NULL, seq bigint NOT NULL, hlc bigint NOT NULL, caseid uuid, bytes bytea NOT NULL);
ALTER TABLE {schema}.entry ALTER COLUMN bytes SET STORAGE EXTERNAL;
CREATE TABLE {schema}.participant (caseid uuid, agency text, PRIMARY KEY (caseid, agency));
CREATE TABLE {schema}.case_ref (caseid uuid NOT NULL, ref text NOT NULL);
CREATE TABLE {schema}.directory (log text NOT NULL, seq bigint NOT NULL, bytes bytea NOT NULL);`;

/** The number first: a rebuild sorts by it in half the time, and nobody reads a log in its order here. */
const INDEXES = `
ALTER TABLE {schema}.entry ADD PRIMARY KEY (seq, log);
CREATE INDEX ON {schema}.entry (caseid, hlc);
CREATE INDEX ON {schema}.participant (agency, caseid);
CREATE INDEX ON {schema}.case_ref (ref);
${['participant', 'entry', 'case_ref'].map(secured).join('\n')}`;

const scoped = (rows: Rows) => rows.query(projectorScope.text, projectorScope.values);
const CASES_AT_ONCE = 200;

export const caseTimeline: Projection = {
  name: 'case-timeline',
  version: 1,
  ddl: DDL,
  indexes: INDEXES,
  async apply(events: readonly LogEvent[], rows: Rows, schema: string): Promise<void> {
    const changes = [
      entryRows(events, schema),
      participantRows(participationsOf(events), schema),
      refRows(refsOf(events), schema),
      directoryRows(factsOf(events), schema),
    ].filter((change) => change !== undefined);
    await Promise.all([scoped(rows), ...changes.map(({ text, values }) => rows.query(text, values))]);
  },
  loading: (log) => new CaseTimelineLoading(log),
  content: (rows, schema) => contentAsOf(rows, schema),
};

/** What the digest covers, as known strictly before `asOf` when given. */
export async function* contentAsOf(rows: Rows, schema: string, asOf?: Instant): AsyncIterable<string> {
  await scoped(rows);
  for (let cases = await caseIdsAfter(rows, schema, CASES_AT_ONCE); cases.length > 0;) {
    const events = await eventsOfCases(rows, schema, cases);
    for (const caseid of cases) yield* caseContent(caseid, events.get(caseid)!, asOf);
    cases = await caseIdsAfter(rows, schema, CASES_AT_ONCE, cases.at(-1));
  }
  yield* looseContent(await looseEvents(rows, schema), asOf);
}
