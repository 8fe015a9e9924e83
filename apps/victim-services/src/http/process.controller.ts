import { Controller, Post } from '@nestjs/common';
import { GivenRef } from '@satualur/contracts/identity/nik';
import { Uuid } from '@satualur/contracts/ids';
import { plainForm } from '@satualur/contracts/sealed';
import { processEvents } from '@satualur/contracts/victim-services/events';
import { Answers, Done } from '@satualur/service-host/answers';
import { Command, type CommandContext } from '@satualur/service-host/idempotency';
import { PathUuid, ZodBody } from '@satualur/service-host/request';
import { legalProcess, type ProcessCommand } from '../domain/legal-process';
import type { Happened } from '../domain/stated-dates';
import { checkRecord } from '../services.handler';
import { type Body, ServicesCommands } from './services.commands';

const kind = { category: 'process', decider: legalProcess };

const File = plainForm(processEvents.PoliceReportFiled.omit({ subject: true }).extend({ ref: GivenRef }));
const Charges = processEvents.InvestigationOpened.omit({ record: true });
const ToCourt = processEvents.CaseTransferredToCourt.omit({ record: true });
const Verdict = processEvents.VerdictRecorded.omit({ record: true });
const Final = processEvents.VerdictBecameFinal.omit({ record: true });
const Stop = processEvents.ProcessStopped.omit({ record: true });

/** Police, prosecution and court, as the agency that records it knows. */
@Controller('processes')
export class ProcessController {
  constructor(private readonly commands: ServicesCommands) {}

  @Post()
  @Answers(201, Done)
  file(@Command() command: CommandContext, @ZodBody(File) body: Body<typeof File>) {
    const decide = async (unit: Parameters<typeof checkRecord>[0]) => ({
      ...{ type: 'FileReport' as const, ...body },
      facts: await checkRecord(unit, body.record),
    });
    return this.commands.of(kind).open(command, 'process.write', decide, body.ref, { filedOn: body.filedOn });
  }

  @Post(':id/investigate')
  @Answers(200, Done)
  investigate(@Command() command: CommandContext, @PathUuid('id') id: Uuid, @ZodBody(Charges) body: Body<typeof Charges>) {
    return this.step(command, id, { type: 'OpenInvestigation', ...body });
  }

  /** P-21. */
  @Post(':id/complete-file')
  @Answers(200, Done)
  complete(@Command() command: CommandContext, @PathUuid('id') id: Uuid, @ZodBody(Charges) body: Body<typeof Charges>) {
    return this.step(command, id, { type: 'DeclareComplete', ...body });
  }

  @Post(':id/to-court')
  @Answers(200, Done)
  toCourt(@Command() command: CommandContext, @PathUuid('id') id: Uuid, @ZodBody(ToCourt) body: Body<typeof ToCourt>) {
    return this.step(command, id, { type: 'TransferToCourt', ...body });
  }

  @Post(':id/verdict')
  @Answers(200, Done)
  verdict(@Command() command: CommandContext, @PathUuid('id') id: Uuid, @ZodBody(Verdict) body: Body<typeof Verdict>) {
    return this.step(command, id, { type: 'RecordVerdict', ...body }, { decidedOn: body.decidedOn });
  }

  @Post(':id/final')
  @Answers(200, Done)
  final(@Command() command: CommandContext, @PathUuid('id') id: Uuid, @ZodBody(Final) body: Body<typeof Final>) {
    return this.step(command, id, { type: 'NoteFinal', ...body }, { finalOn: body.finalOn });
  }

  @Post(':id/stop')
  @Answers(200, Done)
  stop(@Command() command: CommandContext, @PathUuid('id') id: Uuid, @ZodBody(Stop) body: Body<typeof Stop>) {
    return this.step(command, id, { type: 'StopProcess', ...body });
  }

  private step(command: CommandContext, id: Uuid, decided: ProcessCommand, happened?: Happened) {
    return this.commands.of(kind).to(id, command, 'process.write', () => decided, happened);
  }
}
