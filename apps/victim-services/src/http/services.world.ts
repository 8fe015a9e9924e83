import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { AgencyService } from '@satualur/contracts/catalogue';
import { at, POLICE } from '@satualur/contracts/cast';
import type { AnyEvent, Cause } from '@satualur/contracts/event';
import { type Actor, instantOf, msOfInstant, type StreamId } from '@satualur/contracts/ids';
import type { RegistryEvent } from '@satualur/contracts/registry/events';
import { slaPolicyChanged } from '@satualur/contracts/registry/examples';
import { HybridClock } from '@satualur/event-store/clock';
import { storedEvent } from '@satualur/event-store/envelope';
import { MemoryEventStore, MemoryLog } from '@satualur/event-store/memory-store';
import { randomIds } from '@satualur/event-store/random-ids';
import { AgencyHost } from '@satualur/service-host/agency-host';
import type { OpenAgency } from '@satualur/service-host/agency-side';
import { Directory } from '@satualur/service-host/directory';
import { ListedStore } from '@satualur/service-host/listed-store';
import { silentLog } from '@satualur/service-host/logging';
import { createApp } from '@satualur/service-host/serve';
import { asker, callersByToken, testConfig } from '@satualur/service-host/testing';
import { memoryVault } from '@satualur/vault/memory-vault';
import { ServicesHandler } from '../services.handler';
import { ApplicationController } from './application.controller';
import { EpisodeController } from './episode.controller';
import { HistoriesController } from './histories.controller';
import { PlanController } from './plan.controller';
import { ProcessController } from './process.controller';
import { ReferralServiceController } from './referral-service.controller';
import { RestitutionController } from './restitution.controller';
import { ReturnController } from './return.controller';
import { ServicesCommands } from './services.commands';
import { servicesProblems } from './services.problems';

const CALLERS = {
  police: { staff: 'staff-7', agency: POLICE, roles: ['caseworker'] },
  desk: { staff: 'staff-8', agency: POLICE, roles: ['clerk'] },
} as const;

const providersOf = (agency: OpenAgency) => [
  ...[ServicesHandler, ServicesCommands],
  { provide: AgencyHost, useValue: { agency: () => agency } },
  { provide: Directory, useValue: agency.directory },
];

/** The service's routes over one agency in memory, with its vault; nothing reacts to what is written. */
export class ServicesWorld {
  readonly now = at('02-03 10:00');
  readonly directory = new Directory();
  readonly log = new MemoryLog();
  readonly vault = memoryVault(POLICE);
  private readonly clock = { now: () => msOfInstant(this.now) };
  private readonly ids = randomIds();
  private readonly hybrid = new HybridClock(this.clock, false);
  private app: NestFastifyApplication | undefined;

  static async open(): Promise<ServicesWorld> {
    const world = new ServicesWorld();
    world.publish(slaPolicyChanged());
    const store = new ListedStore(world.storeOf('victim-services'), world.directory.lists);
    const { vault, directory, clock } = world;
    @Module({
      imports: [CqrsModule.forRoot()],
      controllers: [
        ...[HistoriesController, ApplicationController, EpisodeController, PlanController],
        ...[ProcessController, ReferralServiceController, RestitutionController, ReturnController],
      ],
      providers: providersOf({ key: POLICE, store, vault, directory, clock } as unknown as OpenAgency),
    })
    class ServicesRoutes {}
    const parts = { config: testConfig('victim-services'), callers: callersByToken(CALLERS), log: silentLog, clock };
    world.app = await createApp(ServicesRoutes, { ...parts, problems: servicesProblems });
    return world;
  }

  async close(): Promise<void> {
    await this.app?.close();
  }

  publish(event: AnyEvent): void {
    this.directory.apply(event as RegistryEvent);
  }

  /** What another service of the agency writes. */
  write(service: AgencyService, stream: StreamId, ...events: AnyEvent[]) {
    const cause: Cause = {
      actor: 'staff-7/caseworker' as Actor,
      at: instantOf(this.clock.now()),
      command: { id: this.ids.next() },
    };
    return this.storeOf(service).transact(cause, (unit) => unit.record(stream, events));
  }

  events() {
    return this.log.events.map(({ bytes }) => storedEvent(bytes));
  }

  async post(path: string, body: object = {}, who: keyof typeof CALLERS = 'police') {
    const answer = await asker(this.app!, who)('POST', path, { body });
    return { status: answer.status, ...answer.json<{ id: string; code?: string; facts?: object }>() };
  }

  async get(path: string, who: keyof typeof CALLERS = 'police') {
    const answer = await asker(this.app!, who)('GET', path);
    return { status: answer.status, ...answer.json<{ history?: readonly { what: string; data: object }[]; code?: string }>() };
  }

  private storeOf(service: AgencyService): MemoryEventStore {
    const source = `/agencies/${POLICE}/${service}`;
    return new MemoryEventStore({ log: this.log, source, clock: this.hybrid, sealer: this.vault });
  }
}
