import { Controller, Get, Inject, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Caller } from '@satualur/access/access';
import { requireAccess } from '@satualur/access/table';
import { ServiceCategory } from '@satualur/contracts/codes/services';
import type { Hlc } from '@satualur/contracts/hlc';
import { GivenRef } from '@satualur/contracts/identity/nik';
import { Instant, streamOf, Uuid, uuidOfStream } from '@satualur/contracts/ids';
import { type ApplicationEvent, applicationEvents } from '@satualur/contracts/victim-services/events';
import { ApplicationView } from '@satualur/contracts/views';
import { fold } from '@satualur/decider/decider';
import type { StoredEvent } from '@satualur/event-store/store';
import { AgencyHost } from '@satualur/service-host/agency-host';
import { Answers, Done } from '@satualur/service-host/answers';
import { Command, type CommandContext } from '@satualur/service-host/idempotency';
import type { Directory } from '@satualur/service-host/directory';
import type { Ids } from '@satualur/service-host/host-module';
import { notFound } from '@satualur/service-host/problem';
import { CallerOf, PathUuid, Shown, ZodBody } from '@satualur/service-host/request';
import { IDS } from '@satualur/service-host/tokens';
import { z } from 'zod';
import { firstAidOf, outcomeOf, serviceApplication } from '../domain/service-application';
import { checkRecord, HandleServices } from '../services.handler';
import { wakeForApplication } from '../services.watch';
import { Applied } from './services.answers';
import { type Body, ServicesCommands } from './services.commands';

const Apply = z.object({
  ref: GivenRef,
  record: Uuid,
  service: ServiceCategory,
  /** When the application was made, at the earliest the start of its clock; default now. */
  requestedAt: Instant.optional(),
  emergency: z.literal(true).optional(),
  applicant: applicationEvents.ServiceApplicationFiled.shape.applicant,
});

const Aid = z.object({ givenAt: Instant.optional() });
const kind = { category: 'application', decider: serviceApplication, due: wakeForApplication };

const limitsOf = (directory: Directory, requestedAt: Instant) => ({
  dueAt: directory.dueAt('StartService', requestedAt),
  firstAidBy: directory.dueAt('FirstAid', requestedAt),
});

@Controller('applications')
export class ApplicationController {
  constructor(
    private readonly commands: CommandBus,
    private readonly host: AgencyHost,
    private readonly applications: ServicesCommands,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  /** Files an application; its clock of UU 21/2007 art. 52 starts. */
  @Post()
  @Answers(201, Applied)
  async apply(@Command() command: CommandContext, @ZodBody(Apply) { requestedAt, ...body }: z.infer<typeof Apply>) {
    const { caller } = command;
    const role = requireAccess(caller, 'application.file', 'own');
    const cause = command.cause(role);
    const stream = streamOf('application', this.ids.uuid());
    const application = { ...body, at: cause.at, requestedAt: requestedAt ?? cause.at };
    const handle = new HandleServices(caller.agency, cause, async (unit, { directory }) => {
      const facts = { record: await checkRecord(unit, body.record), ...limitsOf(directory, application.requestedAt) };
      await unit.decide(stream, serviceApplication, { type: 'ApplyForServices', ...application, facts });
      unit.claim('application', body.ref, stream);
      unit.due(stream, wakeForApplication(await unit.load(stream, serviceApplication), cause.at));
    });
    const committed = await this.commands.execute(handle);
    command.shown(committed.hlc);
    const [filed] = committed.events as readonly StoredEvent<ApplicationEvent>[];
    const dueAt = filed!.event.type === 'ServiceApplicationFiled' ? filed!.event.data.dueAt : undefined;
    return { id: uuidOfStream(filed!.stream), ref: body.ref, dueAt };
  }

  /** First aid was given: its clock of UU 21/2007 art. 53 stops. */
  @Post(':id/first-aid')
  @Answers(200, Done)
  firstAid(@Command() command: CommandContext, @PathUuid('id') id: Uuid, @ZodBody(Aid) body: Body<typeof Aid>) {
    return this.applications.of(kind).to(id, command, 'application.file', (_unit, _agency, { at }) => ({
      type: 'RecordFirstAid',
      givenAt: body.givenAt ?? at,
      at,
    }));
  }

  @Get(':id')
  @Answers(200, ApplicationView)
  async read(@CallerOf() caller: Caller, @PathUuid('id') id: Uuid, @Shown() shown: (hlc: Hlc) => void): Promise<ApplicationView> {
    requireAccess(caller, 'application.read', 'own');
    const { store } = this.host.agency(caller.agency);
    const events = (await store.read(streamOf('application', id))) as readonly StoredEvent<ApplicationEvent>[];
    const [filed] = events;
    if (filed?.event.type !== 'ServiceApplicationFiled') throw notFound();
    shown(events.at(-1)!.hlc);
    const state = fold(
      serviceApplication,
      events.map(({ event }) => event),
    );
    const firstAid = firstAidOf(state);
    const { ref, record, service, requestedAt, dueAt } = filed.event.data;
    const told = { id, ref, record, service, requestedAt, dueAt, startedAt: state.startedAt ?? null, outcome: outcomeOf(state) };
    return { ...told, ...(firstAid && { firstAid }) };
  }
}
