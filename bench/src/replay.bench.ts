import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { leafHash } from '@satualur/contracts/bytes';
import { storedEvent } from '@satualur/event-store/envelope';
import { MerkleTree } from '@satualur/event-store/merkle';
import type { LogStore, SealedEvent } from '@satualur/event-store/store';
import type { Bench } from './bench';
import { sealedLog } from './filled';
import { shownCounts } from './ledger';
import { replayed, runsOf } from './replay';
import { rowOf } from './row';
import { told } from './told';
import { inTurns } from './turns';

const MiB = 2 ** 20;
/** How often memory is looked at in one replay. */
const NOTES = 40;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Most memory in use in a replay's first quarter and in its last, what nothing refers to left out: heap and buffers, MiB. */
class Memory {
  early = 0;
  late = 0;
  private noted = 0;

  note(done: number, all: number): void {
    if (done < this.noted + all / NOTES) return;
    this.noted = done;
    collectGarbage();
    const { heapUsed, external } = process.memoryUsage();
    const held = (heapUsed + external) / MiB;
    if (done <= all / 4) this.early = Math.max(this.early, held);
    else if (done > (3 * all) / 4) this.late = Math.max(this.late, held);
  }
}

async function replay(
  log: LogStore,
  each: (events: readonly SealedEvent[]) => void,
  all: number,
  memory?: Memory,
): Promise<number> {
  let done = 0;
  for await (const run of runsOf(log)) {
    each(run);
    done += run.length;
    memory?.note(done, all);
  }
  if (done !== all) throw new Error(`${done} of ${all} events were read`);
  return done;
}

const parse = (events: readonly SealedEvent[]): void => {
  for (const { bytes } of events) storedEvent(bytes);
};

/** Every leaf from its bytes, and at the end the root. */
async function verified(log: LogStore, all: number, root: Buffer, memory?: Memory): Promise<number> {
  const tree = new MerkleTree();
  const grow = (events: readonly SealedEvent[]): void => {
    for (const { bytes, leaf, seq } of events) {
      const own = leafHash(bytes);
      if (!own.equals(leaf)) throw new Error(`event ${seq} has another leaf`);
      tree.append(own);
    }
  };
  const done = await replay(log, grow, all, memory);
  if (!tree.root().equals(root)) throw new Error('the replay has another root');
  return done;
}

export const replaying: Bench = {
  name: 'replay',
  async run(rig) {
    const { logEvents: all } = rig.scale;
    const { log } = await sealedLog(rig, all);
    const { root } = await log.mark();
    const memory = { parsed: new Memory(), verified: new Memory() };
    await replay(log, parse, all, memory.parsed);
    await verified(log, all, root, memory.verified);
    const contestants = [
      { name: 'parsed', once: () => replay(log, parse, all) },
      { name: 'verified', once: () => verified(log, all, root) },
    ];
    const turns = await inTurns(contestants, { ...rig.scale, workers: 1, servers: () => rig.servers() });
    const counts = await replayed(log, all);
    await log.close();
    const [parsed, checked] = [turns.get('parsed')!, turns.get('verified')!];
    const rates = (of: typeof parsed): number[] => of.map(({ rate }) => rate);
    const beside = `${told('parsed', parsed)}, ${all} events, ${shownCounts(counts)}`;
    return [
      rowOf(rates(parsed), { name: 'replay, parsed', unit: 'events/s', bar: ['≥', 150_000], beside }),
      rowOf(rates(checked), {
        name: 'replay with every leaf and the root verified',
        unit: 'events/s',
        bar: ['≥', 60_000],
        beside: told('verified', checked),
      }),
      ...Object.entries(memory).map(([name, { early, late }]) =>
        rowOf([late / early], {
          name: `replay, ${name}: memory in its last quarter ÷ in its first`,
          unit: 'ratio',
          bar: ['≤', 1.2],
          beside: `at most ${early.toFixed(1)} MiB in the first, ${late.toFixed(1)} MiB in the last; one replay`,
        }),
      ),
    ];
  },
};
