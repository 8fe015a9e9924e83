import type { Bench } from './bench';
import { EMMETT, EmmettAppends } from './emmett';
import type { Counts } from './ledger';
import { OurAppends } from './ours';
import { PLAIN, PlainInserts } from './plain';
import type { Rig } from './rig';
import { type Bar, type Row, rowOf } from './row';
import { faultless, told } from './told';
import { inTurns, ratios } from './turns';

async function compared(rig: Rig, name: string, events: number, workers: number): Promise<Row[]> {
  const database = await rig.store();
  const ours = new OurAppends(database, workers);
  const plain = await PlainInserts.open(database, workers);
  const emmett = await EmmettAppends.open(rig, workers);
  const all = { ours, plain, emmett };
  const contestants = Object.entries(all).map(([who, of]) => ({
    name: who,
    once: (worker: number) => of.append(worker, events),
  }));
  const turns = await inTurns(contestants, { ...rig.scale, workers, servers: () => rig.servers() });
  const counts = { ours: await ours.counts(), plain: await plain.counts(), emmett: await emmett.counts() };
  await Promise.all(Object.values(all).map((one) => one.close()));
  const [own, plains, emmetts] = [turns.get('ours')!, turns.get('plain')!, turns.get('emmett')!];
  const against = (peer: string, who: string, theirs: typeof own, of: Counts, bar: Bar): Row =>
    rowOf(ratios(own, theirs), { name: `${name} ÷ ${who}`, unit: 'ratio', bar, peer, beside: told(who, theirs, of) });
  return [
    against(PLAIN, 'plain insert', plains, counts.plain, ['≥', 0.8]),
    against(EMMETT, 'Emmett', emmetts, counts.emmett, ['≥', 2.3]),
    faultless(name, own, counts.ours),
  ];
}

export const appendOne: Bench = {
  name: 'append-one',
  run: async (rig) => [
    ...(await compared(rig, 'append of 1 event, 8 at a time', 1, 8)),
    ...(await compared(rig, 'append of 1 event, 32 at a time', 1, 32)),
  ],
};

export const appendFive: Bench = {
  name: 'append-five',
  run: (rig) => compared(rig, 'append of 5 events, 8 at a time', 5, 8),
};
