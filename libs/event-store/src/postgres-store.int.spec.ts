import { generateKeyPairSync, sign } from 'node:crypto';
import { HybridClock, wallClock } from './clock';
import { storePool } from './pool';
import { PostgresEventStore } from './postgres-store';
import { PostgresLogStore } from './sequencer';
import type { EventStore } from './store';
import { type StoreUnderTest, storeContract } from './store.contract';
import { freshStore } from './testing';

jest.setTimeout(30_000);

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const signer = {
  sign: (message: Uint8Array) => sign(null, message, privateKey),
  publicKey: publicKey.export({ format: 'jwk' }).x!,
};

async function postgresStore(): Promise<StoreUnderTest> {
  const database = await freshStore(process.env['TEST_DATABASE_URL']!);
  const pool = storePool({ connectionString: database.url('superuser'), max: 1 });
  await pool.query(
    'CREATE TABLE counter (value int NOT NULL); INSERT INTO counter VALUES (0); GRANT SELECT, UPDATE ON counter TO PUBLIC',
  );
  const opened: EventStore[] = [];
  return {
    open: (service, over) => {
      const options = {
        pool: { connectionString: database.url(service) },
        source: `/agencies/pol-6310/${service}`,
        clock: new HybridClock(wallClock),
        ...over,
      };
      const store = new PostgresEventStore(options);
      opened.push(store);
      return store;
    },
    log: (clock = new HybridClock(wallClock)) =>
      new PostgresLogStore({ connection: { connectionString: database.url('log') }, log: 'pol-6310', clock, signer }),
    bump: (from) => ({ text: 'UPDATE counter SET value = value + 1 WHERE value = $1', values: [from], rows: 1 }),
    counted: async () => (await pool.query<{ value: number }>('SELECT value FROM counter')).rows[0]!.value,
    close: async () => {
      await Promise.all([pool.end(), ...opened.map((store) => store.close())]);
      await database.drop();
    },
  };
}

storeContract('the store on PostgreSQL', postgresStore);
