import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { generatedPack } from '../src/generated-pack';

const START = resolve(__dirname, '..');
const PACK = join(__dirname, 's1-s3.pack.json');
const PATIENCE_MS = 20_000;
jest.setTimeout(240_000);

/** Every process by number, with its parent and when it began: a number may be given again. */
function processes(): ReadonlyMap<number, { readonly parent: number; readonly began: string }> {
  const lines = execFileSync('ps', ['-eo', 'pid=,ppid=,lstart='], { encoding: 'utf8', maxBuffer: 2 ** 24 })
    .trim()
    .split('\n');
  const fields = lines.map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line)!);
  return new Map(fields.map(([, pid, parent, began]) => [Number(pid), { parent: Number(parent), began: began! }]));
}

const answers = (port: number): Promise<boolean> =>
  new Promise((done) => {
    const socket = connect(port, '127.0.0.1', () => done(true)).once('error', () => done(false));
    socket.once('connect', () => socket.destroy());
  });

/** One `npm start` in a data directory of its own, watched: which processes and ports it had. */
class Start {
  output = '';
  readonly process: ChildProcess;
  private readonly family = new Map<number, string>();
  private readonly watching: Promise<void>;

  constructor(
    private readonly dataDir: string,
    ...args: string[]
  ) {
    const { KAFKA_BROKERS: _, DATABASE_URL: __, STACK: ___, ...env } = process.env;
    this.process = spawn(process.execPath, [join(START, 'start.mjs'), '--pack', PACK, ...args], {
      env: { ...env, SATUALUR_DATA: dataDir },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.process.stdout!, this.process.stderr!])
      stream.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    this.watching = this.watch();
  }

  get over(): boolean {
    return this.process.exitCode !== null || this.process.signalCode !== null;
  }

  /** How many processes it started. */
  get started(): number {
    return this.family.size;
  }

  async says(text: string): Promise<void> {
    while (!this.output.includes(text)) {
      if (this.over) throw new Error(`it ended without saying "${text}":\n${this.output}`);
      await sleep(100);
    }
  }

  async ended(): Promise<void> {
    if (!this.over) await once(this.process, 'exit');
    await this.watching;
  }

  /** Ports of the services and the identity provider as it told them, of PostgreSQL and Kafka as their files do. */
  ports(): readonly number[] {
    const told = [...this.output.matchAll(/http:\/\/127\.0\.0\.1:(\d+)/g)].map(([, port]) => Number(port));
    const file = (name: string) => {
      const path = join(this.dataDir, name);
      return existsSync(path) ? readFileSync(path, 'utf8') : '';
    };
    const kafka = [...file('kafka.properties').matchAll(/127\.0\.0\.1:(\d+)/g)].map(([, port]) => Number(port));
    const postgres = Number(file('postgres/postmaster.pid').split('\n')[3] ?? 0);
    return [...new Set([...told, ...kafka, ...(postgres > 0 ? [postgres] : [])])];
  }

  left(): readonly number[] {
    const now = processes();
    return [...this.family].filter(([pid, began]) => now.get(pid)?.began === began).map(([pid]) => pid);
  }

  private async watch(): Promise<void> {
    while (!this.over) {
      const now = processes();
      const known = new Set([this.process.pid!, ...this.family.keys()]);
      for (let before = -1; before !== known.size;) {
        before = known.size;
        for (const [pid, { parent }] of now) if (known.has(parent)) known.add(pid);
      }
      known.delete(this.process.pid!);
      for (const pid of known) if (now.has(pid) && !this.family.has(pid)) this.family.set(pid, now.get(pid)!.began);
      await sleep(200);
    }
  }
}

/** The acceptance pack where it lies beside the checkout, and how many answers it has; the two scenarios carried here have fewer. */
const BESIDE = resolve(__dirname, '../../../../shared/reference/acceptance/kalsel-h1-2026.json');
const [WHOLE, WHOLE_ANSWERS] = existsSync(BESIDE) ? [BESIDE, 168] : [PACK, 15];

function expectAllRight(output: string, answers = 15): void {
  const told = / (\d+) of \1 are right, over \d+ cases/.exec(output);
  expect(Number(told?.[1])).toBe(answers);
}

/** What the product must say of a pack, by the pack's own answers; the packs here have one command to refuse. */
function figuresOf(file: string): object {
  const { referrals } = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly referrals: readonly {
      readonly referralId: string;
      readonly statusAtA: string | null;
      readonly statusAtB: string | null;
    }[];
  };
  return {
    referrals: Object.fromEntries(
      referrals.map(({ referralId, statusAtA: asOfA, statusAtB: asOfB }) => [referralId, { asOfA, asOfB }]),
    ),
    refused: [{ index: 0, refused: true, code: 'REFERRAL_EXPIRED' }],
  };
}

