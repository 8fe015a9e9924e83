import type { Client, QueryConfig, QueryResult, QueryResultRow } from 'pg';
import { CopyOut } from './copy-out';

export interface Queryable {
  query<R extends QueryResultRow>(query: string | QueryConfig, values?: unknown[]): Promise<QueryResult<R>>;
}

/** One connection, for several tasks. */
export interface Line extends Queryable {
  /** Runs a COPY … TO STDOUT; see CopyOut. */
  copyOut(text: string, onRow: (message: Buffer) => void): Promise<void>;
}

/** Lets several tasks use one connection: statements wait for each other, and for `connected`. */
export function serial(client: Client, connected: Promise<unknown>): Line {
  let last: Promise<unknown> = connected;
  const next = <T>(work: () => Promise<T>): Promise<T> => {
    const own = last.then(work);
    last = own.catch(() => connected);
    last.catch(() => undefined);
    return own;
  };
  return {
    query: <R extends QueryResultRow>(query: string | QueryConfig, values?: unknown[]) =>
      next<QueryResult<R>>(() => client.query<R>(query, values)),
    copyOut: (text, onRow) => next(() => client.query(new CopyOut(text, onRow)).done),
  };
}
