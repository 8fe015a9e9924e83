import { join } from 'node:path';
import { startStack } from '@satualur/local-stack/stack';
import { startDemo } from '@satualur/start/demo';
import { DemoRounds } from '@satualur/start/demo-rounds';
import type { Pack } from '@satualur/start/pack';
import { Player } from '@satualur/start/player';
import { Running } from '@satualur/start/running';
import { Screen } from '@satualur/start/screen';
import { AGENCY_SIDE } from '@satualur/start/services';
import { Summary } from '@satualur/start/summary';
import { peakMiB, spentByDescendants } from './family';
import { percentile } from './figures';
import { postgresVersion } from './postgres-version';
import { adminUrlOf, ROOT, WITHOUT_GIVEN } from './rig';
import { costByTenth, type Spent } from './tenths';
import { TimedApi } from './timed-api';

/** What came of a play. */
export interface PackPlay {
  readonly commands: number;
  readonly timers: number;
  /** From the moment that everything runs to the last event at rest, provisioning included. */
  readonly seconds: number;
  /** The same from the first command that is none to the registry. */
  readonly secondsOfCommands: number;
  /** 99th percentile of how long a command was waited for, in milliseconds. */
  readonly p99: number;
  /** CPU of a command in each tenth of them, in milliseconds, of services, databases and broker together. */
  readonly costs: readonly number[];
  readonly compared: number;
  readonly right: number;
  /** The most memory that the largest of the agencies' services was resident with, in MiB. */
  readonly peakMiB: number;
  readonly postgres: string;
}

const NOTES = 200;

/** Plays a pack as `npm start -- --exit --fresh --pack FILE` does, over PostgreSQL and Kafka of its own. */
export async function playPack(pack: Pack, progress: (text: string) => void): Promise<PackPlay> {
  const running = new Running();
  try {
    const dataDir = join(ROOT, '.local', 'bench-pack');
    const stack = await startStack({ dataDir, fresh: true, env: { ...process.env, ...WITHOUT_GIVEN } });
    running.add(() => stack.stop());
    const onExit = (name: string, log: string): void => progress(`${name} has ended by itself: see ${log}`);
    const { services, staff, issuer } = await startDemo({ root: ROOT, stack, pack, running, step: (_, work) => work(), onExit });
    const api = new TimedApi(services.addresses, `${issuer}/token`);
    const notes: Spent[] = [];
    const began = performance.now();
    const player = new Player({
      pack,
      api,
      staff,
      rounds: new DemoRounds(api, staff.secretariat),
      onStep: noting(api, notes, progress),
    });
    const played = await player.play();
    const ended = performance.now();
    notes.push(noteOf(api));
    const milliseconds = [...api.milliseconds];
    const memory = Math.max(...AGENCY_SIDE.map((service) => peakMiB(services.process(service).pid)));
    const checks = await new Summary(pack, played, api, staff.secretariat, new Screen(process.stdout, false)).checks();
    return {
      ...{ commands: milliseconds.length, timers: played.timers, costs: costByTenth(notes), peakMiB: memory },
      ...{ seconds: (ended - began) / 1_000, secondsOfCommands: (ended - api.startedAt) / 1_000 },
      ...{ p99: percentile(milliseconds, 0.99), compared: checks.length, right: checks.filter(({ holds }) => holds).length },
      postgres: await postgresVersion(adminUrlOf(stack)),
    };
  } finally {
    await running.stop();
  }
}

const noteOf = (api: TimedApi): Spent => ({ commands: api.milliseconds.length, milliseconds: spentByDescendants() });

/** Notes what was spent from the first input on, some hundred times in all, and tells of every tenth of the inputs. */
function noting(api: TimedApi, notes: Spent[], progress: (text: string) => void): (done: number, total: number) => void {
  let next = 0;
  let told = 0;
  return (done, total) => {
    if (api.milliseconds.length === 0) return;
    const tenths = Math.floor((done / total) * 10);
    if (tenths > told) progress(`  ${(told = tenths) * 10} %, ${api.milliseconds.length} commands`);
    if (done < next) return;
    notes.push(noteOf(api));
    next = done + Math.ceil(total / NOTES);
  };
}
