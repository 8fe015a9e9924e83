import { pooled, storePool } from './pool';

const pool = storePool({ connectionString: process.env['TEST_DATABASE_URL']! });
afterAll(() => pool.end());

it('outlives a connection that breaks while it is lent, between two statements', async () => {
  const client = await pool.connect();
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  const broken = new Promise((resolve) => client.once('end', resolve));
  await pool.query('SELECT pg_terminate_backend($1)', [rows[0]!.pid]);
  await broken;
  expect(client.listenerCount('error')).toBeGreaterThan(0);
  await expect(client.query('SELECT 1')).rejects.toThrow();
  client.release(true);
  expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
});

it('keeps a connection whose statement was refused, and drops one that broke', async () => {
  const one = storePool({ connectionString: process.env['TEST_DATABASE_URL']!, max: 1 });
  const pid = async () => (await pooled<{ pid: number }>(one, { text: 'SELECT pg_backend_pid() AS pid' })).rows[0]!.pid;
  const first = await pid();
  await expect(pooled(one, { text: 'SELECT 1 / 0' })).rejects.toThrow('division by zero');
  expect(await pid()).toBe(first);
  await expect(pooled(one, { text: 'SELECT pg_terminate_backend(pg_backend_pid())' })).rejects.toThrow();
  expect(await pid()).not.toBe(first);
  await one.end();
});
