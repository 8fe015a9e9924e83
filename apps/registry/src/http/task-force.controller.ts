import { Controller, Get, Post } from '@nestjs/common';
import type { Caller } from '@satualur/access/access';
import { requireAccess } from '@satualur/access/table';
import { AreaCode, streamOf } from '@satualur/contracts/ids';
import { Answers, Done } from '@satualur/service-host/answers';
import { Directory } from '@satualur/service-host/directory';
import { Command, type CommandContext } from '@satualur/service-host/idempotency';
import { CallerOf, ZodBody } from '@satualur/service-host/request';
import { uuidFrom } from '@satualur/service-host/secrets';
import { z } from 'zod';
import { taskForce, type TaskForceCommand } from '../domain/task-force';
import { RegistryHost } from '../registry-host';
import { Coverage } from './registry.answers';
import { taskForceRelation } from './task-force-relation';

const DissolveTaskForce = z.object({ kabkota: AreaCode });
const RecordTaskForce = z.object({ kabkota: AreaCode, exists: z.boolean() });

@Controller('task-forces')
export class TaskForceController {
  constructor(
    private readonly host: RegistryHost,
    private readonly directory: Directory,
  ) {}

  /** Records that a kabupaten or kota has a task force, or that it has none. */
  @Post()
  @Answers(201, Done)
  async record(
    @Command() command: CommandContext,
    @ZodBody(RecordTaskForce) { kabkota, exists }: z.infer<typeof RecordTaskForce>,
  ) {
    return this.handle(command, { type: exists ? 'FormTaskForce' : 'RecordTaskForceAbsence', kabkota });
  }

  /** From now on what is addressed to it is routed to the province. */
  @Post('dissolve')
  @Answers(200, Done)
  dissolve(@Command() command: CommandContext, @ZodBody(DissolveTaskForce) { kabkota }: z.infer<typeof DissolveTaskForce>) {
    return this.handle(command, { type: 'DissolveTaskForce', kabkota });
  }

  /** Which kabupaten and kota have one, of those it is known of. */
  @Get()
  @Answers(200, Coverage)
  coverage(@CallerOf() caller: Caller) {
    requireAccess(caller, 'directory.read', 'none');
    return { taskForces: this.directory.coverage() };
  }

  private async handle(command: CommandContext, decided: TaskForceCommand) {
    const role = requireAccess(command.caller, 'task-force.form', taskForceRelation(command.caller, this.directory));
    const id = uuidFrom('task force', decided.kabkota);
    const committed = await this.host.store.transact(command.cause(role), async (unit) => {
      await unit.decide(streamOf('taskforce', id), taskForce, decided);
    });
    command.shown(committed.hlc);
    return { id };
  }
}
