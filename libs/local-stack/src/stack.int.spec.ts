import { Client } from 'pg';

describe('the stack of this test run', () => {
  it('has a PostgreSQL that answers its superuser', async () => {
    const client = new Client({ connectionString: process.env['TEST_DATABASE_URL'] });
    await client.connect();
    const { rows } = await client.query('select rolsuper from pg_roles where rolname = current_user');
    await client.end();
    expect(rows).toEqual([{ rolsuper: true }]);
  });
});
