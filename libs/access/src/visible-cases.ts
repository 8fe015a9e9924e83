import type { Caller, Relation } from './access';
import { can } from './table';

/** A table by schema and name, unquoted. */
export interface TableName {
  readonly schema: string;
  readonly name: string;
}

export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const quoted = ({ schema, name }: TableName): string => `${identifier(schema)}.${identifier(name)}`;

/** Whether this caller reads every case. @param toTaskForce see `relationToTaskForce` */
export const seesAllCases = (caller: Caller, toTaskForce: Relation): boolean => can(caller, 'timeline.read-any', toTaskForce);
const seesOwnCases = (caller: Caller): boolean => can(caller, 'timeline.read', 'participant');

/**
 * SQL that is true for rows of the cases that the caller may see: for the WHERE clause of rows, counts, facets and sort alike.
 * @param participants table of columns `caseid` and `agency`, one row per agency that takes part in a case
 * @param firstParameter number of the first free `$n`
 */
export function visibleCases(caller: Caller, toTaskForce: Relation, participants: TableName, firstParameter = 1): Statement {
  if (seesAllCases(caller, toTaskForce)) return { text: 'true', values: [] };
  if (!seesOwnCases(caller)) return { text: 'false', values: [] };
  return {
    text: `caseid IN (SELECT p.caseid FROM ${quoted(participants)} p WHERE p.agency = $${firstParameter})`,
    values: [caller.agency],
  };
}

const SET_SCOPE = `SELECT set_config('app.agency', $1, true), set_config('app.sees_all', $2, true)`;

/** Tells the row policies who reads, until the transaction ends. Run it first in the transaction. */
export function readerScope(caller: Caller, toTaskForce: Relation): Statement {
  const agency = seesOwnCases(caller) ? caller.agency : '';
  return { text: SET_SCOPE, values: [agency, seesAllCases(caller, toTaskForce) ? 'on' : 'off'] };
}

/** For the projector, which alone writes rows. */
export const projectorScope: Statement = { text: SET_SCOPE, values: ['', 'on'] };

const SEES_ALL = `(SELECT current_setting('app.sees_all', true)) = 'on'`;
const READER = `(SELECT current_setting('app.agency', true))`;

/**
 * Row security for a table with a `caseid`, or for the table of participants itself: also its owner reads rows of visible cases
 * only, and nobody but the projector writes. Without a scope no row is visible. Each row is looked up by itself: as a set of the
 * reader's cases the check would cost all of them, however few rows are read.
 */
export function rlsPolicies(table: TableName, participants: TableName): readonly string[] {
  const target = quoted(table);
  const own =
    target === quoted(participants)
      ? `agency = ${READER}`
      : `(SELECT true FROM ${quoted(participants)} p WHERE p.caseid = ${identifier(table.name)}.caseid AND p.agency = ${READER})`;
  return [
    `ALTER TABLE ${target} ENABLE ROW LEVEL SECURITY`,
    `ALTER TABLE ${target} FORCE ROW LEVEL SECURITY`,
    `CREATE POLICY visible_cases ON ${target} FOR SELECT USING (${own})`,
    `CREATE POLICY all_cases ON ${target} FOR ALL USING (${SEES_ALL}) WITH CHECK (${SEES_ALL})`,
  ];
}
