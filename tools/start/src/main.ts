import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { prepareCell } from '@satualur/local-stack/cell';
import { startDevIdp } from '@satualur/local-stack/dev-idp';
import { keptSecrets } from '@satualur/local-stack/secrets';
import { startStack } from '@satualur/local-stack/stack';
import { Api } from './api';
import { DemoRounds } from './demo-rounds';
import { readOptions, type StartOptions, USAGE, UsageError } from './options';
import { type Pack, readPack } from './pack';
import { mustBeSamePlay, notePlay, placeOf } from './played-before';
import { type Place, Player } from './player';
import { Screen, timed } from './screen';
import { type RunningServices, startServices } from './services';
import { StaffList } from './staff';
import { Summary } from './summary';
import { whereToLook } from './where-to-look';

const ROOT = resolve(__dirname, '../../..');
/** The acceptance pack beside the checkout, else the two scenarios of it that the repository carries. */
const PACK = [
  join(ROOT, '../shared/reference/acceptance/kalsel-h1-2026.json'),
  join(ROOT, 'tools/start/test/s1-s3.pack.json'),
].find(existsSync)!;
const DATA = process.env['SATUALUR_DATA'] ?? join(ROOT, '.local');

/** What was started, stopped in the reverse order, once. */
class Running {
  private readonly stops: (() => Promise<void>)[] = [];
  private stopping: Promise<void> | undefined;

  add(stop: () => Promise<void>): void {
    this.stops.unshift(stop);
  }

  stop(): Promise<void> {
    this.stopping ??= (async () => {
      for (const stop of this.stops) await stop().catch(() => undefined);
    })();
    return this.stopping;
  }
}

async function run(options: StartOptions, pack: Pack, screen: Screen, running: Running): Promise<boolean> {
  const dataDir = DATA;
  screen.line('Satu Alur: one flow through every service');
  const from = placeOf(dataDir, options);
  const stack = await startStack({ dataDir, fresh: options.fresh, onStep: (name, ms) => screen.step(name, ms) });
  running.add(() => stack.stop());
  notePlay(dataDir, options, from);
  const cell = await timed(screen, 'roles, databases and rights of the cell', () => prepareCell(stack));
  const staff = new StaffList(pack, keptSecrets(join(dataDir, 'demo.secret'), ['staff']).staff);
  const logDir = join(dataDir, 'log');
  const idp = await timed(screen, 'identity provider for development', () =>
    startDevIdp({ dataDir, logDir, staff: staff.all, tokenSeconds: 3600 }),
  );
  running.add(() => idp.stop());
  const services = await timed(screen, 'registry, intake, referral, victim-services, timeline', () =>
    startServices({
      root: ROOT,
      cell,
      issuer: idp.issuer,
      logDir,
      onExit: (name, log) => screen.line(`${name} has ended by itself: see ${log}`),
    }),
  );
  running.add(() => services.stop());
  return play({ options, pack, screen, staff, issuer: idp.issuer, services, dataDir, from });
}

interface Playing {
  readonly options: StartOptions;
  readonly pack: Pack;
  readonly screen: Screen;
  readonly staff: StaffList;
  readonly issuer: string;
  readonly services: RunningServices;
  readonly dataDir: string;
  readonly from: Place | undefined;
}

async function play({ options, pack, screen, staff, issuer, services, dataDir, from }: Playing): Promise<boolean> {
  const api = new Api(services.addresses, `${issuer}/token`);
  const rounds = new DemoRounds(api, staff.secretariat);
  const player = new Player({
    ...{ pack, api, rounds, staff },
    ...(from && { from }),
    onStep: (done, total, what) => screen.progress(done, total, what),
    onPlace: (place) => notePlay(dataDir, options, place),
  });
  if (from) screen.line(`  an earlier start has played ${from.inputs} inputs of it; it goes on from there`);
  const played = await timed(screen, `playing ${options.only.join(', ') || 'the whole'} of ${pack.pack ?? 'the pack'}`, () =>
    player.play(),
  );
  screen.line(`  ${played.commands} commands accepted, ${played.refused.length} refused, timers at ${played.timers} instants`);
  const summary = new Summary(pack, played, api, staff.secretariat, screen);
  const right = await summary.print();
  if (options.figures !== undefined) writeFileSync(options.figures, `${JSON.stringify(await summary.figures(), null, 2)}\n`);
  screen.line(whereToLook({ services, issuer, staff, dataDir, cases: played.cases }));
  return right;
}

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2), PACK);
  if (options === 'help') {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const pack = readPack(options.pack, options.only);
  mustBeSamePlay(DATA, options);
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
