import { writeFileSync } from 'node:fs';
import { benches } from './benches';
import type { Bench } from './bench';
import { type Options, readOptions, USAGE } from './options';
import { tableOf } from './print';
import { FULL, QUICK, type Rig, startRig } from './rig';
import { holds, jsonOf, type Row } from './row';
import { writeReport } from './report';

function chosen({ only, growth }: Options): readonly Bench[] {
  if (only.length === 0) return benches.filter(({ onRequest }) => growth || !onRequest);
  const named = benches.filter(({ name }) => only.some((prefix) => name.startsWith(prefix)));
  if (named.length === 0) throw new TypeError(`no such benchmark; there are ${benches.map(({ name }) => name).join(', ')}`);
  return named;
}

async function runAll(rig: Rig, list: readonly Bench[]): Promise<Row[]> {
  const rows: Row[] = [];
  for (const bench of list) {
    const began = performance.now();
    const own = await bench.run(rig);
    rig.progress(`\n${bench.name} (${((performance.now() - began) / 1_000).toFixed(0)} s)\n${tableOf(own)}`);
    rows.push(...own);
  }
  return rows;
}

async function main(options: Options): Promise<number> {
  const list = chosen(options);
  const rig = await startRig(options.quick ? QUICK : FULL, (text) => console.log(text));
  try {
    const rows = await runAll(rig, list);
    console.log(`\n${tableOf(rows)}\n\n${rows.filter(holds).length} of ${rows.length} bars hold`);
    if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(jsonOf(rows), null, 2)}\n`);
    if (!options.quick && options.only.length === 0) await writeReport(rig, rows);
    return 0;
  } finally {
    await rig.stop();
  }
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
