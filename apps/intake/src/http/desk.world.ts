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
import type { World } from '../intake.world';
import { CarryOut } from './carry-out';
import { CaseController } from './case.controller';
import { ConsentController } from './consent.controller';
import { GroundsController } from './grounds.controller';
import { HistoriesController } from './histories.controller';
import { ExportController } from './export.controller';
import { ListsController } from './lists.controller';
import { RecordActsController } from './record-acts.controller';
import { RecordController } from './record.controller';
import { recordProblems } from './record.problems';
import { RightsController } from './rights.controller';

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
  private refs = 0;

  private constructor(
    private readonly world: World,
    private readonly app: NestFastifyApplication,
  ) {}

  static async open(world: World): Promise<Desk> {
    @Module({
      imports: [CqrsModule.forRoot()],
      controllers: [
        ExportController,
        ListsController,
        GroundsController,
        HistoriesController,
        RecordController,
        RecordActsController,
        CaseController,
        ConsentController,
        RightsController,
      ],
      providers: [
        ...[IntakeHandler, CarryOut],
        { provide: AgencyHost, useValue: world.host },
        { provide: Directory, useValue: world.directory },
      ],
    })
    class IntakeRoutes {}
    const parts = { config: testConfig('intake'), callers: callersByToken(CALLERS), log: silentLog, problems: recordProblems };
    return new Desk(world, await createApp(IntakeRoutes, { ...parts, clock: { now: () => world.now } }));
  }

  close(): Promise<void> {
    return this.app.close();
  }

  async post(who: Who, path: string, body: object = {}, headers: Record<string, string> = {}): Promise<Told> {
    const answer = await asker(this.app, who)('POST', path, { body, headers });
    await this.world.settle();
    return { ...answer.json<Told>(), status: answer.status };
  }

  async get(who: Who, path: string): Promise<Told> {
    const answer = await asker(this.app, who)('GET', path);
    return { ...answer.json<Told>(), status: answer.status };
  }

  /** Registers Kenanga Contoh, or whoever `over` says. */
  register(over: Parameters<typeof assertions>[0] = {}, beside: object = {}, who: Who = 'police'): Promise<Told> {
    return this.post(who, '/records', { ref: `R-${++this.refs}`, assertions: assertions(over), ...beside });
  }
}
