import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { check, type Verdict } from '@satualur/checker/check';
import { makeCell, newAgency } from './agencies';
import { drained, type Standing } from './drain';
import { dumpProjection, dumpStores } from './dump-database';
import { dumpTopics } from './dump-topics';
import { unlessEnded } from './ending';
import { Nemesis, PartKiller } from './nemesis';
import { Progress } from './progress';
import { Random } from './random';
import { projections } from './projections';
import { rebuilt } from './rebuild';
import type { Rig } from './rig';
import { type RunFile, writeRunFile } from './run-file';
import { shortfalls } from './shortfalls';
import { Worker } from './worker';

export interface SoakOptions {
  readonly events: number;
  readonly seed: string;
  readonly writers: number;
  readonly agencies: number;
  /** Where everything of this run goes. */
  readonly folder: string;
  /** Kills of PostgreSQL and of the broker, each. */
  readonly partKills: number;
  /** Of them, those that must have come for the run to hold. */
  readonly leastPartKills: number;
  /** Kill the writing processes too, not only what carries their events. */
  readonly killWriters: boolean;
  /** How long each part stays down, by name, from and to. */
  readonly downMs: Readonly<Record<string, readonly [number, number]>>;
  readonly heldShare: number;
  /** How long nothing may move at the end. */
  readonly patienceMs: number;
  /** How long the end may take in all. */
  readonly limitMs: number;
  /** How long nothing may be acknowledged while writing. */
  readonly stallMs: number;
  readonly onProgress: (line: string) => void;
  /** Aborted: the run stops what it started and throws the reason. */
  readonly ending: AbortSignal;
}

export interface Result {
  readonly verdict: Verdict;
  readonly lagging: readonly Standing[];
  /** Ends of processes that nobody asked for. */
  readonly unexplained: readonly string[];
  /** What the run was to bring and did not. */
  readonly short: readonly string[];
  readonly kills: Readonly<Record<string, number>>;
  readonly writingMs: number;
  readonly totalMs: number;
}

/** Nothing lost, twice or out of order, nothing left behind, nothing ended by itself, nothing short of what was asked. */
export const isClean = ({ verdict, lagging, unexplained, short }: Result): boolean =>
  [verdict.findings, lagging, unexplained, short].every(({ length }) => length === 0);

const MOST_PROCESSES = 4;
/** How long sequencer, relay, consumer and projector may live; a writer must live to see its longest transaction committed. */
const CARRIER_LIVES_MS = [1_000, 5_000] as const;
const WRITER_LIVES_MS = [4_000, 10_000] as const;

/** Keys of this run alone: a lent rig holds other runs too. */
function planRun(options: SoakOptions, rig: Rig): RunFile {
  const nonce = randomBytes(3).toString('hex');
  const processes = Math.min(MOST_PROCESSES, Math.ceil(options.writers / 4));
  return {
    seed: options.seed,
    folder: options.folder,
    postgres: rig.postgres,
    kafka: rig.kafka,
    agencies: Array.from({ length: options.agencies }, (_, index) => newAgency(`soak${nonce}-${index}`)),
    projection: { database: `soak_${nonce}`, user: `soak_${nonce}`, password: randomBytes(16).toString('hex') },
    writers: {
      processes,
      sessions: Math.ceil(options.writers / processes),
      events: Math.ceil(options.events / processes),
    },
    heldShare: options.heldShare,
  };
}

interface Crew {
  readonly writers: readonly Worker[];
  readonly carriers: readonly Worker[];
}

function crewOf(run: RunFile, runFile: string): Crew {
  const { folder } = run;
  const worker = (entry: string, index: number) =>
    new Worker({ name: `${entry}-${index}`, entry, folder, args: [runFile, String(index)] });
  return {
    writers: Array.from({ length: run.writers.processes }, (_, index) => worker('writer', index)),
    carriers: [
      worker('log', 0),
      worker('log', 1),
      ...projections.map((_, index) => worker('projector', index)),
      worker('reactor', 0),
    ],
  };
}

interface Faults {
  readonly nemesis: Nemesis;
  readonly parts: readonly PartKiller[];
}

function faultsOf({ seed, partKills, downMs, killWriters }: SoakOptions, rig: Rig, { writers, carriers }: Crew): Faults {
  const random = (of: string) => new Random(`${seed}/kill/${of}`);
  const nemesis = new Nemesis(random('workers'));
  for (const worker of carriers) nemesis.haunt(worker, CARRIER_LIVES_MS);
  if (killWriters) for (const worker of writers) nemesis.haunt(worker, WRITER_LIVES_MS);
  const parts = rig.killable.map((part) => new PartKiller(part, partKills, downMs[part.name] ?? [0, 0], random(part.name)));
  return { nemesis, parts };
}

