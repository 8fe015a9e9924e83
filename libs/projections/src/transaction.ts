import type { Pool, PoolClient, QueryResult } from 'pg';
import type { Rows } from './projection';

export const rowsOf = (client: PoolClient): Rows => ({
  query: (text, values) => client.query(text, values as unknown[] | undefined) as never,
});

/** Waits until all have ended, also when one fails; then throws the first failure. */
export async function allOf(...work: readonly Promise<unknown>[]): Promise<void> {
  await Promise.allSettled(work);
  await Promise.all(work);
}

/** Lends a connection; one that failed in an unknown state is closed, not returned. */
export async function withClient<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  client.on('error', ignore);
  try {
    const result = await work(client);
    client.off('error', ignore).release();
    return result;
  } catch (error) {
    client.release(true);
    throw error;
  }
}

/** A lent connection that breaks between two statements would end the process if nobody listened; the next statement tells. */
const ignore = (): void => undefined;

/** Runs `work` between `begin` and COMMIT, with the rows of `begin`'s last statement; any error rolls back and is rethrown. */
export async function transaction<T>(
  client: PoolClient,
  begin: string,
  work: (begun: readonly unknown[]) => Promise<T>,
): Promise<T> {
  try {
    const begun: QueryResult | readonly QueryResult[] = await client.query(begin);
    const result = await work((Array.isArray(begun) ? (begun as readonly QueryResult[]).at(-1)! : (begun as QueryResult)).rows);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}
