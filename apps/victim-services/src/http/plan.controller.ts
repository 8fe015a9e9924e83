import { Controller, Post } from '@nestjs/common';
import { GivenRef } from '@satualur/contracts/identity/nik';
import { Uuid } from '@satualur/contracts/ids';
import { plainForm } from '@satualur/contracts/sealed';
import { planEvents } from '@satualur/contracts/victim-services/events';
import { Answers, Done } from '@satualur/service-host/answers';
import { Command, type CommandContext } from '@satualur/service-host/idempotency';
import { PathUuid, ZodBody } from '@satualur/service-host/request';
import { supportPlan } from '../domain/support-plan';
import { checkRecord } from '../services.handler';
import { type Body, ServicesCommands } from './services.commands';

const kind = { category: 'plan', decider: supportPlan };

const Draft = plainForm(planEvents.SupportPlanDrafted.omit({ subject: true }).extend({ ref: GivenRef }));
const Approve = planEvents.SupportPlanApproved.omit({ record: true });
const Review = planEvents.SupportPlanReviewed.omit({ record: true });

@Controller('plans')
export class PlanController {
  constructor(private readonly commands: ServicesCommands) {}

  @Post()
  @Answers(201, Done)
  draft(@Command() command: CommandContext, @ZodBody(Draft) body: Body<typeof Draft>) {
    const decide = async (unit: Parameters<typeof checkRecord>[0]) => ({
      ...{ type: 'DraftPlan' as const, ...body },
      facts: await checkRecord(unit, body.record),
    });
    return this.commands.of(kind).open(command, 'plan.write', decide, body.ref);
  }

  @Post(':id/approve')
  @Answers(200, Done)
  approve(@Command() command: CommandContext, @PathUuid('id') id: Uuid, @ZodBody(Approve) body: Body<typeof Approve>) {
    return this.commands.of(kind).to(id, command, 'plan.approve', () => ({ type: 'ApprovePlan', ...body }));
  }

  @Post(':id/review')
  @Answers(200, Done)
  review(@Command() command: CommandContext, @PathUuid('id') id: Uuid, @ZodBody(Review) body: Body<typeof Review>) {
    return this.commands.of(kind).to(id, command, 'plan.write', () => ({ type: 'ReviewPlan', ...body }));
  }
}
