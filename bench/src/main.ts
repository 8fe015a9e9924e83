import { writeFileSync } from 'node:fs';
import type { Bench, LoneBench } from './bench';
import { benches, loneBenches } from './benches';
import { type Options, readOptions, USAGE } from './options';
import { postgresVersion } from './postgres-version';
import { tableOf } from './print';
import { FULL, QUICK, type Rig, startRig } from './rig';
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

async function timed(name: string, measure: () => Promise<readonly Row[]>): Promise<readonly Row[]> {
  const began = performance.now();
  const rows = await measure();
  progress(`\n${name} (${((performance.now() - began) / 1_000).toFixed(0)} s)\n${tableOf(rows)}`);
  return rows;
}

async function runAll(rig: Rig, list: readonly Bench[]): Promise<Row[]> {
  const rows: Row[] = [];
  for (const bench of list) rows.push(...(await timed(bench.name, () => bench.run(rig))));
  return rows;
}

async function runUsual(list: readonly Bench[], { quick, only }: Options): Promise<Row[]> {
  if (list.length === 0) return [];
  const rig = await startRig(quick ? QUICK : FULL, progress);
  try {
    const rows = await runAll(rig, list);
    const text = `A value is the median of ${rig.scale.rounds} rounds in which the contestants took turns, with its minimum and maximum.`;
    const report = { file: 'performance.md', title: 'Performance', by: 'npm run bench', text };
    if (!quick && only.length === 0) writeReport({ ...report, postgres: await postgresVersion(rig.adminUrl) }, rows);
    return rows;
  } finally {
    await rig.stop();
  }
}

async function runLone(list: readonly LoneBench[], { quick }: Options): Promise<Row[]> {
  const all: Row[] = [];
  for (const { name, measure } of list) {
    const rows = await timed(name, async () => {
      const measured = await measure(quick ? QUICK : FULL, progress);
      if (!quick) writeReport(measured.report, measured.rows);
      return measured.rows;
    });
    all.push(...rows);
  }
  return all;
}

async function main(options: Options): Promise<number> {
  const { usual, lone } = chosen(options);
  const rows = [...(await runUsual(usual, options)), ...(await runLone(lone, options))];
  console.log(`\n${tableOf(rows)}\n\n${barsThatHold(rows)}`);
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(jsonOf(rows), null, 2)}\n`);
  return 0;
}

function start(): Promise<number> {
  let options: Options;
  try {
    options = readOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`);
    return Promise.resolve(2);
  }
  return main(options);
}

start().then(
  (status) => process.exit(status),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
