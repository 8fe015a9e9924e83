import { Controller, Post } from '@nestjs/common';
import type { Uuid } from '@satualur/contracts/ids';
import type { ConsentEvent } from '@satualur/contracts/intake/events';
import { Answers } from '@satualur/service-host/answers';
import { Command, type CommandContext } from '@satualur/service-host/idempotency';
import { PathUuid, ZodBody } from '@satualur/service-host/request';
import type { z } from 'zod';
import { confirmStop, grantConsent, refuseConsent, withdrawConsent } from '../acts/consents';
import { CarryOut, given } from './carry-out';
import { Carried, Withdrawn } from './intake.answers';
import * as ask from './intake.requests';

/** What one person allows, refuses and takes back; and, on the other side, that processing stopped. */
@Controller()
export class ConsentController {
  constructor(private readonly carry: CarryOut) {}

  @Post('records/:id/consents')
  @Answers(201, Carried)
  grant(
    @Command() command: CommandContext,
    @PathUuid('id') id: Uuid,
    @ZodBody(ask.GrantConsent) body: z.infer<typeof ask.GrantConsent>,
  ) {
    const { recordedAt, recipients, ...stated } = body;
    const act = grantConsent(id, { ...given(stated), recipients: this.carry.keysOf(recipients, command, 'consent.write') });
    return this.carry.answer(command, 'consent.write', act, recordedAt);
  }

  @Post('records/:id/consents/refuse')
  @Answers(200, Carried)
  refuse(
    @Command() command: CommandContext,
    @PathUuid('id') id: Uuid,
    @ZodBody(ask.RefuseConsent) body: z.infer<typeof ask.RefuseConsent>,
  ) {
    const { recordedAt, recipients, ...stated } = body;
    const act = refuseConsent(id, { ...given(stated), recipients: this.carry.keysOf(recipients, command, 'consent.write') });
    return this.carry.answer(command, 'consent.write', act, recordedAt);
  }

  /** One act, whatever the number of recipients; each is asked to stop under an id of its own. */
  @Post('records/:id/consents/withdraw')
  @Answers(200, Withdrawn)
  async withdraw(
    @Command() command: CommandContext,
    @PathUuid('id') id: Uuid,
    @ZodBody(ask.WithdrawConsent) body: z.infer<typeof ask.WithdrawConsent>,
  ) {
    const act = withdrawConsent(id, this.carry.keysOf(body.recipients, command, 'consent.write'), body.imported);
    const { events, ...answer } = await this.carry.run(command, 'consent.write', act, body.recordedAt);
    const withdrawn = events.findLast(({ event }) => event.type === 'ConsentWithdrawn')!.event as Extract<
      ConsentEvent,
      { type: 'ConsentWithdrawn' }
    >;
    return { ...answer, stops: withdrawn.data.stops, confirmBy: withdrawn.data.confirmBy };
  }

  /** Processing stopped; for a recipient off the platform the owner's clerk says so, with evidence. */
  @Post('stops/:id/confirm')
  @Answers(200, Carried)
  confirm(
    @Command() command: CommandContext,
    @PathUuid('id') id: Uuid,
    @ZodBody(ask.ConfirmStop) body: z.infer<typeof ask.ConfirmStop>,
  ) {
    return this.carry.answer(command, 'stop.confirm', confirmStop(id, body.evidence), body.recordedAt);
  }
}
