import { Controller, Get, Post } from '@nestjs/common';
import type { Caller } from '@satualur/access/access';
import { type Action, requireAccess } from '@satualur/access/table';
import type { AnyEvent } from '@satualur/contracts/event';
import { type StreamId, streamOf } from '@satualur/contracts/ids';
import { codeEvents, holidayEvents, retentionEvents, staffEvents } from '@satualur/contracts/registry/events';
import type { Decider } from '@satualur/decider/decider';
import { type Clock, instantNow } from '@satualur/event-store/clock';
import { Answers, Done } from '@satualur/service-host/answers';
import { Directory } from '@satualur/service-host/directory';
import { Command, type CommandContext } from '@satualur/service-host/idempotency';
import { CallerOf, ZodBody } from '@satualur/service-host/request';
import { uuidFrom } from '@satualur/service-host/secrets';
import { CLOCK } from '@satualur/service-host/tokens';
import { Inject } from '@nestjs/common';
import type { z } from 'zod';
import { holidays } from '../domain/calendar';
import { codes } from '../domain/code-list';
import { retention } from '../domain/retention';
import { staffMember } from '../domain/staff';
import { holidayStream } from '../reference/load-reference';
import { RegistryHost } from '../registry-host';
import { Lists, Staff } from './registry.answers';
import { taskForceRelation } from './task-force-relation';

const { CodeListPublished, ConceptMapPublished } = codeEvents;
const { HolidaysPublished } = holidayEvents;
const { RetentionPolicyChanged } = retentionEvents;
const { StaffEnrolled, StaffLeft } = staffEvents;

/** What everybody must read alike: code lists, concept maps, holidays, retention, staff; each dated, with its source. */
@Controller()
export class ListsController {
  constructor(
    private readonly host: RegistryHost,
    private readonly directory: Directory,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post('code-lists')
  @Answers(201, Done)
  codeList(@Command() command: CommandContext, @ZodBody(CodeListPublished) body: z.infer<typeof CodeListPublished>) {
    const stream = streamOf('codes', uuidFrom('code list', body.list));
    return this.handle(command, 'lists.publish', stream, codes, { type: 'PublishCodeList', ...body });
  }

  @Post('concept-maps')
  @Answers(201, Done)
  conceptMap(@Command() command: CommandContext, @ZodBody(ConceptMapPublished) body: z.infer<typeof ConceptMapPublished>) {
    const stream = streamOf('codes', uuidFrom('concept map', body.map));
    return this.handle(command, 'lists.publish', stream, codes, { type: 'PublishConceptMap', ...body });
  }

  @Post('holidays')
  @Answers(201, Done)
  year(@Command() command: CommandContext, @ZodBody(HolidaysPublished) body: z.infer<typeof HolidaysPublished>) {
    return this.handle(command, 'lists.publish', holidayStream(body.year), holidays, { type: 'PublishHolidays', ...body });
  }

  @Post('retention-policies')
  @Answers(201, Done)
  keep(@Command() command: CommandContext, @ZodBody(RetentionPolicyChanged) body: z.infer<typeof RetentionPolicyChanged>) {
    const stream = streamOf('retention', uuidFrom('retention', body.dataClass));
    return this.handle(command, 'lists.publish', stream, retention, { type: 'ChangeRetention', ...body });
  }

  @Post('staff')
  @Answers(201, Done)
  enrol(@Command() command: CommandContext, @ZodBody(StaffEnrolled) body: z.infer<typeof StaffEnrolled>) {
    const stream = streamOf('staff', uuidFrom('staff', body.staff));
    return this.handle(command, 'staff.change', stream, staffMember, { type: 'EnrolStaff', ...body });
  }

  @Post('staff/leave')
  @Answers(200, Done)
  left(@Command() command: CommandContext, @ZodBody(StaffLeft) body: z.infer<typeof StaffLeft>) {
    const stream = streamOf('staff', uuidFrom('staff', body.staff));
    return this.handle(command, 'staff.change', stream, staffMember, { type: 'NoteStaffLeft' });
  }

  /** Every list as it holds now. */
  @Get('lists')
  @Answers(200, Lists)
  lists(@CallerOf() caller: Caller) {
    requireAccess(caller, 'directory.read', 'none');
    return this.directory.lists.all(instantNow(this.clock));
  }

  /** The caller's own agency's staff, by pseudonym. */
  @Get('staff')
  @Answers(200, Staff)
  staff(@CallerOf() caller: Caller) {
    requireAccess(caller, 'directory.read', 'own');
    return { staff: this.directory.staffOf(caller.agency) };
  }

  private async handle<C, S, E extends AnyEvent>(
    command: CommandContext,
    action: Action,
    stream: StreamId,
    decider: Decider<C, S, E>,
    decided: C,
  ) {
    const role = requireAccess(command.caller, action, taskForceRelation(command.caller, this.directory));
    const committed = await this.host.store.transact(command.cause(role), async (unit) => {
      await unit.decide(stream, decider, decided);
    });
    command.shown(committed.hlc);
    return { id: stream.slice(stream.indexOf('-') + 1), version: committed.events.at(-1)?.version };
  }
}
