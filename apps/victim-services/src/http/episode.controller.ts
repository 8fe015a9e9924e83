import { Controller, HttpCode, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { requireAccess } from '@satualur/access/table';
import { Uuid, uuidOfStream } from '@satualur/contracts/ids';
import { episodeEvents } from '@satualur/contracts/victim-services/events';
import { Command, type CommandContext } from '@satualur/service-host/idempotency';
import { PathUuid, ZodBody } from '@satualur/service-host/request';
import { z } from 'zod';
import { HandleComplete, HandleStart } from '../services.handler';

const Start = z.object({ referral: Uuid });
const Complete = z.object({ outcome: episodeEvents.ServiceCompleted.shape.outcome.optional() });

@Controller('episodes')
export class EpisodeController {
  constructor(private readonly commands: CommandBus) {}

  /** Starts the service that an accepted referral asks for. */
  @Post()
  @HttpCode(201)
  async start(@Command() command: CommandContext, @ZodBody(Start) { referral }: z.infer<typeof Start>) {
    const { caller } = command;
    const role = requireAccess(caller, 'service.start', 'own');
    const committed = await this.commands.execute(new HandleStart(caller.agency, referral, command.cause(role)));
    command.shown(committed.hlc);
    return { id: uuidOfStream(committed.events[0]!.stream), referral };
  }

  @Post(':id/complete')
  @HttpCode(200)
  async complete(
    @Command() command: CommandContext,
    @PathUuid('id') id: Uuid,
    @ZodBody(Complete) body: z.infer<typeof Complete>,
  ) {
    const { caller } = command;
    const role = requireAccess(caller, 'service.complete', 'own');
    const cause = command.cause(role);
    const committed = await this.commands.execute(new HandleComplete(caller.agency, id, body.outcome ?? 'NotStated', cause));
    command.shown(committed.hlc);
    return { id, version: committed.events.at(-1)?.version };
  }
}
