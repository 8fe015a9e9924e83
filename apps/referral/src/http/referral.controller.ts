import { Controller, Get, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Caller } from '@satualur/access/access';
import { requireAccess } from '@satualur/access/table';
import type { Cause } from '@satualur/contracts/event';
import type { Hlc } from '@satualur/contracts/hlc';
import { streamOf, type Uuid } from '@satualur/contracts/ids';
import { RuleViolation } from '@satualur/decider/decider';
import type { Unit } from '@satualur/event-store/store';
import { AgencyHost } from '@satualur/service-host/agency-host';
import { Answers, Done } from '@satualur/service-host/answers';
import { Directory } from '@satualur/service-host/directory';
import { Command, type CommandContext } from '@satualur/service-host/idempotency';
import { notFound } from '@satualur/service-host/problem';
import { CallerOf, PathUuid, Shown, ZodBody } from '@satualur/service-host/request';
import type { z } from 'zod';
import { rememberRecord } from '../asked-by';
import { outOf } from '../both-halves';
import { recordFacts } from '../domain/record-facts';
import type { ReferralInCommand } from '../domain/referral-in';
import { HandleReferral } from '../referral.handler';
import { carryOut, causeFor, proxyOf } from './command-routes';
import { OwnHalf } from './referral.answers';
import { Accept, Acknowledge, Nothing, Reject, Terminate, Withdraw } from './referral.requests';
import { keysMustCome } from '../keys-came';
import { lookedAt, referralView } from './referral.view';

type Decide = (unit: Unit, at: Cause['at']) => Promise<ReferralInCommand>;

@Controller('referrals')
export class ReferralController {
  constructor(
    private readonly commands: CommandBus,
    private readonly host: AgencyHost,
    private readonly directory: Directory,
  ) {}

  @Post(':id/acknowledge')
  @Answers(200, Done)
  acknowledge(
    @Command() command: CommandContext,
    @PathUuid('id') id: Uuid,
    @ZodBody(Acknowledge) body: z.infer<typeof Acknowledge>,
  ) {
    return this.answer(command, id, async (_unit, at) => ({ type: 'AcknowledgeReferral', at, ...proxyOf(body) }));
  }

  /** Accepts; may name the record of the victim that the recipient holds already. */
  @Post(':id/accept')
  @Answers(200, Done)
  accept(@Command() command: CommandContext, @PathUuid('id') id: Uuid, @ZodBody(Accept) body: z.infer<typeof Accept>) {
    const { recipientRecord: record, ...proxy } = body;
    return this.answer(command, id, async (unit, at) => {
      const accept = { type: 'AcceptReferral', at, ...proxyOf(proxy) } as const;
      if (!record) return accept;
      await rememberRecord(unit, id, record);
      return { ...accept, recipientRecord: { id: record, facts: await unit.check(streamOf('record', record), recordFacts) } };
    });
  }

  @Post(':id/reject')
  @Answers(200, Done)
  reject(@Command() command: CommandContext, @PathUuid('id') id: Uuid, @ZodBody(Reject) body: z.infer<typeof Reject>) {
    const { reason, suggested, text, ...proxy } = body;
    return this.answer(command, id, async (unit, at) => {
      const agency = suggested === undefined ? undefined : this.directory.byCode(suggested);
      if (suggested !== undefined && !agency)
        throw new RuleViolation('recipient-unknown', { field: '/suggested', needed: 'AgencyCode' });
      const more = { ...(agency && { suggested: agency.key }), ...(text !== undefined && { text }), ...proxyOf(proxy) };
      if (reason === 'Other' && text !== undefined) await keysMustCome(unit, this.host.agency(command.caller.agency), id);
      return { type: 'RejectReferral', at, reason, ...more };
    });
  }

  @Post(':id/confirm-withdrawal')
  @Answers(200, Done)
  confirmWithdrawal(@Command() command: CommandContext, @PathUuid('id') id: Uuid, @ZodBody(Nothing) _body: object) {
    return this.answer(command, id, async () => ({ type: 'ConfirmWithdrawal' }));
  }

  @Post(':id/withdraw')
  @Answers(200, Done)
  withdraw(
    @Command() command: CommandContext,
    @PathUuid('id') id: Uuid,
    @ZodBody(Withdraw) { reason }: z.infer<typeof Withdraw>,
  ) {
    return this.execute(command, id, { out: { type: 'WithdrawReferral', reason } }, causeFor(command, 'referral.withdraw'));
  }

  /** Ends an accepted referral, from whichever side the caller's agency is on; `proxied` for a recipient off the platform. */
  @Post(':id/terminate')
  @Answers(200, Done)
  async terminate(
    @Command() command: CommandContext,
    @PathUuid('id') id: Uuid,
    @ZodBody(Terminate) { reason, ...proxy }: z.infer<typeof Terminate>,
  ) {
    const cause = causeFor(command, 'referral.terminate');
    const { store } = this.host.agency(command.caller.agency);
    const sender = proxy.proxied === undefined && (await store.read(outOf(id))).length > 0;
    const end = { type: 'TerminateReferral', reason } as const;
    return this.execute(command, id, sender ? { out: end } : { in: async () => ({ ...end, ...proxyOf(proxy) }) }, cause);
  }

  /** The caller's agency's own half, with the person opened by its own vault and the commands now open to the caller; the look is an event before the answer. */
  @Get(':id')
  @Answers(200, OwnHalf)
  async read(@CallerOf() caller: Caller, @PathUuid('id') id: Uuid, @Shown() shown: (hlc: Hlc) => void) {
    const role = requireAccess(caller, 'referral.read', 'own');
    const agency = this.host.agency(caller.agency);
    const view = await referralView(agency, id, caller);
    if (!view) throw notFound();
    shown(await lookedAt(agency, { caller, role }, view));
    return view.body;
  }

  private answer(command: CommandContext, id: Uuid, decide: Decide) {
    const cause = causeFor(command, 'referral.answer');
    return this.execute(command, id, { in: (unit) => decide(unit, cause.at) }, cause);
  }

  private async execute(command: CommandContext, id: Uuid, half: HandleReferral['half'], cause: Cause) {
    const { version } = await carryOut(this.commands, command, new HandleReferral(command.caller.agency, id, half, cause));
    return { id, version };
  }
}
