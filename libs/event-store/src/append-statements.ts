import { CHECKABLE_CATEGORIES } from '@satualur/contracts/catalogue';
import { hlcMax, hlcToBigint } from '@satualur/contracts/hlc';
import { categoryOf, type StreamId } from '@satualur/contracts/ids';
import type { Batch, Row } from './appender';

export interface Statement {
  readonly name: string;
  readonly text: string;
  readonly values: unknown[];
}

/** Rows that travel as parameters of their own, each count under a statement name of its own; more travel as arrays, on their own. */
export const FEW = 48;

/**
 * Set before the first row is written, for this transaction only: what waits longer for somebody's lock is refused with 55P03,
 * so that appends that were joined wait no longer for one among them.
 */
const IMPATIENT = `set_config('lock_timeout', '50ms', true) IS NOT NULL`;

const column = <T, K extends keyof T>(rows: readonly T[], name: K): T[K][] => rows.map((row) => row[name]);
const byStream = (a: { readonly stream: StreamId }, b: { readonly stream: StreamId }): number => (a.stream < b.stream ? -1 : 1);
const checkable = (stream: StreamId) => CHECKABLE_CATEGORIES.has(categoryOf(stream));

const bodyOf = ({ command }: Batch) => (command.bodyHash === undefined ? null : Buffer.from(command.bodyHash, 'hex'));

/** Columns of a row, in the order of the INSERT. The command stands on its first row only. */
const valuesOf = ({ stream, version, ordinal, hlc, bytes }: Row, place: number, batch: Batch): readonly unknown[] => [
  stream,
  version,
  ordinal,
  hlcToBigint(hlc),
  place === 0 ? batch.command.id : null,
  place === 0 ? bodyOf(batch) : null,
  bytes,
];
const COLUMNS = 7;

function insertText(rows: number, impatient: boolean): string {
  const first = impatient ? `CASE WHEN ${IMPATIENT} THEN $1::text END` : '$1';
  const values = Array.from({ length: rows }, (_, row) => {
    const [stream, ...others] = Array.from({ length: COLUMNS }, (__, place) => `$${row * COLUMNS + place + 1}`);
    return `(${[row === 0 ? first : stream, ...others].join(', ')})`;
  });
  return `INSERT INTO store.event (stream, version, ordinal, hlc, command, body, bytes) VALUES ${values.join(', ')}`;
}
const textsOf = (impatient: boolean): readonly string[] =>
  Array.from({ length: FEW }, (_, index) => insertText(index + 1, impatient));
const PATIENT_TEXTS = textsOf(false);
const IMPATIENT_TEXTS = textsOf(true);

function insertFew(batches: readonly Batch[], impatient: boolean): Statement {
  const values: unknown[] = [];
  for (const batch of batches) batch.rows.forEach((row, place) => values.push(...valuesOf(row, place, batch)));
  const count = values.length / COLUMNS;
  const text = (impatient ? IMPATIENT_TEXTS : PATIENT_TEXTS)[count - 1]!;
  return { name: `store.${impatient ? 'join' : 'insert'}-${count}`, text, values };
}

/** One array a column. */
function columnsOf(batches: readonly Batch[]): unknown[][] {
  const columns = Array.from({ length: COLUMNS }, (): unknown[] => []);
  for (const batch of batches)
    batch.rows.forEach((row, place) => valuesOf(row, place, batch).forEach((value, index) => columns[index]!.push(value)));
  return columns;
}

const insertMany = (batch: Batch): Statement => ({
  name: 'store.insert-many',
  text: `INSERT INTO store.event (stream, version, ordinal, hlc, command, body, bytes)
    SELECT n.stream, n.version, n.ordinal, n.hlc, n.command, n.body, n.bytes
    FROM unnest($1::text[], $2::int[], $3::smallint[], $4::bigint[], $5::uuid[], $6::bytea[], $7::bytea[]) WITH ORDINALITY
      AS n(stream, version, ordinal, hlc, command, body, bytes, place) ORDER BY n.place`,
  values: columnsOf([batch]),
});

/** Written checkable streams are locked for themselves, checked ones shared; in name order. */
function locksOf(batches: readonly Batch[]): { readonly stream: StreamId; readonly exclusive: boolean }[] {
  const checked = batches.flatMap(({ checks }) => column(checks, 'stream'));
  const written = batches.flatMap(({ rows }) => column(rows, 'stream').filter(checkable));
  const locks = new Map([
    ...checked.map((stream) => [stream, false] as const),
    ...written.map((stream) => [stream, true] as const),
  ]);
  return [...locks].map(([stream, exclusive]) => ({ stream, exclusive })).sort(byStream);
}

/** With the highest reading of the append that checks; none when it writes nothing. */
const checksOf = ({ checks, rows }: Batch) => {
  const highest = rows.length > 0 ? hlcToBigint(column(rows, 'hlc').reduce(hlcMax)) : null;
  return checks.map((check) => ({ ...check, highest }));
};

const CALL = 'store.append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)';

function call(batches: readonly Batch[], impatient: boolean): Statement {
  const locks = locksOf(batches);
  const checks = batches.flatMap(checksOf).sort(byStream);
  const claims = batches.flatMap((batch) => batch.claims);
  const dues = batches.flatMap((batch) => batch.dues).sort(byStream);
  return {
    name: impatient ? 'store.append-joined' : 'store.append',
    // No row and no column comes back.
    text: impatient ? `SELECT WHERE CASE WHEN ${IMPATIENT} THEN ${CALL} IS NULL END` : `SELECT WHERE ${CALL} IS NULL`,
    values: [
      ...columnsOf(batches),
      column(locks, 'stream'),
      column(locks, 'exclusive'),
      column(checks, 'stream'),
      column(checks, 'version'),
      column(checks, 'highest'),
      column(claims, 'kind'),
      column(claims, 'key'),
      column(claims, 'stream'),
      column(dues, 'stream'),
      column(dues, 'at'),
    ],
  };
}

/** Whether a lock, claim or timer is asked for, which an INSERT alone cannot do. */
export const needsFunction = ({ rows, checks, claims, dues }: Batch): boolean =>
  checks.length + claims.length + dues.length > 0 || rows.some(({ stream }) => checkable(stream));

/** One append's statement; none when it asks nothing. */
export function statementFor(batch: Batch): Statement | undefined {
  if (needsFunction(batch)) return call([batch], false);
  if (batch.rows.length === 0) return undefined;
  return batch.rows.length <= FEW ? insertFew([batch], false) : insertMany(batch);
}

/** The statement of several appends, or of one that may have to wait; refused when it would wait long for somebody's lock. */
export const joinedInsert = (batches: readonly Batch[]): Statement => insertFew(batches, true);
export const joinedCall = (batches: readonly Batch[]): Statement => call(batches, true);
