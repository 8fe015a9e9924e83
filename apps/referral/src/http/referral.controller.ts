import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Caller } from '@satualur/access/access';
import { type Action, requireAccess } from '@satualur/access/table';
import type { Hlc } from '@satualur/contracts/hlc';
import { streamOf, type Uuid, uuidOfStream } from '@satualur/contracts/ids';
import { AgencyHost } from '@satualur/service-host/agency-host';
import { Directory } from '@satualur/service-host/directory';
import { Command, type CommandContext } from '@satualur/service-host/idempotency';
import { notFound } from '@satualur/service-host/problem';
import { CallerOf, PathUuid, Shown, ZodBody } from '@satualur/service-host/request';
import { RuleViolation } from '@satualur/decider/decider';
import type { z } from 'zod';
import { recordFacts } from '../domain/record-facts';
import type { ReferralInCommand } from '../domain/referral-in';
import type { ReferralOutCommand } from '../domain/referral-out';
import { HandleReferral, HandleSend } from '../referral.handler';
import { Accept, Nothing, Reject, Send, Terminate, Withdraw } from './referral.requests';
import { referralView } from './referral.view';

@Controller('referrals')
export class ReferralController {
  constructor(
    private readonly commands: CommandBus,
    private readonly host: AgencyHost,
    private readonly directory: Directory,
  ) {}

  /** Refers one victim for one service to one recipient, named by its code. */
  @Post()
  @HttpCode(201)
  async send(@Command() command: CommandContext, @ZodBody(Send) { to, ...body }: z.infer<typeof Send>) {
    const { caller } = command;
    const role = requireAccess(caller, 'referral.send', 'own');
    const recipient = this.directory.byCode(to);
    if (!recipient) throw new RuleViolation('recipient-unknown');
    const cause = command.cause(role);
    const committed = await this.commands.execute(new HandleSend(caller.agency, { ...body, to: recipient.key }, cause));
    command.shown(committed.hlc);
    return { id: uuidOfStream(committed.events[0]!.stream), ref: body.ref, version: committed.events.length };
  }

  @Post(':id/acknowledge')
  @HttpCode(200)
  acknowledge(@Command() command: CommandContext, @PathUuid('id') id: Uuid, @ZodBody(Nothing) _body: object) {
    return this.answer(command, id, (at) => ({ type: 'AcknowledgeReferral', at }));
  }

  /** Accepts; may name the record of the victim that the recipient holds already. */
  @Post(':id/accept')
  @HttpCode(200)
  accept(
    @Command() command: CommandContext,
    @PathUuid('id') id: Uuid,
    @ZodBody(Accept) { recipientRecord }: z.infer<typeof Accept>,
  ) {
    const cause = this.causeFor(command, 'referral.answer');
    return this.execute(
      command,
      new HandleReferral(
        command.caller.agency,
        id,
        {
          in: async (unit) => ({
            type: 'AcceptReferral',
            at: cause.at,
            ...(recipientRecord && {
              recipientRecord: { id: recipientRecord, facts: await unit.check(streamOf('record', recipientRecord), recordFacts) },
            }),
          }),
        },
        cause,
      ),
    );
  }

  @Post(':id/reject')
  @HttpCode(200)
  reject(
    @Command() command: CommandContext,
    @PathUuid('id') id: Uuid,
    @ZodBody(Reject) { reason, suggested }: z.infer<typeof Reject>,
  ) {
    const agency = suggested === undefined ? undefined : this.directory.byCode(suggested);
    if (suggested !== undefined && !agency) throw new RuleViolation('recipient-unknown');
    return this.answer(command, id, (at) => ({ type: 'RejectReferral', at, reason, ...(agency && { suggested: agency.key }) }));
  }

  @Post(':id/confirm-withdrawal')
  @HttpCode(200)
  confirmWithdrawal(@Command() command: CommandContext, @PathUuid('id') id: Uuid, @ZodBody(Nothing) _body: object) {
    return this.answer(command, id, () => ({ type: 'ConfirmWithdrawal' }));
  }

  @Post(':id/withdraw')
  @HttpCode(200)
  withdraw(
    @Command() command: CommandContext,
    @PathUuid('id') id: Uuid,
    @ZodBody(Withdraw) { reason }: z.infer<typeof Withdraw>,
  ) {
    const cause = this.causeFor(command, 'referral.withdraw');
    const out: ReferralOutCommand = { type: 'WithdrawReferral', reason };
    return this.execute(command, new HandleReferral(command.caller.agency, id, { out }, cause));
  }

  /** Ends an accepted referral, from whichever side the caller's agency is on. */
  @Post(':id/terminate')
  @HttpCode(200)
  async terminate(
    @Command() command: CommandContext,
    @PathUuid('id') id: Uuid,
    @ZodBody(Terminate) { reason }: z.infer<typeof Terminate>,
  ) {
    const cause = this.causeFor(command, 'referral.terminate');
    const { agency } = command.caller;
    const sender = (await this.host.agency(agency).store.read(streamOf('referralout', id))).length > 0;
    const half = sender
      ? { out: { type: 'TerminateReferral', reason } as const }
      : { in: async (): Promise<ReferralInCommand> => ({ type: 'TerminateReferral', reason }) };
    return this.execute(command, new HandleReferral(agency, id, half, cause));
  }

  /** The caller's agency's own half, with the person opened by its own vault and the commands now open to the caller. */
  @Get(':id')
  async read(@CallerOf() caller: Caller, @PathUuid('id') id: Uuid, @Shown() shown: (hlc: Hlc) => void) {
    requireAccess(caller, 'referral.read', 'own');
    const view = await referralView(this.host.agency(caller.agency), id, caller);
    if (!view) throw notFound();
    shown(view.hlc);
    return view.body;
  }

  private answer(
    command: CommandContext,
    id: Uuid,
    decide: (at: ReturnType<CommandContext['cause']>['at']) => ReferralInCommand,
  ) {
    const cause = this.causeFor(command, 'referral.answer');
    return this.execute(command, new HandleReferral(command.caller.agency, id, { in: async () => decide(cause.at) }, cause));
  }

  private causeFor({ caller, cause }: CommandContext, action: Action) {
    return cause(requireAccess(caller, action, 'own'));
  }

  private async execute(command: CommandContext, handle: HandleReferral) {
    const committed = await this.commands.execute(handle);
    command.shown(committed.hlc);
    return { id: handle.id, version: committed.events.at(-1)?.version };
  }
}
