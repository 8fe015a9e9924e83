import { Controller, Inject, Post } from '@nestjs/common';
import type { SubjectId, Uuid } from '@satualur/contracts/ids';
import { Answers } from '@satualur/service-host/answers';
import type { Ids } from '@satualur/service-host/host-module';
import { Command, type CommandContext } from '@satualur/service-host/idempotency';
import { PathUuid, ZodBody } from '@satualur/service-host/request';
import { IDS } from '@satualur/service-host/tokens';
import type { z } from 'zod';
import * as rights from '../acts/rights';
import { discardUpdate, holdUpdate } from '../held-updates';
import { CarryOut, given } from './carry-out';
import { Carried, CarriedAs } from './intake.answers';
import * as ask from './intake.requests';

/** What data subjects ask for, what went wrong with their data, who is away, and what waits for its record. */
@Controller()
export class RightsController {
  constructor(
    private readonly carry: CarryOut,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  @Post('subject-requests')
  @Answers(201, CarriedAs)
  async request(@Command() command: CommandContext, @ZodBody(ask.ReceiveRequest) body: z.infer<typeof ask.ReceiveRequest>) {
    const act = rights.receiveRequest(this.ids.uuid(), { ...body, receivedAt: body.receivedAt });
    return { ...(await this.carry.answer(command, 'request.receive', act)), ref: body.ref };
  }

  /** A request to erase is fulfilled by erasing; a legal hold refuses it. */
  @Post('subject-requests/:id/fulfil')
  @Answers(200, Carried)
  fulfil(@Command() command: CommandContext, @PathUuid('id') id: Uuid, @ZodBody(ask.Nothing) _body: object) {
    return this.carry.answer(command, 'request.answer', rights.fulfilRequest(id));
  }

  @Post('subject-requests/:id/refuse')
  @Answers(200, Carried)
  refuse(@Command() command: CommandContext, @PathUuid('id') id: Uuid, @ZodBody(ask.Refuse) body: z.infer<typeof ask.Refuse>) {
    return this.carry.answer(command, 'request.answer', rights.refuseRequest(id, body.article));
  }

  @Post('breaches')
  @Answers(201, CarriedAs)
  async breach(@Command() command: CommandContext, @ZodBody(ask.DetectBreach) body: z.infer<typeof ask.DetectBreach>) {
    return { ...(await this.carry.answer(command, 'breach.write', rights.detectBreach(this.ids.uuid(), body))), ref: body.ref };
  }

  @Post('breaches/:id/notify')
  @Answers(200, Carried)
  notify(
    @Command() command: CommandContext,
    @PathUuid('id') id: Uuid,
    @ZodBody(ask.NotifyBreach) body: z.infer<typeof ask.NotifyBreach>,
  ) {
    return this.carry.answer(command, 'breach.write', rights.notifyBreach(id, body.to));
  }

  @Post('workers/absences')
  @Answers(201, Carried)
  absence(@Command() command: CommandContext, @ZodBody(ask.Absence) body: z.infer<typeof ask.Absence>) {
    return this.carry.answer(command, 'worker.absence', rights.recordAbsence(body));
  }

  @Post('workers/returns')
  @Answers(200, Carried)
  comeBack(@Command() command: CommandContext, @ZodBody(ask.Return) body: z.infer<typeof ask.Return>) {
    return this.carry.answer(command, 'worker.absence', rights.recordReturn(body.worker));
  }

  /** An update of a record that is not known yet: held, and applied when the record is registered. */
  @Post('held-updates')
  @Answers(201, Carried)
  hold(@Command() command: CommandContext, @ZodBody(ask.HoldUpdate) body: z.infer<typeof ask.HoldUpdate>) {
    const { recordedAt, ...update } = body;
    const act = holdUpdate(given(update), this.ids.uuid(), this.ids.uuid() as SubjectId);
    return this.carry.answer(command, 'record.change', act, recordedAt);
  }

  @Post('held-updates/:id/discard')
  @Answers(200, Carried)
  discard(
    @Command() command: CommandContext,
    @PathUuid('id') id: Uuid,
    @ZodBody(ask.DiscardUpdate) body: z.infer<typeof ask.DiscardUpdate>,
  ) {
    return this.carry.answer(command, 'record.change', discardUpdate(id, body.reason));
  }
}
