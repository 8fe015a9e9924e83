import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packOf } from '@satualur/start/demo';
import { generatedPack } from '@satualur/start/generated-pack';
import { type Pack, readPack } from '@satualur/start/pack';
import type { LoneBench } from './bench';
import { type PackPlay, playPack } from './pack-play';
import { ROOT } from './rig';
import { type Row, rowOf, shown } from './row';

const SEED = 1;
const FLAT = 1.1;
const SECONDS = 60;
const LARGEST_MIB = 400;

const TEXT = `Packs made by \`npm run pack\` (seed ${SEED}) and the one of the repository are played through the services' own APIs, each over PostgreSQL and Kafka of its own, as
\`npm start -- --exit --fresh --pack FILE\` plays them. One play each: minimum and maximum are the value.

- A command is a request of the pack that is none to the registry; refused ones count. Commands per second are counted from the first to the last event at rest, so the timers between them are in it.
- What a command costs is CPU of the services, the databases and the broker together, for every process that ran, not the player's own. Time on the clock would tell of the machine's other
  work and of pauses, which hide what grows; CPU tells of every index that deepens, every list that lengthens and every row that is read once more.`;

function generated(victims: number): Pack {
  const file = join(mkdtempSync(join(tmpdir(), 'pack-')), 'pack.json');
  writeFileSync(file, JSON.stringify(generatedPack(victims, SEED)));
  return readPack(file, []);
}

/** The pack with further agencies on the platform, so many in all, who take no part. */
function among(agencies: number, pack: Pack): Pack {
  const [like] = pack.agencies.filter(({ onPlatform }) => onPlatform);
  const missing = agencies - pack.agencies.filter(({ onPlatform }) => onPlatform).length;
  const others = Array.from({ length: missing }, (_, index) => ({
    ...like!,
    code: `LAIN-${index + 10}`,
    name: `Lain ${index} (contoh)`,
  }));
  return { ...pack, agencies: [...pack.agencies, ...others] };
}

const once = (value: number, row: Omit<Row, 'value' | 'min' | 'max'>): Row => rowOf([value], row);

const answers = (name: string, { right, compared }: PackPlay): Row =>
  once(right, { name: `${name}: answers right`, unit: `of ${shown(compared)}`, bar: ['=', compared] });

const tenths = ({ costs }: PackPlay): string => `by tenth: ${costs.map((cost) => cost.toFixed(1)).join(' ')} ms`;

function rowsOf(victims: number, play: PackPlay): Row[] {
  const { commands, timers, costs, p99, secondsOfCommands: seconds } = play;
  const name = `${shown(victims)} victims`;
  const beside = `${shown(commands)} commands and ${shown(timers)} instants of timers in ${seconds.toFixed(1)} s`;
  return [
    once(commands / seconds, { name: `${name}: commands`, unit: '/s', peer: 'none', beside }),
    once(p99, { name: `${name}: a command, p99`, unit: 'ms', peer: 'none' }),
    once(costs.at(-1)! / costs[0]!, {
      ...{ name: `${name}: CPU of a command, last tenth ÷ first`, unit: 'ratio', bar: ['≤', FLAT], beside: tenths(play) },
    }),
    answers(name, play),
  ];
}

/** Packs played through the services' own APIs. */
export const packs: LoneBench = {
  name: 'pack',
  async measure({ victims, agencies }, progress) {
    const rows: Row[] = [];
    const playing = async (name: string, pack: Pack): Promise<PackPlay> => {
      const play = await playPack(pack, progress);
      progress(`  ${name}: ${shown(play.commands)} commands in ${play.seconds.toFixed(1)} s`);
      return play;
    };
    for (const many of victims) rows.push(...rowsOf(many, await playing(`${shown(many)} victims`, generated(many))));
    const own = await playing('the pack of the repository', readPack(packOf(ROOT), []));
    const hosting = await playing(`${agencies} agencies`, among(agencies, generated(victims[0]!)));
    rows.push(
      once(own.seconds, { name: 'the pack of the repository, after the stack is up', unit: 's', bar: ['≤', SECONDS] }),
      answers('the pack of the repository', own),
      once(hosting.peakMiB, {
        ...{ name: `the largest process hosting ${agencies} agencies`, unit: 'MiB', bar: ['≤', LARGEST_MIB] },
        beside: `the most it was resident with while ${shown(victims[0]!)} victims were played`,
      }),
    );
    const report = { file: 'performance-pack.md', title: 'Performance: packs', by: 'npm run bench -- pack', text: TEXT };
    return { rows, report: { ...report, postgres: own.postgres } };
  },
};
