import type { Client, QueryConfig, QueryResult, QueryResultRow } from 'pg';

export interface Queryable {
  query<R extends QueryResultRow>(query: string | QueryConfig, values?: unknown[]): Promise<QueryResult<R>>;
}

/** Lets several tasks use one connection: statements wait for each other, and for `connected`. */
export function serial(client: Client, connected: Promise<unknown>): Queryable {
  let last: Promise<unknown> = connected;
  return {
    query: <R extends QueryResultRow>(query: string | QueryConfig, values?: unknown[]) => {
      const next = last.then(() => client.query<R>(query, values));
      last = next.catch(() => connected);
      last.catch(() => undefined);
      return next;
    },
  };
}
