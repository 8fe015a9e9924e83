import { Controller, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Uuid } from '@satualur/contracts/ids';
import type { BatchEvent } from '@satualur/contracts/referral/events';
import { Answers, Done, DoneAs } from '@satualur/service-host/answers';
import { Command, type CommandContext } from '@satualur/service-host/idempotency';
import { PathUuid, ZodBody } from '@satualur/service-host/request';
import type { z } from 'zod';
import type { DraftContent } from '../domain/draft';
import { HandleDraft, HandleReferral } from '../referral.handler';
import { HandleBatch, HandleSend, HandleSendDraft } from '../sending.handler';
import { carryOut, causeFor } from './command-routes';
import { BatchSent, Drafted } from './referral.answers';
import { Batch, DraftBody, Nothing, Send } from './referral.requests';

@Controller()
export class SendingController {
  constructor(private readonly commands: CommandBus) {}

  /** Refers one victim for one service to one recipient, named by its code, or to the task force of a kab/kota. */
  @Post('referrals')
  @Answers(201, DoneAs)
  async send(@Command() command: CommandContext, @ZodBody(Send) body: z.infer<typeof Send>) {
    const cause = causeFor(command, 'referral.send');
    const { id, version } = await carryOut(this.commands, command, new HandleSend(command.caller.agency, body, cause));
    return { id, ref: body.ref, version };
  }

  /** Sends several referrals at once, all or none; each is decided by itself. */
  @Post('batches')
  @Answers(201, BatchSent)
  async sendBatch(@Command() command: CommandContext, @ZodBody(Batch) { ref, lines }: z.infer<typeof Batch>) {
    const handle = new HandleBatch(command.caller.agency, ref, lines, causeFor(command, 'referral.send'));
    const { committed, id, version } = await carryOut(this.commands, command, handle);
    const { referrals } = (committed.events[0]!.event as BatchEvent).data;
    return { id, ref, version, referrals: referrals.map((referral, index) => ({ id: referral, ref: lines[index]!.ref })) };
  }

  @Post('referrals/drafts')
  @Answers(201, Drafted)
  async draft(@Command() command: CommandContext, @ZodBody(DraftBody) body: z.infer<typeof DraftBody>) {
    const cause = causeFor(command, 'referral.draft');
    const handle = new HandleDraft(command.caller.agency, body as DraftContent, cause);
    const { id, version } = await carryOut(this.commands, command, handle);
    return { id, ...(body.ref && { ref: body.ref }), version };
  }

  /** Replaces what the draft holds. */
  @Post('referrals/:id/edit')
  @Answers(200, Done)
  async edit(@Command() command: CommandContext, @PathUuid('id') id: Uuid, @ZodBody(DraftBody) body: z.infer<typeof DraftBody>) {
    const cause = causeFor(command, 'referral.draft');
    const handle = new HandleDraft(command.caller.agency, body as DraftContent, cause, id);
    const { version } = await carryOut(this.commands, command, handle);
    return { id, version };
  }

  @Post('referrals/:id/discard')
  @Answers(200, Done)
  async discard(@Command() command: CommandContext, @PathUuid('id') id: Uuid, @ZodBody(Nothing) _body: object) {
    const cause = causeFor(command, 'referral.draft');
    const handle = new HandleReferral(command.caller.agency, id, { out: { type: 'DiscardDraft' } }, cause);
    const { version } = await carryOut(this.commands, command, handle);
    return { id, version };
  }

  /** Sends a draft, which keeps its id. */
  @Post('referrals/:id/send')
  @Answers(200, Done)
  async sendDraft(@Command() command: CommandContext, @PathUuid('id') id: Uuid, @ZodBody(Nothing) _body: object) {
    const handle = new HandleSendDraft(command.caller.agency, id, causeFor(command, 'referral.send'));
    const { version } = await carryOut(this.commands, command, handle);
    return { id, version };
  }
}
