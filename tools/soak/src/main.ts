import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { commitOf } from './commit';
import { Interrupted, interruption } from './ending';
import { asksForUsage, type Options, optionsOf, USAGE } from './options';
import { record } from './record';
import { ownRig, removeData } from './rig';
import { isClean, type Result, soak } from './soak';

const root = resolve(__dirname, '../../..');
/** Kills of PostgreSQL and of the broker, each, in a run of a million events; pro rata in a smaller one. */
const KILLS_PER_MILLION = 12;
/** Of them, those without which the run shows nothing. */
const LEAST_PER_MILLION = 10;
const HELD_SHARE = 0.001;

/** One line that is written over on a terminal; elsewhere a line every half minute. */
function progress(): (line: string) => void {
  let toldAt = 0;
  return (line) => {
    if (process.stderr.isTTY) process.stderr.write(`\r\u001b[2K${line}`);
    else if (Date.now() - toldAt > 30_000) {
      toldAt = Date.now();
      process.stderr.write(`${line}\n`);
    }
  };
}

async function run(options: Options, folder: string, ending: AbortSignal): Promise<Result> {
  const rig = await ownRig(folder, ending);
  try {
    const proRata = (kills: number) => Math.ceil((kills * options.events) / 1_000_000);
    const rest = {
      partKills: proRata(KILLS_PER_MILLION),
      leastPartKills: proRata(LEAST_PER_MILLION),
      killWriters: true,
      heldShare: HELD_SHARE,
    };
    const times = {
      downMs: { postgres: [0, 2_000], broker: [0, 8_000] },
      patienceMs: 120_000,
      limitMs: 1_800_000,
      stallMs: 120_000,
    } as const;
    return await soak({ ...options, ...rest, ...times, folder, ending, onProgress: progress() }, rig);
  } finally {
    await rig.stop();
  }
}

async function main(args: readonly string[]): Promise<number> {
  if (asksForUsage(args)) {
    console.log(USAGE);
    return 0;
  }
  const options = optionsOf(args);
  const name = `${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}-${options.events}`;
  const folder = join(root, '.local/soak', name);
  const commit = commitOf(root);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'run-of.json'), JSON.stringify({ ...options, commit }, null, 2));
  const ending = interruption();
  const result = await run(options, folder, ending)
    .catch((error: unknown) => {
      ending.throwIfAborted();
      throw error;
    })
    .finally(() => removeData(folder));
  record(join(root, 'docs/soak.md'), options, commit, result);
  console.log(`\n${JSON.stringify(result, null, 2)}\n${isClean(result) ? 'It holds' : 'It is violated'}: .local/soak/${name}`);
  return isClean(result) ? 0 : 1;
}

main(process.argv.slice(2)).then(
  (status) => process.exit(status),
  (error: Error) => {
    const interrupted = error instanceof Interrupted;
    console.error(interrupted ? `\n${error.message}` : `${error.message}\n${USAGE}`);
    process.exit(interrupted ? error.exitStatus : 2);
  },
);
