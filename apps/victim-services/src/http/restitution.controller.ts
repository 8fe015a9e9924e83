import { Controller, Get, Post } from '@nestjs/common';
import type { Caller } from '@satualur/access/access';
import { requireAccess } from '@satualur/access/table';
import { GivenRef } from '@satualur/contracts/identity/nik';
import { Instant, streamOf, Uuid } from '@satualur/contracts/ids';
import { type RestitutionEvent, restitutionEvents } from '@satualur/contracts/victim-services/events';
import { fold } from '@satualur/decider/decider';
import { AgencyHost } from '@satualur/service-host/agency-host';
import type { OpenAgency } from '@satualur/service-host/agency-side';
import { Answers, Done } from '@satualur/service-host/answers';
import { Command, type CommandContext } from '@satualur/service-host/idempotency';
import { notFound } from '@satualur/service-host/problem';
import { CallerOf, PathUuid, ZodBody } from '@satualur/service-host/request';
import { z } from 'zod';
import { nextDue, outstanding, restitution, type RestitutionCommand } from '../domain/restitution';
import { checkRecord } from '../services.handler';
import { Ledger } from './services.answers';
import { type Body, ServicesCommands } from './services.commands';

const kind = { category: 'restitution', decider: restitution, due: nextDue };

const Explain = z.object({ record: Uuid });
const Claim = restitutionEvents.RestitutionClaimed.omit({ record: true }).extend({
  ref: GivenRef.optional(),
  kinds: restitutionEvents.RestitutionClaimed.shape.kinds.optional(),
});
const Amount = restitutionEvents.RestitutionPaid.omit({ record: true });
/** `unbalanced`: meant, though more is paid than is owed, or less awarded than was paid. */
const Balanced = Amount.extend({ unbalanced: z.literal(true).optional() });
const Notified = z.object({ notifiedAt: Instant.optional() });
const Detention = restitutionEvents.SubstituteDetentionImposed.omit({ record: true });

/** The ledger of one victim's restitution, in whole rupiah. */
@Controller('restitution')
export class RestitutionController {
  constructor(
    private readonly commands: ServicesCommands,
    private readonly host: AgencyHost,
  ) {}

  /** The right was explained to the person: a claim may follow (UU 21/2007 art. 48). */
  @Post()
  @Answers(201, Done)
  explain(@Command() command: CommandContext, @ZodBody(Explain) { record }: Body<typeof Explain>) {
    return this.commands.of(kind).open(command, 'restitution.write', async (unit) => ({
      ...{ type: 'ExplainRight' as const, record },
      facts: await checkRecord(unit, record),
    }));
  }

  @Post(':id/claim')
  @Answers(200, Done)
  claim(@Command() command: CommandContext, @PathUuid('id') id: Uuid, @ZodBody(Claim) body: Body<typeof Claim>) {
    return this.step(command, id, { type: 'Claim', ...body, kinds: body.kinds ?? [] });
  }

  /** What LPSK finds the loss to be. */
  @Post(':id/assess')
  @Answers(200, Done)
  assess(@Command() command: CommandContext, @PathUuid('id') id: Uuid, @ZodBody(Amount) body: Body<typeof Amount>) {
    return this.step(command, id, { type: 'Assess', ...body });
  }

  @Post(':id/demand')
  @Answers(200, Done)
  demand(@Command() command: CommandContext, @PathUuid('id') id: Uuid, @ZodBody(Amount) body: Body<typeof Amount>) {
    return this.step(command, id, { type: 'Demand', ...body });
  }

  @Post(':id/award')
  @Answers(200, Done)
  award(@Command() command: CommandContext, @PathUuid('id') id: Uuid, @ZodBody(Balanced) body: Body<typeof Balanced>) {
    return this.step(command, id, { type: 'Award', ...body });
  }

  @Post(':id/deposit')
  @Answers(200, Done)
  deposit(@Command() command: CommandContext, @PathUuid('id') id: Uuid, @ZodBody(Amount) body: Body<typeof Amount>) {
    return this.step(command, id, { type: 'Deposit', ...body });
  }

  /** The final verdict was notified: the days for payment run. */
  @Post(':id/notify-final')
  @Answers(200, Done)
  notified(@Command() command: CommandContext, @PathUuid('id') id: Uuid, @ZodBody(Notified) body: Body<typeof Notified>) {
    const decide = (_unit: unknown, { directory }: Pick<OpenAgency, 'directory'>, { at }: { readonly at: Instant }) => {
      const notifiedAt = body.notifiedAt ?? at;
      return { type: 'NotifyVerdict' as const, notifiedAt, dueAt: directory.dueAt('PayRestitution', notifiedAt) };
    };
    return this.commands.of(kind).to(id, command, 'restitution.write', decide, body);
  }

  @Post(':id/pay')
  @Answers(200, Done)
  pay(@Command() command: CommandContext, @PathUuid('id') id: Uuid, @ZodBody(Balanced) body: Body<typeof Balanced>) {
    return this.step(command, id, { type: 'Pay', ...body });
  }

  @Post(':id/substitute')
  @Answers(200, Done)
  substitute(@Command() command: CommandContext, @PathUuid('id') id: Uuid, @ZodBody(Detention) body: Body<typeof Detention>) {
    return this.step(command, id, { type: 'ImposeDetention', ...body });
  }

  /** The ledger's standing. */
  @Get(':id')
  @Answers(200, Ledger)
  async read(@CallerOf() caller: Caller, @PathUuid('id') id: Uuid) {
    requireAccess(caller, 'restitution.read', 'own');
    const events = await this.host.agency(caller.agency).store.read(streamOf('restitution', id));
    if (events.length === 0) throw notFound();
    const state = fold(
      restitution,
      events.map(({ event }) => event as RestitutionEvent),
    );
    const { stage, record, awarded, paid, dueAt, overdue } = state;
    return { id, record, stage, awarded, paid, outstanding: outstanding(state), dueAt: dueAt ?? null, overdue };
  }

  private step(command: CommandContext, id: Uuid, decided: RestitutionCommand) {
    return this.commands.of(kind).to(id, command, 'restitution.write', () => decided);
  }
}
