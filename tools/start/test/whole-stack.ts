import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { agencyKeyOf } from '@satualur/contracts/ids';
import { type Cell, prepareCell } from '@satualur/local-stack/cell';
import { startDevIdp } from '@satualur/local-stack/dev-idp';
import { type Stack, startStack } from '@satualur/local-stack/stack';
import { testStack } from '@satualur/local-stack/testing';
import type { Api, Staff } from '../src/api';
import { DemoRounds } from '../src/demo-rounds';
import { type Pack, readPack } from '../src/pack';
import { type Played, Player } from '../src/player';
import { type RunningServices, SERVICES, startServices } from '../src/services';
import { StaffList } from '../src/staff';
import { DocumentedApi } from './documented-api';
import { Stores } from './stores';

export const ROOT = resolve(__dirname, '../../..');
export const PACK_FILE = join(__dirname, 's1-s3.pack.json');
const SECRET = 'rahasia contoh untuk pengujian saja';

/** PostgreSQL, Kafka, identity provider and the five services as processes, as `npm start` runs them, for one spec file. */
export interface WholeStack {
  readonly stack: Stack;
  readonly cell: Cell;
  readonly issuer: string;
  readonly logDir: string;
  readonly pack: Pack;
  readonly staff: StaffList;
  readonly services: RunningServices;
  readonly api: DocumentedApi;
  readonly rounds: DemoRounds;
  readonly stores: Stores;
  /** Services that ended by themselves. */
  readonly ended: readonly string[];
  play(pack?: Pack, api?: Api): Promise<Played>;
  /** Lets the demo clock go on to `untilMs`, firing every timer on its way. */
  passTime(untilMs: number): Promise<void>;
  stop(): Promise<void>;
}

const staffOf = (code: string, name: string, ...roles: string[]): Staff => ({
  clientId: `${agencyKeyOf(code)}.${name}`,
  clientSecret: `${SECRET} ${code} ${name}`,
  agency: agencyKeyOf(code),
  roles,
});
const everything = (code: string, name: string) => staffOf(code, name, 'caseworker', 'supervisor', 'clerk', 'secretariat');

/** Staff besides the pack's. Of these, each may use every route of its services. */
export const EVERYTHING = { 'POL-6310': everything('POL-6310', 'first'), 'DP3AKB-63': everything('DP3AKB-63', 'first') };
export const SECOND = { 'POL-6310': everything('POL-6310', 'second'), 'DP3AKB-63': everything('DP3AKB-63', 'second') };
export const CLERK = staffOf('POL-6310', 'clerk', 'clerk');
export const AUDITOR = staffOf('POL-6310', 'auditor', 'auditor');

function compile(): void {
  const tsc = require.resolve('typescript/bin/tsc');
  const apps = [...SERVICES, 'auditor'].map((app) => `apps/${app}`);
  const built = spawnSync(process.execPath, [tsc, '-b', ...apps], { cwd: ROOT, encoding: 'utf8' });
  if (built.status !== 0) throw new Error(`the sources do not compile:\n${built.stdout}${built.stderr}`);
}

/** One of its own, as a cell fills a whole broker; a given one is shared with the other suites. */
async function stackOfItsOwn(): Promise<Stack> {
  const shared = testStack();
  if (Object.values(shared.parts).includes('given')) return { ...shared, stop: async () => undefined };
  const { KAFKA_BROKERS: _, DATABASE_URL: __, ...env } = process.env;
  return startStack({ env });
}

/** Compiles, then starts everything. Throws with the tail of the log of what failed. */
export async function startWholeStack({ file, only } = { file: PACK_FILE, only: ['S3', 'S1'] }): Promise<WholeStack> {
  compile();
  const stack = await stackOfItsOwn();
  const dataDir = mkdtempSync(join(tmpdir(), 'whole-stack-'));
  const logDir = join(stack.dataDir, 'log');
  const pack = readPack(file, only);
  const cell = await prepareCell({ ...stack, dataDir });
  const staff = new StaffList(pack, SECRET);
  const people = [...staff.all, ...Object.values(EVERYTHING), ...Object.values(SECOND), CLERK, AUDITOR];
  const idp = await startDevIdp({ dataDir, logDir, staff: people, tokenSeconds: 3600 });
  const { issuer } = idp;
  const ended: string[] = [];
  const services = await startServices({ root: ROOT, cell, issuer, logDir, onExit: (name) => ended.push(name) });
  const api = new DocumentedApi(services.addresses, `${issuer}/token`);
  const rounds = new DemoRounds(api, staff.secretariat);
  const stores = new Stores(stack.postgres);
  return {
    ...{ stack, cell, issuer, logDir, pack, staff, services, api, rounds, stores, ended },
    play: (played = pack, by = api) =>
      new Player({ pack: played, api: by, rounds: new DemoRounds(by, staff.secretariat), staff }).play(),
    passTime: async (untilMs) => {
      for (let due = await rounds.quiet(); due !== undefined && due < untilMs; due = await rounds.quiet()) {
        await rounds.set(due);
        await rounds.fire();
      }
      await rounds.set(untilMs);
    },
    stop: async () => {
      await services.stop();
      await idp.stop();
      await stores.close();
      await stack.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