describe('npm start', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'start-'));
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

  /** Nothing of it is left: waits, for a killed process takes a moment to be gone. */
  async function expectNothingLeft(start: Start, ports: readonly number[]): Promise<void> {
    const patience = Date.now() + PATIENCE_MS;
    while (start.left().length > 0 && Date.now() < patience) await sleep(100);
    expect(start.left()).toEqual([]);
    const open = await Promise.all(ports.map(async (port) => ({ port, open: await answers(port) })));
    expect(open.filter((one) => one.open)).toEqual([]);
  }

  it('-- --exit ends with status 0, says that all is right, and leaves no process and no port behind', async () => {
    const start = new Start(dataDir, '--exit');
    await start.says('registry, intake, referral, victim-services, timeline');
    const postgresAndKafka = start.ports();
    await start.ended();
    expectAllRight(start.output);
    expect(start.output).not.toContain('WRONG');
    expect(start.process.exitCode).toBe(0);
    const ports = [...new Set([...postgresAndKafka, ...start.ports()])];
    expect(ports.length).toBeGreaterThanOrEqual(8);
    expect(start.started).toBeGreaterThanOrEqual(8);
    await expectNothingLeft(start, ports);
  });

  it('killed with -9 leaves no process and no port behind; what was stored is told again by the next start', async () => {
    const start = new Start(dataDir);
    await start.says('Ctrl-C stops everything');
    expectAllRight(start.output);
    expect(start.output).not.toContain('WRONG');
    expect(start.output).toMatch(/an earlier start has played \d+ inputs/);
    const ports = start.ports();
    expect(await Promise.all(ports.map(answers))).toEqual(ports.map(() => true));
    start.process.kill('SIGKILL');
    await start.ended();
    await expectNothingLeft(start, ports);
  });

  it.each([
    ['compiling', '', undefined],
    ['PostgreSQL and Kafka', 'Satu Alur: one flow', undefined],
    ['Kafka alone, PostgreSQL being up', 'PostgreSQL (embedded)', 'postgres.log'],
    ['services', 'identity provider for development', 'postgres.log'],
  ])(
    'ended while it starts %s leaves no process and no port behind, and what was up has stopped in good order',
    async (_, said, log) => {
      const startDir = join(dataDir, 'ended');
      rmSync(startDir, { recursive: true, force: true });
      const start = new Start(startDir);
      await start.says(said);
      while (start.started === 0) await sleep(20);
      const ports = start.ports();
      start.process.kill('SIGINT');
      await start.ended();
      expect({ status: start.process.exitCode, output: start.output }).toMatchObject({ status: 130 });
      await expectNothingLeft(start, ports);
      if (log) expect(readFileSync(join(startDir, 'log', log), 'utf8')).toMatch(/database system is shut down\s*$/);
    },
  );

  it('plays the acceptance pack whole, every answer right', async () => {
    const figures = join(dataDir, 'figures.json');
    const start = new Start(join(dataDir, 'whole'), '--exit', '--pack', WHOLE, '--figures', figures);
    await start.ended();
    expectAllRight(start.output, WHOLE_ANSWERS);
    expect(start.process.exitCode).toBe(0);
    expect(JSON.parse(readFileSync(figures, 'utf8'))).toEqual(figuresOf(WHOLE));
  }, 240_000);

  it('plays a generated pack of every edge that the format allows, every answer right', async () => {
    const pack = join(dataDir, 'generated.json');
    writeFileSync(pack, JSON.stringify(generatedPack(31, 2)));
    const start = new Start(join(dataDir, 'whole'), '--exit', '--fresh', '--pack', pack);
    await start.ended();
    expectAllRight(start.output, 199);
    expect(start.process.exitCode).toBe(0);
  }, 240_000);

  describe('answers a mistake with one line and status 2', () => {
    const noPack = join(dataDir, 'bukan.json');
    beforeAll(() => writeFileSync(noPack, '{'));
    it.each([
      [['--tidak-ada'], /^Unknown option '--tidak-ada'/],
      [['S3'], /^Unexpected argument 'S3'/],
      [['--pack'], /argument missing/],
      [['--pack', join(dataDir, 'tidak-ada.json')], /^cannot read the pack .*: ENOENT$/],
      [['--pack', dataDir], /^cannot read the pack .*: EISDIR$/],
      [['--pack', noPack], /is not JSON$/],
      [['--pack', PACK, '--only', 'S9'], /has no scenario S9$/],
      [['--only', 'S3,,S1'], /^--only needs scenario names/],
    ])('%j', (args, line) => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [join(START, 'dist/main.js'), ...args], {
        encoding: 'utf8',
      });
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(stderr.trimEnd()).toMatch(line);
      expect(stderr.trimEnd()).not.toContain('\n');
    });
  });
});
