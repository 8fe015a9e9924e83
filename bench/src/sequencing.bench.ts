import { Client } from 'pg';
import type { StoreDatabase } from '@satualur/event-store/testing';
import type { Bench } from './bench';
import { ProcessCpu } from './cpu';
import { fill, logOf } from './filled';
import { shownCounts } from './ledger';
import { replayed, sealAll } from './replay';
import type { Rig } from './rig';
import { rowOf, shown } from './row';
import { median } from './figures';

const NAME = 'sequencing with leaf, tree nodes and state saved';

/** Seals a whole store from the first event on; leaf, nodes and places are committed with each pass. */
async function sealing(rig: Rig, database: StoreDatabase, events: number) {
  const log = logOf(database);
  const server = new ProcessCpu(() => rig.servers());
  const own = process.cpuUsage();
  const began = performance.now();
  const sealed = await sealAll(log);
  const seconds = (performance.now() - began) / 1_000;
  const { user, system } = process.cpuUsage(own);
  if (sealed !== events) throw new Error(`${sealed} of ${events} events were sealed`);
  const client = (user + system) / sealed;
  return { log, rate: sealed / seconds, client, cpu: client + server.microseconds() / sealed };
}

/** Takes the places back, as only a superuser and only in a benchmark can. */
async function unseal(database: StoreDatabase): Promise<void> {
  const client = new Client({ connectionString: database.url('superuser') });
  await client.connect();
  await client.query('ALTER TABLE store.sealed DISABLE TRIGGER append_only; TRUNCATE store.sealed');
  await client.query('ALTER TABLE store.sealed ENABLE ALWAYS TRIGGER append_only');
  await client.end();
}

export const sequencing: Bench = {
  name: 'sequencing',
  async run(rig) {
    const { logEvents, rounds } = rig.scale;
    const database = await rig.store();
    await fill(database, logEvents);
    const figures: Awaited<ReturnType<typeof sealing>>[] = [];
    for (let round = 0; round < rounds; round++) {
      await figures.at(-1)?.log.close();
      await unseal(database);
      figures.push(await sealing(rig, database, logEvents));
    }
    const { log } = figures.at(-1)!;
    const counts = await replayed(log, logEvents);
    await log.close();
    const client = shown(median(figures.map((figure) => figure.client)));
    return [
      rowOf(
        figures.map(({ rate }) => rate),
        { name: NAME, unit: 'events/s', bar: ['≥', 80_000], beside: `${logEvents} events, ${shownCounts(counts)}` },
      ),
      rowOf(
        figures.map(({ cpu }) => cpu),
        { name: `${NAME}: CPU`, unit: 'µs/event', bar: ['≤', 15], beside: `both processes; ${client} µs of it in this one` },
      ),
    ];
  },
};
