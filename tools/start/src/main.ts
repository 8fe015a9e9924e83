import { closeSync, openSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { cellIdentity } from '@satualur/local-stack/cell';
import { type Stack, startStack } from '@satualur/local-stack/stack';
import { Api } from './api';
import { type Demo, packOf, startDemo } from './demo';
import { DemoRounds } from './demo-rounds';
import { inputsOf, planOf } from './inputs';
import { readOptions, type StartOptions, USAGE, UsageError } from './options';
import { type Pack, readPack } from './pack';
import { mustBeSamePlay, notePlay, placeIn } from './played-before';
import { type Place, Player } from './player';
import { Running } from './running';
import { Screen, timed } from './screen';
import { Summary } from './summary';
import { whereToLook } from './where-to-look';

const ROOT = resolve(__dirname, '../../..');
const DATA = process.env['SATUALUR_DATA'] ?? join(ROOT, '.local');

async function run(options: StartOptions, pack: Pack, screen: Screen, running: Running): Promise<boolean> {
  const dataDir = DATA;
  screen.line('Satu Alur: one flow through every service');
  const onStep = (name: string, ms: number): void => screen.step(name, ms);
  const stack = await running.start((ending) => startStack({ dataDir, fresh: options.fresh, onStep, ending }));
  const from = placeIn(await cellIdentity(stack), dataDir, options);
  notePlay(dataDir, options, from);
  const demo = await startDemo({
    ...{ root: ROOT, stack, pack, running },
    step: (name, work) => timed(screen, name, work),
    onExit: (name, log) => screen.line(`${name} has ended by itself: see ${log}`),
  });
  return play({ options, pack, screen, dataDir, from, stores: await cellIdentity(stack), kafka: stack.kafka, ...demo });
}

interface Playing extends Demo {
  readonly options: StartOptions;
  readonly pack: Pack;
  readonly screen: Screen;
  readonly dataDir: string;
  readonly from: Place | undefined;
  readonly stores: string;
  readonly kafka: Stack['kafka'];
}

async function play({ options, pack, screen, staff, issuer, services, dataDir, from, stores, kafka }: Playing): Promise<boolean> {
  const api = new Api(services.addresses, `${issuer}/token`);
  const rounds = new DemoRounds(api, staff.secretariat);
  const player = new Player({
    ...{ pack, api, rounds, staff },
    ...(from && { from }),
    onStep: (done, total, what) => screen.progress(done, total, what),
    onPlace: (place) => notePlay(dataDir, options, { ...place, stores }),
  });
  if (from) screen.line(`  an earlier start has played ${from.inputs} inputs of it; it goes on from there`);
  const played = await timed(screen, `playing ${options.only.join(', ') || 'the whole'} of ${pack.pack ?? 'the pack'}`, () =>
    player.play(),
  );
  screen.line(`  ${played.commands} commands accepted, ${played.refused.length} refused, timers at ${played.timers} instants`);
  const summary = new Summary(pack, played, api, staff.secretariat, screen);
  const right = await summary.print();
  if (options.figures !== undefined) writeFileSync(options.figures, `${JSON.stringify(await summary.figures(), null, 2)}\n`);
  screen.line(whereToLook({ services, issuer, staff, dataDir, kafka, cases: played.cases }));
  return right;
}

/** Throws UsageError now, not after the play. */
function mustBeWritable(file: string | undefined): void {
  if (file === undefined) return;
  try {
    closeSync(openSync(file, 'a'));
  } catch (error) {
    throw new UsageError(`cannot write the figures to ${file}: ${(error as NodeJS.ErrnoException).code ?? 'unwritable'}`);
  }
}

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2), packOf(ROOT));
  if (options === 'help') {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const pack = readPack(options.pack, options.only);
  mustBeSamePlay(DATA, options, planOf(inputsOf(pack)));
  mustBeWritable(options.figures);
  const screen = new Screen(process.stdout, options.verbose);
  const running = new Running();
  const ended = new Promise<number>((end) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => end(signal === 'SIGINT' ? 130 : 143));
  });
  try {
    const right = await Promise.race([run(options, pack, screen, running), ended]);
    if (typeof right === 'number') return right;
    if (options.exit) return right ? 0 : 1;
    screen.line('\nCtrl-C stops everything; what was stored stays for the next start.');
    const status = await ended;
    return status === 130 ? 0 : status;
  } finally {
    await running.stop();
  }
}

main().then(
  (status) => process.exit(status),
  (error: unknown) => {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exit(error instanceof UsageError ? 2 : 1);
  },
);
