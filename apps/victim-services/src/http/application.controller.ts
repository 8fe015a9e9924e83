import { Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Caller } from '@satualur/access/access';
import { requireAccess } from '@satualur/access/table';
import { ServiceCategory } from '@satualur/contracts/codes/services';
import type { Hlc } from '@satualur/contracts/hlc';
import { Instant, Ref, streamOf, Uuid, uuidOfStream } from '@satualur/contracts/ids';
import { type ApplicationEvent, applicationEvents } from '@satualur/contracts/victim-services/events';
import type { ApplicationView } from '@satualur/contracts/views';
import { fold } from '@satualur/decider/decider';
import type { StoredEvent } from '@satualur/event-store/store';
import { AgencyHost } from '@satualur/service-host/agency-host';
import { Command, type CommandContext } from '@satualur/service-host/idempotency';
import type { Ids } from '@satualur/service-host/host-module';
import { notFound } from '@satualur/service-host/problem';
import { CallerOf, PathUuid, Shown, ZodBody } from '@satualur/service-host/request';
import { IDS } from '@satualur/service-host/tokens';
import { z } from 'zod';
import { outcomeOf, serviceApplication } from '../domain/service-application';
import { checkRecord, HandleServices, policyAt } from '../services.handler';
import { wakeForApplication } from '../services.watch';

const Apply = z.object({
  ref: Ref,
  record: Uuid,
  service: ServiceCategory,
  /** When the application was made, at the earliest the start of its clock; default now. */
  requestedAt: Instant.optional(),
  emergency: z.literal(true).optional(),
  applicant: applicationEvents.ServiceApplicationFiled.shape.applicant,
});

@Controller('applications')
export class ApplicationController {
  constructor(
    private readonly commands: CommandBus,
    private readonly host: AgencyHost,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  /** Files an application; its clock of UU 21/2007 art. 52 starts. */
  @Post()
  @HttpCode(201)
  async apply(@Command() command: CommandContext, @ZodBody(Apply) { requestedAt, ...body }: z.infer<typeof Apply>) {
    const { caller } = command;
    const role = requireAccess(caller, 'application.file', 'own');
    const cause = command.cause(role);
    const stream = streamOf('application', this.ids.uuid());
    const application = { ...body, at: cause.at, requestedAt: requestedAt ?? cause.at };
    const handle = new HandleServices(caller.agency, cause, async (unit, agency) => {
      const facts = { record: await checkRecord(unit, body.record), policy: policyAt(agency, application.requestedAt) };
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

  @Get(':id')
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
    return { id, ...filed.event.data, startedAt: state.startedAt ?? null, outcome: outcomeOf(state) };
  }
}
