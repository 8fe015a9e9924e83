import { hlcOf, hlcToBigint } from '@satualur/contracts/hlc';
import { streamOf } from '@satualur/contracts/ids';
import type { StoreDatabase } from '@satualur/event-store/testing';
import { Client } from 'pg';
import type { Bench } from './bench';
import { median, percentile } from './figures';
import { type Row, rowOf, shown } from './row';
import { ids } from './streams';
import { Watched } from './watched';

const RATE = 100;
const SHARE = 0.99;
const OPEN_MS = { full: 5_000, quick: 2_000 };

/** A transaction that has written an event and stays open until the returned function is called. */
async function leftOpen(database: StoreDatabase): Promise<() => Promise<void>> {
  const client = new Client({ connectionString: database.url('referral') });
  await client.connect();
  const stream = streamOf('referralin', ids.next());
  await client.query('BEGIN');
  const text = `INSERT INTO store.event (stream, version, hlc, bytes) VALUES ($1, 1, $2, convert_to($1, 'UTF8'))`;
  await client.query(text, [stream, hlcToBigint(hlcOf(Date.now() + 1))]);
  return async () => {
    await client.query('COMMIT');
    await client.end();
  };
}

const TURNS = ['quiet', 'in another database', 'in the same store'] as const;
type Delays = Readonly<Record<(typeof TURNS)[number], number[]>>;

/** One turn of each kind, each round beginning with another one. */
async function roundOf(watched: Watched, stores: Readonly<Record<string, StoreDatabase>>, round: number, ms: number) {
  const delays: Delays = { quiet: [], 'in another database': [], 'in the same store': [] };
  for (let place = 0; place < TURNS.length; place++) {
    const turn = TURNS[(round + place) % TURNS.length]!;
    const commit = stores[turn] && (await leftOpen(stores[turn]));
    delays[turn].push(...(await watched.delays(RATE, ms)));
    await commit?.();
  }
  return delays;
}

function rowFor(turn: (typeof TURNS)[number], rounds: readonly Delays[]): Row {
  const worst = (of: (typeof TURNS)[number], share: number) => rounds.map((delays) => percentile(delays[of], share));
  const quiet = worst('quiet', SHARE);
  const told = (of: (typeof TURNS)[number]) =>
    `${shown(median(worst(of, SHARE)))} ms, longest ${shown(Math.max(...worst(of, 1)))}`;
  return rowOf(
    worst(turn, SHARE).map((delay, round) => delay - quiet[round]!),
    {
      name: `writing transaction left open ${turn}: what it adds to the others' append → sealed, p99`,
      unit: 'ms',
      bar: ['≤', 5],
      beside: `p99 ${told(turn)}; in quiet turns ${told('quiet')}; ${RATE} events/s`,
    },
  );
}

export const stranger: Bench = {
  name: 'stranger',
  async run(rig) {
    const [own, other] = [await rig.store(), await rig.store()];
    const watched = new Watched(own);
    await watched.start();
    const ms = rig.scale.quick ? OPEN_MS.quick : OPEN_MS.full;
    await watched.delays(RATE, 1_000);
    const rounds: Delays[] = [];
    for (let round = 0; round < rig.scale.rounds; round++)
      rounds.push(await roundOf(watched, { 'in another database': other, 'in the same store': own }, round, ms));
    await watched.stop();
    await Promise.all([own.drop(), other.drop()]);
    return [rowFor('in another database', rounds), rowFor('in the same store', rounds)];
  },
};
