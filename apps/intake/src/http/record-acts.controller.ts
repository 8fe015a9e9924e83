import { Controller, Post } from '@nestjs/common';
import type { Uuid } from '@satualur/contracts/ids';
import { Answers } from '@satualur/service-host/answers';
import { Command, type CommandContext } from '@satualur/service-host/idempotency';
import { PathUuid, ZodBody } from '@satualur/service-host/request';
import type { z } from 'zod';
import { assignWorker, closeCase, liftHold, reopenCase, toRecord } from '../acts/records';
import { CarryOut, given } from './carry-out';
import { Carried } from './intake.answers';
import * as ask from './intake.requests';

/** What becomes of a record: voided, closed, in whose charge, how its person may be reached, held by law. */
@Controller('records')
export class RecordActsController {
  constructor(private readonly carry: CarryOut) {}

  @Post(':id/void')
  @Answers(200, Carried)
  void(@Command() command: CommandContext, @PathUuid('id') id: Uuid, @ZodBody(ask.Void) body: z.infer<typeof ask.Void>) {
    const act = toRecord(id, { type: 'VoidRecord', reason: body.reason });
    return this.carry.answer(command, 'record.close', act, body.recordedAt);
  }

  @Post(':id/close')
  @Answers(200, Carried)
  close(@Command() command: CommandContext, @PathUuid('id') id: Uuid, @ZodBody(ask.Close) body: z.infer<typeof ask.Close>) {
    return this.carry.answer(command, 'record.close', closeCase(id, body.reason), body.recordedAt);
  }

  @Post(':id/reopen')
  @Answers(200, Carried)
  reopen(@Command() command: CommandContext, @PathUuid('id') id: Uuid, @ZodBody(ask.Reopen) body: z.infer<typeof ask.Reopen>) {
    return this.carry.answer(command, 'record.close', reopenCase(id, body.reason), body.recordedAt);
  }

  /** Puts a member of staff in charge; from another it is a hand-over. */
  @Post(':id/assign')
  @Answers(200, Carried)
  assign(@Command() command: CommandContext, @PathUuid('id') id: Uuid, @ZodBody(ask.Assign) body: z.infer<typeof ask.Assign>) {
    return this.carry.answer(command, 'record.assign', assignWorker(id, body.worker));
  }

  @Post(':id/contact-rule')
  @Answers(200, Carried)
  contactRule(
    @Command() command: CommandContext,
    @PathUuid('id') id: Uuid,
    @ZodBody(ask.SetContactRule) body: z.infer<typeof ask.SetContactRule>,
  ) {
    return this.carry.answer(command, 'record.change', toRecord(id, { type: 'SetContactRule', ...given(body) }));
  }

  @Post(':id/hold')
  @Answers(200, Carried)
  hold(
    @Command() command: CommandContext,
    @PathUuid('id') id: Uuid,
    @ZodBody(ask.PlaceHold) body: z.infer<typeof ask.PlaceHold>,
  ) {
    return this.carry.answer(command, 'record.hold', toRecord(id, { type: 'PlaceHold', ...given(body) }));
  }

  @Post(':id/lift-hold')
  @Answers(200, Carried)
  liftHold(@Command() command: CommandContext, @PathUuid('id') id: Uuid, @ZodBody(ask.Nothing) _body: object) {
    return this.carry.answer(command, 'record.hold', liftHold(id));
  }
}
