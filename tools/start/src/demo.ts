import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { prepareCell } from '@satualur/local-stack/cell';
import { startDevIdp } from '@satualur/local-stack/dev-idp';
import { keptSecrets } from '@satualur/local-stack/secrets';
import type { Stack } from '@satualur/local-stack/stack';
import type { Pack } from './pack';
import type { Running } from './running';
import { type RunningServices, startServices } from './services';
import { StaffList } from './staff';

/** The acceptance pack beside the checkout, else the two scenarios of it that the repository carries. */
export const packOf = (root: string): string =>
  [join(root, '../shared/reference/acceptance/kalsel-h1-2026.json'), join(root, 'tools/start/test/s1-s3.pack.json')].find(
    existsSync,
  )!;

export interface DemoSettings {
  readonly root: string;
  readonly stack: Stack;
  readonly pack: Pack;
  /** Gets what was started, as it is started. */
  readonly running: Running;
  /** Does a step, and may tell of it. */
  readonly step: <T>(name: string, work: () => Promise<T>) => Promise<T>;
  /** Told of a service that ended by itself. */
  readonly onExit: (name: string, log: string) => void;
}

/** The product as a demo: its services in demo mode, and the pack's staff who may use them. */
export interface Demo {
  readonly staff: StaffList;
  readonly issuer: string;
  readonly services: RunningServices;
}

/** Starts everything that a pack is played in, over PostgreSQL and Kafka that run already. */
export async function startDemo({ root, stack, pack, running, step, onExit }: DemoSettings): Promise<Demo> {
  const { dataDir } = stack;
  const logDir = join(dataDir, 'log');
  const cell = await step('roles, databases and rights of the cell', () => prepareCell(stack));
  const staff = new StaffList(pack, keptSecrets(join(dataDir, 'demo.secret'), ['staff']).staff);
  const idp = await step('identity provider for development', () =>
    running.start((ending) => startDevIdp({ dataDir, logDir, staff: staff.all, tokenSeconds: 3600, ending })),
  );
  const { issuer } = idp;
  const services = await step('registry, intake, referral, victim-services, timeline', () =>
    running.start((ending) => startServices({ root, cell, issuer, logDir, onExit, ending })),
  );
  return { staff, issuer, services };
}
