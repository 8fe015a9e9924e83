import { Controller, HttpCode, Post } from '@nestjs/common';
import { requireAccess } from '@satualur/access/table';
import { AreaCode, streamOf } from '@satualur/contracts/ids';
import { Directory } from '@satualur/service-host/directory';
import { Command, type CommandContext } from '@satualur/service-host/idempotency';
import { ZodBody } from '@satualur/service-host/request';
import { uuidFrom } from '@satualur/service-host/secrets';
import { z } from 'zod';
import { taskForce } from '../domain/task-force';
import { RegistryHost } from '../registry-host';
import { taskForceRelation } from './task-force-relation';

const RecordTaskForce = z.object({ kabkota: AreaCode, exists: z.boolean() });

@Controller('task-forces')
export class TaskForceController {
  constructor(
    private readonly host: RegistryHost,
    private readonly directory: Directory,
  ) {}

  /** Records that a kabupaten or kota has a task force, or that it has none. */
  @Post()
  @HttpCode(201)
  async record(
    @Command() command: CommandContext,
    @ZodBody(RecordTaskForce) { kabkota, exists }: z.infer<typeof RecordTaskForce>,
  ) {
    const role = requireAccess(command.caller, 'task-force.form', taskForceRelation(command.caller, this.directory));
    const id = uuidFrom('task force', kabkota);
    const committed = await this.host.store.transact(command.cause(role), async (unit) => {
      await unit.decide(streamOf('taskforce', id), taskForce, {
        type: exists ? 'FormTaskForce' : 'RecordTaskForceAbsence',
        kabkota,
      });
    });
    command.shown(committed.hlc);
    return { id };
  }
}
