import { writeFileSync } from 'node:fs';
import type { Bench, LoneBench } from './bench';
import { benches, loneBenches } from './benches';
import { type Options, readOptions, USAGE } from './options';
import { postgresVersion } from './postgres-version';
import { tableOf } from './print';
import { FULL, QUICK, startRig } from './rig';
import { barsThatHold, jsonOf, type Row } from './row';
import { writeReport } from './report';

interface Chosen {
  readonly usual: readonly Bench[];
  readonly lone: readonly LoneBench[];
}

function chosen({ only, growth }: Options): Chosen {
  if (only.length === 0) return { usual: benches.filter(({ onRequest }) => growth || !onRequest), lone: [] };
  const named = <B extends { readonly name: string }>(all: readonly B[]): B[] =>
    all.filter(({ name }) => only.some((prefix) => name.startsWith(prefix)));
  const [usual, lone] = [named(benches), named(loneBenches)];
  if (usual.length + lone.length > 0) return { usual, lone };
  throw new TypeError(`no such benchmark; there are ${[...benches, ...loneBenches].map(({ name }) => name).join(', ')}`);
}

const progress = (text: string): void => console.log(text);

interface Run {
  readonly rows: Row[];
  /** Of the benchmarks that ended with an error: the others go on, and no report is written. */
  readonly failed: string[];
  /** Writes what there is by now. */
  write(): void;
}

async function timed(name: string, run: Run, measure: () => Promise<readonly Row[]>): Promise<readonly Row[]> {
  const began = performance.now();
  try {
    const rows = await measure();
    run.rows.push(...rows);
    run.write();
    progress(`\n${name} (${((performance.now() - began) / 1_000).toFixed(0)} s)\n${tableOf(rows)}`);
    return rows;
  } catch (error) {
    run.failed.push(name);
    console.error(`\n${name} failed:`, error);
    return [];
  }
}

const USUAL = `A value is the median of so many rounds in which the contestants took turns, with its minimum and maximum: ROUNDS. Counts of events are of all rounds, and the memory
of a replay is of one.

- What of one process comes while other appends are on their way shares their next statement and commit (ADR 15); a plain insert and Emmett's append commit each by itself.
- The relay's events are addressed to nobody, so that both send the same bytes: no copies for inboxes.
- When an event is sealed and when it is visible is when a statement asked every 2 ms first shows it.`;

async function runUsual(list: readonly Bench[], { quick, only }: Options, run: Run): Promise<void> {
  if (list.length === 0) return;
  const rig = await startRig(quick ? QUICK : FULL, progress);
  try {
    const [usual, grown]: [Row[], Row[]] = [[], []];
    for (const bench of list) (bench.onRequest ? grown : usual).push(...(await timed(bench.name, run, () => bench.run(rig))));
    if (quick || only.length > 0 || run.failed.length > 0) return;
    const text = USUAL.replace('ROUNDS', String(rig.scale.rounds));
    const postgres = await postgresVersion(rig.adminUrl);
    writeReport({ file: 'performance.md', title: 'Performance', by: 'npm run bench', text, postgres }, usual);
    if (grown.length > 0) {
      const report = { file: 'performance-growth.md', title: 'Performance: growth', by: 'npm run bench -- --growth' };
      writeReport({ ...report, text, postgres }, grown);
    }
  } finally {
    await rig.stop();
  }
}

async function runLone(list: readonly LoneBench[], { quick }: Options, run: Run): Promise<void> {
  for (const { name, measure } of list) {
    await timed(name, run, async () => {
      const measured = await measure(quick ? QUICK : FULL, progress);
      if (!quick) writeReport(measured.report, measured.rows);
      return measured.rows;
    });
  }
}

async function main(options: Options, { usual, lone }: Chosen): Promise<number> {
  const { json } = options;
  const rows: Row[] = [];
  const write = (): void => {
    if (json !== undefined) writeFileSync(json, `${JSON.stringify(jsonOf(rows), null, 2)}\n`);
  };
  const run: Run = { rows, failed: [], write };
  run.write();
  await runUsual(usual, options, run);
  await runLone(lone, options, run);
  console.log(`\n${tableOf(run.rows)}\n\n${barsThatHold(run.rows)}`);
  if (run.failed.length > 0) console.error(`failed: ${run.failed.join(', ')}`);
  return run.failed.length > 0 ? 1 : 0;
}

async function start(): Promise<number> {
  let asked: readonly [Options, Chosen];
  try {
    const options = readOptions(process.argv.slice(2));
    if (options.help) {
      console.log(USAGE);
      return 0;
    }
    asked = [options, chosen(options)];
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`);
    return 2;
  }
  return main(...asked);
}

start().then(
  (status) => process.exit(status),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
