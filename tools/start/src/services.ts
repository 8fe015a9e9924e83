import { join } from 'node:path';
import type { Cell } from '@satualur/local-stack/cell';
import { freePorts } from '@satualur/local-stack/free-port';
import { type RunningProcess, startProcess } from '@satualur/local-stack/processes';
import type { Service } from './api';

export const SERVICES: readonly Service[] = ['registry', 'intake', 'referral', 'victim-services', 'timeline'];
/** Those that act for agencies: the demo clock moves for them at every instant. */
export const AGENCY_SIDE = ['intake', 'referral', 'victim-services'] as const satisfies readonly Service[];

export interface RunningServices {
  readonly addresses: Readonly<Record<Service, string>>;
  /** The process that a service runs as now. */
  process(service: Service): RunningProcess;
  /** Starts a service that has ended again, at the address it had. Throws as the first start does. */
  again(service: Service): Promise<void>;
  stop(): Promise<void>;
}

export interface ServiceSettings {
  readonly root: string;
  readonly cell: Cell;
  readonly issuer: string;
  readonly logDir: string;
  /** Told of a service that ended by itself. */
  readonly onExit: (name: string, log: string) => void;
  /** Aborted while they start: those that have begun are stopped, and the start fails. */
  readonly ending?: AbortSignal | undefined;
}

/** Starts the five services as processes of their own, side by side. Throws with the tail of the log of the one that fails. */
export async function startServices({ root, cell, issuer, logDir, onExit, ending }: ServiceSettings): Promise<RunningServices> {
  const ports = await freePorts(SERVICES.length);
  const addresses = Object.fromEntries(SERVICES.map((app, index) => [app, `http://127.0.0.1:${ports[index]}`])) as Record<
    Service,
    string
  >;
  const processes = new Map<Service, RunningProcess>();
  let stopping = false;
  const start = async (app: Service): Promise<void> => {
    const process = await startProcess({
      name: app,
      entry: join(root, 'apps', app, 'dist', 'main.js'),
      env: {
        ...cell.envFor(app),
        MODE: 'demo',
        PORT: new URL(addresses[app]).port,
        OIDC_ISSUER: issuer,
        LOG: app === 'intake' ? 'on' : 'off',
        REQUESTS_PER_MINUTE: '1000000',
      },
      logDir,
      readyUrl: `${addresses[app]}/health/ready`,
      ending,
    });
    processes.set(app, process);
    void process.exited.then(() => stopping || onExit(app, process.log));
  };
  const stop = async () => {
    stopping = true;
    await Promise.all([...processes.values()].map((process) => process.stop()));
  };
  const outcomes = await Promise.allSettled(SERVICES.map(start));
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed) {
    await stop();
    throw failed.reason as Error;
  }
  return { addresses, process: (service) => processes.get(service)!, again: start, stop };
}
