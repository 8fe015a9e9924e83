import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Interrupted, interruption } from '../ending';
import { removeData } from '../rig';
import type { Result } from '../soak';
import { fromSources } from '../worker';
import { complaintAbout, controls, type Plant, plants } from './plants';

const root = resolve(__dirname, '../../../..');
const RUN_LIMIT_MS = 8 * 60_000;
const SEED = 'planted';

interface Judgement {
  readonly right: boolean;
  readonly said: string;
}

interface Outcome extends Judgement {
  readonly plant: Plant;
  readonly seconds: number;
}

const wordsFor = ({ verdict }: Result): string => verdict.findings.map(({ code, count }) => `${code} ${count}`).join(', ');

/** A bug is found by one of its codes. */
function found({ finds }: Plant, result: Result): Judgement {
  return { right: result.verdict.findings.some(({ code }) => finds.includes(code)), said: wordsFor(result) || 'nothing found' };
}

/** A fault that is borne leaves no other code, nothing behind and no process ended. */
function borne({ finds }: Plant, result: Result): Judgement {
  const harm = result.verdict.findings.filter(({ code }) => !finds.includes(code));
  const stuck = [...result.lagging.map(({ log }) => `${log} lags`), ...result.unexplained, ...result.short];
  return { right: harm.length + stuck.length === 0, said: [wordsFor(result), ...stuck].filter(Boolean).join(', ') || 'clean' };
}

async function run(plant: Plant, ending: AbortSignal, judge: (plant: Plant, result: Result) => Judgement): Promise<Outcome> {
  const began = Date.now();
  const folder = join(root, '.local/soak/planted', plant.name);
  rmSync(folder, { recursive: true, force: true });
  const child = spawn(process.execPath, [...fromSources, join(root, 'tools/soak/src/planted/one.main.ts'), folder, SEED], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, SOAK_PLANT: plant.edits.length > 0 ? plant.name : '' },
  });
  ending.addEventListener('abort', () => child.kill('SIGTERM'));
  const limit = setTimeout(() => child.kill('SIGKILL'), RUN_LIMIT_MS);
  await once(child, 'exit');
  clearTimeout(limit);
  const file = join(folder, 'verdict.json');
  const result = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Result) : undefined;
  removeData(folder);
  ending.throwIfAborted();
  const judgement = result ? judge(plant, result) : { right: false, said: 'the run came to no verdict' };
  return { plant, ...judgement, seconds: Math.round((Date.now() - began) / 1000) };
}

const show = ({ plant, right, said, seconds }: Outcome): void =>
  console.log(`${right ? 'yes' : 'NO '}  ${plant.name.padEnd(32)} ${String(seconds).padStart(4)} s  ${said}`);

async function all(of: readonly Plant[], ending: AbortSignal, judge: Parameters<typeof run>[2]): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const plant of of) {
    outcomes.push(await run(plant, ending, judge));
    show(outcomes.at(-1)!);
  }
  return outcomes;
}

/**
 * `planted.main [name …]`: every bug in a run of its own, and the faults that must do no harm; exit status 0 if all is told right, 2 for
 * a name that nothing bears.
 */
async function main(names: readonly string[]): Promise<number> {
  const complaint = complaintAbout(names);
  if (complaint) {
    console.error(complaint);
    return 2;
  }
  const chosen = ({ name }: Plant) => names.length === 0 || names.includes(name);
  const ending = interruption();
  console.log('Clean where it must be clean:');
  const clean = await all(controls.filter(chosen), ending, borne);
  console.log('Found by the checker:');
  const seen = await all(plants.filter(chosen), ending, found);
  const right = (outcomes: readonly Outcome[]) => outcomes.filter((outcome) => outcome.right).length;
  console.log(`${right(seen)} of ${seen.length} planted bugs found, ${right(clean)} of ${clean.length} controls clean`);
  return right(seen) === seen.length && right(clean) === clean.length ? 0 : 1;
}

void main(process.argv.slice(2)).then(
  (status) => process.exit(status),
  (error: Error) => {
    console.error(error.message);
    process.exit(error instanceof Interrupted ? error.exitStatus : 2);
  },
);
