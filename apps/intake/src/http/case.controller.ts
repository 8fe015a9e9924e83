import { Controller, Inject, Post } from '@nestjs/common';
import type { CaseId, SubjectId, Uuid } from '@satualur/contracts/ids';
import { Answers } from '@satualur/service-host/answers';
import type { Ids } from '@satualur/service-host/host-module';
import { Command, type CommandContext } from '@satualur/service-host/idempotency';
import { PathUuid, ZodBody } from '@satualur/service-host/request';
import { IDS } from '@satualur/service-host/tokens';
import type { z } from 'zod';
import { completeScreening, recordHistoric, recordLegalBasis, registerCaseEvent, startScreening } from '../acts/cases';
import { CarryOut, given } from './carry-out';
import { Carried, CarriedAs, Screened } from './intake.answers';
import * as ask from './intake.requests';

/** What happened to several people at once, what a screening found, and on what basis the agency processes. */
@Controller()
export class CaseController {
  constructor(
    private readonly carry: CarryOut,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  /** The number of victims as the agency knows it; said again of the same case, it replaces the earlier. */
  @Post('case-events')
  @Answers(201, CarriedAs)
  async caseEvent(
    @Command() command: CommandContext,
    @ZodBody(ask.RegisterCaseEvent) body: z.infer<typeof ask.RegisterCaseEvent>,
  ) {
    const { recordedAt, ...stated } = body;
    const minted = { subject: this.ids.uuid() as SubjectId, newCase: this.ids.uuid() as CaseId };
    return {
      ...(await this.carry.answer(command, 'case.write', registerCaseEvent(given(stated), minted), recordedAt)),
      ref: body.ref,
    };
  }

  @Post('case-events/:id/historic')
  @Answers(200, Carried)
  historic(
    @Command() command: CommandContext,
    @PathUuid('id') id: Uuid,
    @ZodBody(ask.Historic) body: z.infer<typeof ask.Historic>,
  ) {
    const { record, recordedAt, ...event } = body;
    return this.carry.answer(command, 'case.write', recordHistoric(id, given(event), record), recordedAt);
  }

  @Post('screenings')
  @Answers(201, Carried)
  startScreening(@Command() command: CommandContext, @ZodBody(ask.StartScreening) body: z.infer<typeof ask.StartScreening>) {
    const { recordedAt, ...stated } = body;
    return this.carry.answer(command, 'screening.write', startScreening(this.ids.uuid(), given(stated)), recordedAt);
  }

  @Post('screenings/:id/complete')
  @Answers(200, Screened)
  async completeScreening(
    @Command() command: CommandContext,
    @PathUuid('id') id: Uuid,
    @ZodBody(ask.CompleteScreening) body: z.infer<typeof ask.CompleteScreening>,
  ) {
    const { recordedAt, risk, emergency, notes, ...answers } = body;
    const completed = { answers: given(answers), risk, emergency, ...(notes !== undefined && { notes }) };
    const { events, ...answer } = await this.carry.run(command, 'screening.write', completeScreening(id, completed), recordedAt);
    const { finding } = events.at(-1)!.event.data as { readonly finding: string };
    return { ...answer, finding };
  }

  @Post('records/:id/legal-bases')
  @Answers(201, Carried)
  legalBasis(
    @Command() command: CommandContext,
    @PathUuid('id') id: Uuid,
    @ZodBody(ask.RecordLegalBasis) body: z.infer<typeof ask.RecordLegalBasis>,
  ) {
    const { recordedAt, ...basis } = body;
    return this.carry.answer(command, 'legal-basis.write', recordLegalBasis(id, given(basis)), recordedAt);
  }
}
