import { Controller, Post } from '@nestjs/common';
import { GivenRef } from '@satualur/contracts/identity/nik';
import { streamOf, Uuid } from '@satualur/contracts/ids';
import { startOfDay } from '@satualur/contracts/registry/deadlines';
import { plainForm } from '@satualur/contracts/sealed';
import { returnEvents } from '@satualur/contracts/victim-services/events';
import type { Unit } from '@satualur/event-store/store';
import type { OpenAgency } from '@satualur/service-host/agency-side';
import { Answers, Done } from '@satualur/service-host/answers';
import { Command, type CommandContext } from '@satualur/service-host/idempotency';
import { PathUuid, ZodBody } from '@satualur/service-host/request';
import { victimReturn } from '../domain/victim-return';
import { checkRecord } from '../services.handler';
import { wakeForReturn } from '../services.watch';
import { type Body, ServicesCommands } from './services.commands';

const kind = { category: 'return', decider: victimReturn, due: wakeForReturn };

const Arrange = plainForm(returnEvents.ReturnArranged.omit({ subject: true }).extend({ ref: GivenRef }));
const Arrived = returnEvents.VictimReturned.omit({ record: true });
const Visit = plainForm(returnEvents.AfterCareVisitRecorded.omit({ record: true, subject: true }));

/** The way home, and the visits after it. */
@Controller('returns')
export class ReturnController {
  constructor(private readonly commands: ServicesCommands) {}

  @Post()
  @Answers(201, Done)
  arrange(@Command() command: CommandContext, @ZodBody(Arrange) body: Body<typeof Arrange>) {
    const decide = async (unit: Unit) => ({
      ...{ type: 'ArrangeReturn' as const, ...body },
      facts: await checkRecord(unit, body.record),
    });
    return this.commands.of(kind).open(command, 'return.write', decide, body.ref);
  }

  /** The person arrived; the visits are scheduled from that day. */
  @Post(':id/arrived')
  @Answers(200, Done)
  arrived(@Command() command: CommandContext, @PathUuid('id') id: Uuid, @ZodBody(Arrived) body: Body<typeof Arrived>) {
    const decide = (_unit: unknown, { directory }: Pick<OpenAgency, 'directory'>) => {
      const { months } = directory.afterCareAt(startOfDay(body.arrived));
      return { type: 'RecordReturn' as const, ...body, months };
    };
    return this.commands.of(kind).to(id, command, 'return.write', decide, { arrived: body.arrived });
  }

  @Post(':id/visits')
  @Answers(200, Done)
  visit(@Command() command: CommandContext, @PathUuid('id') id: Uuid, @ZodBody(Visit) body: Body<typeof Visit>) {
    const decide = async (unit: Unit) => {
      const { record } = await unit.load(streamOf('return', id), victimReturn);
      return { type: 'RecordVisit' as const, ...body, ...(record && { facts: await checkRecord(unit, record) }) };
    };
    return this.commands.of(kind).to(id, command, 'return.write', decide, { visitedOn: body.visitedOn });
  }
}