const tellKills = (faults: Faults, { writers, carriers }: Crew): string => {
  const kills = [...carriers, ...writers].reduce((sum, worker) => sum + worker.kills, 0);
  return [`${kills} processes killed`, ...faults.parts.map(({ name, killed }) => `${name} ${killed} times`)].join(', ');
};

/** Until the writers have ended, or nothing is acknowledged any more. */
async function writeAll(options: SoakOptions, faults: Faults, run: RunFile, crew: Crew): Promise<void> {
  const progress = new Progress(join(run.folder, 'histories'));
  let [movedAt, toldAt, before] = [Date.now(), 0, 0];
  while (!crew.writers.every(({ done }) => done) && Date.now() - movedAt < options.stallMs) {
    await wait(100);
    if (progress.look() > before) [before, movedAt] = [progress.written, Date.now()];
    for (const part of faults.parts) part.onProgress(before / options.events);
    if (Date.now() - toldAt < 1_000) continue;
    toldAt = Date.now();
    options.onProgress(`${before} of ${options.events} events, ${tellKills(faults, crew)}`);
  }
  await faults.nemesis.stop();
  await Promise.all(faults.parts.map((part) => part.settled()));
}

async function dump(run: RunFile, { onProgress, ending }: Pick<SoakOptions, 'onProgress' | 'ending'>): Promise<void> {
  const folder = join(run.folder, 'dumps');
  onProgress('dumping stores and topics');
  await Promise.all([dumpStores(run, folder), dumpTopics(run, { into: folder, ending })]);
  onProgress('rebuilding the projection');
  await dumpProjection(run, folder, 'live');
  const [digests, timeline] = await Promise.all(projections.map((projection) => rebuilt(run, projection)));
  await dumpProjection(run, folder, 'rebuilt');
  const logs = run.agencies.map(({ key, publicKey }) => ({ key, publicKey }));
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ logs, digests, timeline }, null, 2));
}

const killsOf = ({ parts }: Faults, workers: readonly Worker[]): Record<string, number> => ({
  ...Object.fromEntries(parts.map(({ name, killed }) => [name, killed])),
  ...Object.fromEntries(workers.map(({ spec, kills }) => [spec.name, kills])),
});

/** Everything between the start of the processes and the verdict. */
async function carryOut(options: SoakOptions, rig: Rig, run: RunFile, crew: Crew): Promise<Result> {
  const began = Date.now();
  const everyone = [...crew.writers, ...crew.carriers];
  await makeCell(rig, run);
  await Promise.all(everyone.map((worker) => worker.start()));
  const writingSince = Date.now();
  const faults = faultsOf(options, rig, crew);
  await writeAll(options, faults, run, crew);
  const writingMs = Date.now() - writingSince;
  options.onProgress('waiting until everything has arrived');
  const lagging = await drained(run, options);
  await Promise.all(everyone.map((worker) => worker.stop()));
  await dump(run, options);
  options.onProgress('checking');
  const verdict = await check(run.folder);
  return {
    verdict,
    lagging,
    unexplained: everyone.flatMap(({ spec, unexplained }) => unexplained.map((end) => `${spec.name} ended with ${end}`)),
    short: shortfalls(options, { events: verdict.acts.events, parts: faults.parts }),
    kills: killsOf(faults, everyone),
    writingMs,
    totalMs: Date.now() - began,
  };
}

/** One run, from empty stores to the checker's verdict. However it ends, no process that it started is left. */
export async function soak(options: SoakOptions, rig: Rig): Promise<Result> {
  const run = planRun(options, rig);
  for (const part of ['histories', 'dumps', 'log']) mkdirSync(join(run.folder, part), { recursive: true });
  const runFile = join(run.folder, 'run.json');
  writeRunFile(runFile, run);
  const crew = crewOf(run, runFile);
  const over = new AbortController();
  const ending = AbortSignal.any([options.ending, over.signal]);
  try {
    const result = await unlessEnded(ending, carryOut({ ...options, ending }, rig, run, crew));
    writeFileSync(join(run.folder, 'verdict.json'), JSON.stringify(result, null, 2));
    return result;
  } finally {
    over.abort();
    await Promise.all([...crew.writers, ...crew.carriers].map((worker) => worker.stop()));
  }
}
