import type { Bench } from './bench';
import { EMMETT, EmmettAppends } from './emmett';
import { type Counts, shownCounts } from './ledger';
import { OurAppends } from './ours';
import { PLAIN, PlainInserts } from './plain';
import type { Rig } from './rig';
import { type Bar, type Row, rowOf, shown } from './row';
import { inTurns, ratios, type Turn } from './turns';
import { median } from './figures';

/** Throughput and CPU of one contestant with what a reader of its log got. */
const told = (name: string, turns: readonly Turn[], counts: Counts): string =>
  `${name} ${shown(median(turns.map(({ rate }) => rate)))}/s, ` +
  `${shown(median(turns.map(({ clientCpu }) => clientCpu)))} + ${shown(median(turns.map(({ serverCpu }) => serverCpu)))} µs client + server, ` +
  shownCounts(counts);

const lostOf = ({ lost, twice, outOfOrder }: Counts): number => lost + twice + outOfOrder;

async function compared(rig: Rig, name: string, events: number, workers: number): Promise<Row[]> {
  const database = await rig.store();
  const ours = new OurAppends(database, workers);
  const plain = await PlainInserts.open(database, workers);
  const emmett = await EmmettAppends.open(rig, workers);
  const all = [
    { name: 'ours', of: ours },
    { name: 'plain', of: plain },
    { name: 'emmett', of: emmett },
  ];
  const contestants = all.map(({ name: who, of }) => ({ name: who, once: (worker: number) => of.append(worker, events) }));
  const turns = await inTurns(contestants, { ...rig.scale, workers, servers: () => rig.servers() });
  const of = (who: string): readonly Turn[] => turns.get(who)!;
  const [own, plains, emmetts] = [await ours.counts(), await plain.counts(), await emmett.counts()];
  await Promise.all(all.map((one) => one.of.close()));
  const against = (peer: string, who: string, bar: Bar, counts: Counts): Row =>
    rowOf(ratios(of('ours'), of(who)), {
      name: `${name} ÷ ${who}`,
      unit: 'ratio',
      bar,
      peer,
      beside: told(who, of(who), counts),
    });
  return [
    against(PLAIN, 'plain', ['≥', 0.8], plains),
    against(EMMETT, 'emmett', ['≥', 2.3], emmetts),
    rowOf([lostOf(own)], {
      name: `${name}: lost, twice, out of order`,
      unit: 'events',
      bar: ['=', 0],
      beside: told('ours', of('ours'), own),
    }),
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
