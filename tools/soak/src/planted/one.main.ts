import { Interrupted, interruption } from '../ending';
import { ownRig, removeData } from '../rig';
import { soak } from '../soak';

/** Short, with everything that the bugs need: kills of all processes, of PostgreSQL and of the broker, transactions left open. */
const SHORT = { events: 4_000, writers: 8, agencies: 2, partKills: 1, leastPartKills: 1, killWriters: true, heldShare: 0.01 };

/** `one.main <folder> <seed>`: one short run on a rig of its own; SOAK_PLANT says with which bug. Leaves `verdict.json`. */
async function main([folder, seed]: readonly string[]): Promise<void> {
  const patience = process.env['SOAK_PLANT']
    ? { patienceMs: 10_000, limitMs: 40_000, stallMs: 20_000 }
    : { patienceMs: 60_000, limitMs: 240_000, stallMs: 60_000 };
  const ending = interruption();
  const rig = await ownRig(folder!, ending);
  try {
    const downMs = { postgres: [0, 0], broker: [6_000, 8_000] } as const;
    await soak({ ...SHORT, ...patience, downMs, seed: seed!, folder: folder!, ending, onProgress: () => undefined }, rig);
  } finally {
    await rig.stop();
    removeData(folder!);
  }
}

main(process.argv.slice(2)).then(
  () => process.exit(0),
  (error: Error) => {
    if (error instanceof Interrupted) process.exit(error.exitStatus);
    console.error(error.stack);
    process.exit(1);
  },
);
