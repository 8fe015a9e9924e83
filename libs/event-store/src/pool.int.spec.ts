import { storePool } from './pool';

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
