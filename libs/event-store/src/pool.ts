import { DatabaseError, Pool, type PoolConfig, type QueryConfig, type QueryResult, type QueryResultRow } from 'pg';

/** Settings of every session on a store (details 1 and 2): no JIT, no forgotten transaction, a dead peer noticed. */
export const storeSession = {
  options: '-c jit=off -c idle_in_transaction_session_timeout=5000',
  keepAlive: true,
  keepAliveInitialDelayMillis: 10_000,
};

/**
 * A small pool that closes what is idle for 5 s and outlives its connections: one that breaks while idle is reported, one that breaks
 * while lent fails its statements.
 */
export function storePool(config: PoolConfig, onError: (error: Error) => void = () => undefined): Pool {
  const pool = new Pool({ max: 4, min: 0, idleTimeoutMillis: 5_000, ...storeSession, ...config });
  pool.on('error', onError);
  pool.on('connect', (client) => client.on('error', ignore));
  return pool;
}

/** A lent connection that breaks between two statements would end the process if nobody listened; the next statement tells. */
const ignore = (): void => undefined;

/**
 * One statement on a pooled connection, which stays in the pool when the server refuses the statement. The pool's own `query` closes it
 * then, and logging in anew costs more than many appends.
 */
export async function pooled<R extends QueryResultRow>(pool: Pool, statement: QueryConfig): Promise<QueryResult<R>> {
  const client = await pool.connect();
  let broken = true;
  try {
    const result = await client.query<R>(statement);
    broken = false;
    return result;
  } catch (error) {
    broken = !(error instanceof DatabaseError && error.severity === 'ERROR');
    throw error;
  } finally {
    client.release(broken);
  }
}
