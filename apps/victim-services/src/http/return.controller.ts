import { Controller, HttpCode, Post } from '@nestjs/common';
import { Uuid } from '@satualur/contracts/ids';
import { plainForm } from '@satualur/contracts/sealed';
import { returnEvents } from '@satualur/contracts/victim-services/events';
import { Command, type CommandContext } from '@satualur/service-host/idempotency';
import { PathUuid, ZodBody } from '@satualur/service-host/request';
import { victimReturn } from '../domain/victim-return';
import { checkRecord } from '../services.handler';
import { wakeForReturn } from '../services.watch';
import { type Body, ServicesCommands } from './services.commands';

const kind = { category: 'return', decider: victimReturn, due: wakeForReturn };

const Arrange = plainForm(returnEvents.ReturnArranged.omit({ subject: true }));
const Arrived = returnEvents.VictimReturned.omit({ record: true });
const Visit = plainForm(returnEvents.AfterCareVisitRecorded.omit({ record: true, subject: true }));

/** The way home, and the visits at 1, 3 and 6 months. */
@Controller('returns')
export class ReturnController {
  constructor(private readonly commands: ServicesCommands) {}

  @Post()
  @HttpCode(201)
  arrange(@Command() command: CommandContext, @ZodBody(Arrange) body: Body<typeof Arrange>) {
    const decide = async (unit: Parameters<typeof checkRecord>[0]) => ({
      ...{ type: 'ArrangeReturn' as const, ...body },
      facts: await checkRecord(unit, body.record),
    });
    return this.commands.of(kind).open(command, 'return.write', decide, body.ref);
  }

  /** The person arrived; the visits are scheduled from that day. */
  @Post(':id/arrived')
  @HttpCode(200)
  arrived(@Command() command: CommandContext, @PathUuid('id') id: Uuid, @ZodBody(Arrived) body: Body<typeof Arrived>) {
    return this.commands.of(kind).to(id, command, 'return.write', () => ({ type: 'RecordReturn', ...body }));
  }

  @Post(':id/visits')
  @HttpCode(200)
  visit(@Command() command: CommandContext, @PathUuid('id') id: Uuid, @ZodBody(Visit) body: Body<typeof Visit>) {
    return this.commands.of(kind).to(id, command, 'return.write', () => ({ type: 'RecordVisit', ...body }));
  }
}
