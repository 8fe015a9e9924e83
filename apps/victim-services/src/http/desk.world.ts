import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { POLICE } from '@satualur/contracts/cast';
import { AgencyHost } from '@satualur/service-host/agency-host';
import { Directory } from '@satualur/service-host/directory';
import { silentLog } from '@satualur/service-host/logging';
import { createApp } from '@satualur/service-host/serve';
import { asker, callersByToken, testConfig } from '@satualur/service-host/testing';
import { ServicesHandler } from '../services.handler';
import { ServicesWorld } from '../services.world';
import { ServicesCommands } from './services.commands';
import { servicesProblems } from './services.problems';
import { servicesRoutes } from './services.routes';

const CALLERS = {
  police: { staff: 'staff-7', agency: POLICE, roles: ['caseworker'] },
  desk: { staff: 'staff-8', agency: POLICE, roles: ['clerk'] },
} as const;

/** The service's routes over one agency in memory. */
export class Desk {
  world!: ServicesWorld;
  private app: NestFastifyApplication | undefined;

  async open(): Promise<void> {
    const world = (this.world = new ServicesWorld());
    @Module({
      imports: [CqrsModule.forRoot()],
      controllers: servicesRoutes,
      providers: [
        ...[ServicesHandler, ServicesCommands],
        { provide: AgencyHost, useValue: { agency: () => world.agency.open } },
        { provide: Directory, useValue: world.directory },
      ],
    })
    class ServicesRoutes {}
    const parts = { config: testConfig('victim-services'), callers: callersByToken(CALLERS), log: silentLog };
    this.app = await createApp(ServicesRoutes, { ...parts, problems: servicesProblems, clock: world.clock });
  }

  async close(): Promise<void> {
    await this.app?.close();
  }

  async post(path: string, body: object = {}, who: keyof typeof CALLERS = 'police') {
    const answer = await asker(this.app!, who)('POST', path, { body });
    return { status: answer.status, ...answer.json<{ id: string; code?: string; facts?: object }>() };
  }

  async get(path: string, who: keyof typeof CALLERS = 'police') {
    const answer = await asker(this.app!, who)('GET', path);
    return { status: answer.status, ...answer.json<{ history?: readonly { what: string; data: object }[]; code?: string }>() };
  }
}

/** A desk that each example of a spec finds anew, over a world of its own. */
export function deskForEach(): Desk {
  const desk = new Desk();
  beforeEach(() => desk.open());
  afterEach(() => desk.close());
  return desk;
}
