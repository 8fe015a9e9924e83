import type { Bench } from './bench';
import { fill } from './filled';
import { openBroker } from './kafka';
import { OurAppends } from './ours';
import { logsInKafka, Timeline } from './projected';
import type { Rig } from './rig';
import { type Row, rowOf, shown } from './row';
import { told } from './told';
import { type Contestant, inTurns, ratios, type TurnOptions } from './turns';

const LOGS = 4;
const READERS = 4;
const WORKERS = 8;

type Size = 'small' | 'large';
const SIZES: readonly Size[] = ['small', 'large'];

/** The large one against the small one, in turns. */
async function grown(
  rig: Rig,
  options: Pick<TurnOptions, 'workers' | 'turnMs'>,
  once: (size: Size) => Contestant['once'],
  row: { name: string; least: number },
): Promise<Row> {
  const contestants = SIZES.map((size) => ({ name: size, once: once(size) }));
  const turns = await inTurns(contestants, { ...rig.scale, ...options, servers: () => rig.servers() });
  const [small, large] = [turns.get('small')!, turns.get('large')!];
  const [few, many] = SIZES.map((size) => shown(rig.scale.growth[size]));
  const beside = `${told('large', large)}; ${told('small', small)}`;
  const name = `${row.name}: at ${many} events ÷ at ${few}`;
  return rowOf(ratios(large, small), { name, unit: 'ratio', bar: ['≥', row.least], beside });
}

async function appends(rig: Rig): Promise<Row> {
  const open = async (size: Size): Promise<OurAppends> => {
    const database = await rig.store();
    await fill(database, rig.scale.growth[size], (done) => rig.progress(`  ${shown(done)} events in a store`));
    return new OurAppends(database, WORKERS);
  };
  const stores = { small: await open('small'), large: await open('large') };
  const once = (size: Size) => (worker: number) => stores[size].append(worker, 1);
  const row = await grown(rig, { workers: WORKERS, turnMs: rig.scale.turnMs }, once, {
    name: 'append of 1 event, 8 at a time',
    least: 0.9,
  });
  await Promise.all([stores.small.close(), stores.large.close()]);
  return row;
}

async function readsAndRebuilds(rig: Rig): Promise<Row[]> {
  const broker = openBroker(rig);
  const open = async (size: Size): Promise<Timeline> => {
    const timeline = await Timeline.open(rig, broker, await logsInKafka(rig, broker, LOGS, rig.scale.growth[size]));
    rig.progress(`  ${shown(rig.scale.growth[size])} events in Kafka`);
    return timeline;
  };
  const timelines = { small: await open('small'), large: await open('large') };
  const rebuild = (size: Size) => async (): Promise<number> => {
    await timelines[size].rebuild();
    return rig.scale.growth[size];
  };
  const read = (size: Size) => async (): Promise<number> => {
    const cases = rig.scale.growth[size] / LOGS / 10;
    return timelines[size].readCase(Math.floor(Math.random() * cases));
  };
  const rebuilds = await grown(rig, { workers: 1, turnMs: 1 }, rebuild, { name: 'timeline rebuild, rate', least: 0.9 });
  const reads = await grown(rig, { workers: READERS, turnMs: rig.scale.turnMs }, read, { name: 'read of one case', least: 0.8 });
  await Promise.all([broker.close(), timelines.small.drop(), timelines.large.drop()]);
  return [reads, rebuilds];
}

export const growth: Bench = {
  name: 'growth',
  onRequest: true,
  run: async (rig) => [await appends(rig), ...(await readsAndRebuilds(rig))],
};
