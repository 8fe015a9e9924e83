import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Cell as Secrets, prepareCell } from '@satualur/local-stack/cell';
import { type DevIdp, fetchToken, startDevIdp, type StaffMember } from '@satualur/local-stack/dev-idp';
import { freePorts } from '@satualur/local-stack/free-port';
import { type RunningProcess, startProcess } from '@satualur/local-stack/processes';
import { APPS, type App, type Stack } from '@satualur/local-stack/stack';
import { rolePassword } from '@satualur/service-host/secrets';
import { type Rig, ROOT } from './rig';

export const AGENCY_SIDE = ['intake', 'referral', 'victim-services'] as const;
const SECRETARIAT = 'dp3akb-63';
const PATIENCE_MS = 300_000;
const TOKEN_SECONDS = 7_200;

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

const member = (agency: string, ...roles: string[]): StaffMember => ({
  clientId: `${agency}.${roles[0]}`,
  clientSecret: randomBytes(16).toString('hex'),
  agency,
  roles,
});

/** The product's services as processes of their own, on wall time, with their identity provider. */
export class Cell {
  private readonly processes = new Map<App, RunningProcess>();
  private readonly tokens = new Map<string, Promise<string>>();
  private readonly staff = new Map([[SECRETARIAT, member(SECRETARIAT, 'secretariat', 'supervisor')]]);

  private constructor(
    private readonly stack: Stack,
    private readonly secrets: Secrets,
    private readonly idp: DevIdp,
    private readonly ports: Readonly<Record<App, number>>,
  ) {}

  static async start({ stack }: Rig): Promise<Cell> {
    const secrets = await prepareCell(stack);
    const logDir = join(stack.dataDir, 'log');
    const idp = await startDevIdp({ dataDir: stack.dataDir, logDir, staff: [], tokenSeconds: TOKEN_SECONDS });
    const ports = await freePorts(APPS.length);
    const cell = new Cell(
      stack,
      secrets,
      idp,
      Object.fromEntries(APPS.map((app, index) => [app, ports[index]!])) as Record<App, number>,
    );
    await Promise.all(APPS.map((app) => cell.startService(app))).catch(async (error: unknown) => {
      await cell.stop();
      throw error;
    });
    return cell;
  }

  pid(app: App): number {
    return this.processes.get(app)!.pid;
  }

  /** Registers agencies by their keys and waits until every service has opened them. */
  async register(...agencies: readonly string[]): Promise<void> {
    for (const agency of agencies) this.staff.set(agency, member(agency, 'caseworker', 'supervisor'));
    this.idp.setStaff([...this.staff.values()]);
    for (const code of agencies.map((agency) => agency.toUpperCase())) {
      const body = {
        code,
        name: `Lembaga Contoh ${code}`,
        orgType: 'NGO',
        decisionMakingOrg: 'NGO',
        area: '6310',
        onPlatform: true,
      };
      const { status, body: answer } = await this.post('registry', '/agencies', SECRETARIAT, code, body);
      if (status >= 300) throw new Error(`the registry answered ${status} ${JSON.stringify(answer)}`);
    }
    await this.until(() => this.allOpen(this.staff.size - 1), 'agencies are open');
  }

  /** Restarts the agency-side services and waits until they have opened all agencies again. */
  async restartAgencySide(): Promise<void> {
    await Promise.all(AGENCY_SIDE.map((app) => this.processes.get(app)!.stop()));
    await Promise.all(AGENCY_SIDE.map((app) => this.startService(app)));
    await this.until(() => this.allOpen(this.staff.size - 1), 'agencies are open again');
  }

  /** Settings to connect as a service's role of an agency's store. */
  connection(agency: string, service: (typeof AGENCY_SIDE)[number]) {
    const { host, port } = this.stack.postgres;
    const secret = this.secrets.envFor('registry')[`CELL_SECRET_${service.toUpperCase().replace('-', '_')}`]!;
    return { host, port, database: `agency_${agency}`, user: `${agency}_${service}`, password: rolePassword(secret, agency) };
  }

  async post(app: App, path: string, agency: string, key: string, body: object): Promise<Answer> {
    return this.call(app, path, agency, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': createHash('sha256').update(key).digest('hex') },
      body: JSON.stringify(body),
    });
  }

  get(app: App, path: string, agency: string): Promise<Answer> {
    return this.call(app, path, agency, { method: 'GET', headers: {} });
  }

  async stop(): Promise<void> {
    await Promise.all([...this.processes.values()].map((process) => process.stop()));
    await this.idp.stop();
  }

  private address(app: App): string {
    return `http://127.0.0.1:${this.ports[app]}`;
  }

  private async startService(app: App): Promise<void> {
    const env = {
      ...this.secrets.envFor(app),
      MODE: 'development',
      PORT: String(this.ports[app]),
      OIDC_ISSUER: this.idp.issuer,
      LOG: app === 'intake' ? 'on' : 'off',
      REQUESTS_PER_MINUTE: '1000000',
    };
    const entry = join(ROOT, 'apps', app, 'dist', 'main.js');
    const readyUrl = `${this.address(app)}/health/ready`;
    const logDir = join(this.stack.dataDir, 'log');
    this.processes.set(app, await startProcess({ name: app, entry, env, logDir, readyUrl, patience: PATIENCE_MS }));
  }

  private async allOpen(agencies: number): Promise<boolean> {
    const open = await Promise.all(AGENCY_SIDE.map((app) => this.openIn(app)));
    return open.every((count) => count >= agencies);
  }

  private async openIn(app: App): Promise<number> {
    const response = await fetch(`${this.address(app)}/health/ready`);
    const { probes } = (await response.json()) as { probes: { store?: { figures?: { agencies?: number } } } };
    return response.ok ? (probes.store?.figures?.agencies ?? 0) : 0;
  }

  private async until(holds: () => Promise<boolean>, what: string): Promise<void> {
    for (const patience = Date.now() + PATIENCE_MS; !(await holds()); await sleep(100))
      if (Date.now() > patience) throw new Error(`not after ${PATIENCE_MS / 1_000} s: ${what}`);
  }

  private async call(
    app: App,
    path: string,
    agency: string,
    init: { method: string; headers: Record<string, string>; body?: string },
  ) {
    const headers = { accept: 'application/json', ...init.headers, authorization: `Bearer ${await this.token(agency)}` };
    const response = await fetch(`${this.address(app)}${path}`, { ...init, headers });
    const text = await response.text();
    return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) };
  }

  private token(agency: string): Promise<string> {
    const known = this.tokens.get(agency) ?? fetchToken(this.idp.issuer, this.staff.get(agency)!);
    this.tokens.set(agency, known);
    return known;
  }
}
