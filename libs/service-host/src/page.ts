import { z } from 'zod';
import type { ServiceRows } from './agency-side';
import { Problem } from './problem';

/** Which part of a list is asked for. */
export interface Page {
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export interface Paged<R> {
  readonly items: readonly R[];
  /** Of the whole list, not of the page. */
  readonly total: number;
  /** Asks for the page after this one; absent on the last. */
  readonly next?: string;
}

/** A list of rows; `where` is SQL over `values` as `$1 …`, of which each must occur. */
export interface Listed {
  readonly table: string;
  readonly where: string;
  readonly values: readonly unknown[];
  /** A column of text without nulls in the list, compared byte by byte; `id` (a uuid) decides between equals. */
  readonly order: string;
  readonly descending?: boolean;
}

/** Where a page ended, as this service wrote it: printable, so that no character is sent to the database that it cannot hold. */
const Cursor = z.tuple([z.string().regex(/^[\x20-\x7e]{0,64}$/), z.uuid()]);
const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;

/** The query parameters of every list. */
export const pageQuery = {
  cursor: z.string().max(300).optional(),
  limit: z
    .string()
    .regex(/^[1-9]\d{0,2}$/)
    .optional(),
};

export const pageFrom = ({ cursor, limit }: { cursor?: string | undefined; limit?: string | undefined }): Page => ({
  cursor,
  limit: Math.min(limit === undefined ? DEFAULT_LIMIT : Number(limit), MAX_LIMIT),
});

function placeOf(cursor: string): z.infer<typeof Cursor> {
  try {
    return Cursor.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    throw new Problem(400, 'MALFORMED_CURSOR');
  }
}

/** One page in a total order: what is added meanwhile neither repeats a row nor hides one. Throws Problem 400 for a cursor of other make. */
export async function pageOf<R extends object>(rows: ServiceRows, listed: Listed, page: Page): Promise<Paged<R>> {
  const { table, where, values, order, descending = false } = listed;
  const [direction, beyond] = descending ? ['DESC', '<'] : ['ASC', '>'];
  const after = page.cursor === undefined ? [] : placeOf(page.cursor);
  const place = after.length > 0 ? ` AND (${order}, id) ${beyond} ($${values.length + 1}, $${values.length + 2}::uuid)` : '';
  const sql = `SELECT * FROM ${table} WHERE ${where}${place} ORDER BY ${order} ${direction}, id ${direction} LIMIT ${page.limit + 1}`;
  const found = await rows.query<R & Record<string, string>>(sql, [...values, ...after]);
  const [counted] = await rows.query<{ total: number }>(`SELECT count(*)::int AS total FROM ${table} WHERE ${where}`, values);
  const items = found.slice(0, page.limit);
  const last = found.length > page.limit ? items.at(-1) : undefined;
  const next = last && Buffer.from(JSON.stringify([last[order], last['id']])).toString('base64url');
  return { items, total: counted!.total, ...(next && { next }) };
}
