import type { Bench } from './bench';
import { OurCommands } from './commands';
import { PLAIN, PlainInserts } from './plain';
import type { Rig } from './rig';
import { type Row, rowOf } from './row';
import { faultless, p99, told } from './told';
import { inTurns, ratios, type Turn } from './turns';
import { openVault } from './vaults';

const WORKERS = 8;
const NAME = 'whole command, 8 at a time';
const SEALED = 'whole command with three sealed fields, 8 at a time';
const LONGEST_MS = 12;

async function contest(rig: Rig) {
  const [bare, sealing] = [await rig.store(), await rig.store()];
  const vault = await openVault(rig, sealing.key);
  const all = {
    command: new OurCommands(bare, WORKERS),
    sealed: new OurCommands(sealing, WORKERS, vault),
    plain: await PlainInserts.open(bare, WORKERS),
  };
  const close = async (): Promise<void> => {
    await Promise.all([...Object.values(all), vault].map((one) => one.close()));
  };
  return { ...all, close };
}

const slowest = (name: string, turns: readonly Turn[]): Row =>
  rowOf(p99(turns), { name: `${name}: p99`, unit: 'ms', bar: ['≤', LONGEST_MS] });

export const command: Bench = {
  name: 'command',
  async run(rig) {
    const { command: commands, sealed, plain, close } = await contest(rig);
    const contestants = [
      { name: 'command', once: (worker: number) => commands.give(worker) },
      { name: 'sealed', once: (worker: number) => sealed.give(worker) },
      { name: 'plain', once: (worker: number) => plain.append(worker, 1) },
    ];
    const turns = await inTurns(contestants, { ...rig.scale, workers: WORKERS, servers: () => rig.servers() });
    const [ours, withSeals, plains] = [turns.get('command')!, turns.get('sealed')!, turns.get('plain')!];
    const counts = [await commands.counts(), await sealed.counts(), await plain.counts()] as const;
    await close();
    const ratio = (name: string, own: readonly Turn[], least: number): Row => {
      const beside = told('plain insert', plains, counts[2]);
      return rowOf(ratios(own, plains), {
        name: `${name} ÷ plain insert`,
        unit: 'ratio',
        bar: ['≥', least],
        peer: PLAIN,
        beside,
      });
    };
    return [
      ratio(NAME, ours, 0.45),
      slowest(NAME, ours),
      faultless(NAME, ours, counts[0]),
      ratio(SEALED, withSeals, 0.38),
      slowest(SEALED, withSeals),
      faultless(SEALED, withSeals, counts[1]),
    ];
  },
};
