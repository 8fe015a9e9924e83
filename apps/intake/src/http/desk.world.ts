import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Caller, Role } from '@satualur/access/access';
import { HOSPITAL, POLICE } from '@satualur/contracts/cast';
import type { AgencyKey, Uuid } from '@satualur/contracts/ids';
import { assertions } from '@satualur/contracts/intake/examples';
import { AgencyHost } from '@satualur/service-host/agency-host';
import { Directory } from '@satualur/service-host/directory';
import { silentLog } from '@satualur/service-host/logging';
import { createApp } from '@satualur/service-host/serve';
import { asker, callersByToken, testConfig } from '@satualur/service-host/testing';
import { IntakeHandler } from '../intake.handler';
import { World } from '../intake.world';
import { CarryOut } from './carry-out';
import { intakeRoutes } from './intake.routes';
import { recordProblems } from './record.problems';

const caller = (agency: AgencyKey, ...roles: Role[]): Caller => ({ staff: 'staff-7', agency, roles });
export const CALLERS = {
  police: caller(POLICE, 'caseworker'),
  chief: caller(POLICE, 'supervisor'),
  desk: caller(POLICE, 'clerk'),
  hospital: caller(HOSPITAL, 'caseworker'),
  auditor: caller(POLICE, 'auditor'),
};
export type Who = keyof typeof CALLERS;

export interface Told {
  readonly status: number;
  readonly id: Uuid;
  readonly version: number;
  readonly code?: string;
  readonly facts?: Readonly<Record<string, string>>;
  readonly [member: string]: unknown;
}

/** The service's routes over agencies in memory: people ask, and everything that follows is delivered before they are told. */
export class Desk {
  world!: World;
  private app: NestFastifyApplication | undefined;
  private refs!: number;

  async open(world = new World()): Promise<void> {
    [this.world, this.refs] = [world, 0];
    @Module({
      imports: [CqrsModule.forRoot()],
      controllers: intakeRoutes,
      providers: [
        ...[IntakeHandler, CarryOut],
        { provide: AgencyHost, useValue: world.host },
        { provide: Directory, useValue: world.directory },
      ],
    })
    class IntakeRoutes {}
    const parts = { config: testConfig('intake'), callers: callersByToken(CALLERS), log: silentLog, problems: recordProblems };
    this.app = await createApp(IntakeRoutes, { ...parts, clock: { now: () => world.now } });
  }

  async close(): Promise<void> {
    await this.app?.close();
  }

  async post(who: Who, path: string, body: object = {}, headers: Record<string, string> = {}): Promise<Told> {
    const answer = await asker(this.app!, who)('POST', path, { body, headers });
    await this.world.settle();
    return { ...answer.json<Told>(), status: answer.status };
  }

  async get(who: Who, path: string): Promise<Told> {
    const answer = await asker(this.app!, who)('GET', path);
    return { ...answer.json<Told>(), status: answer.status };
  }

  /** Registers Kenanga Contoh, or whoever `over` says. */
  register(over: Parameters<typeof assertions>[0] = {}, beside: object = {}, who: Who = 'police'): Promise<Told> {
    return this.post(who, '/records', { ref: `R-${++this.refs}`, assertions: assertions(over), ...beside });
  }
}

/** A desk that each example of a spec finds anew, over a world of its own. */
export function deskForEach(): Desk {
  const desk = new Desk();
  beforeEach(() => desk.open());
  afterEach(() => desk.close());
  return desk;
}
