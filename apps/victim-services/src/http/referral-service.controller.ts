import { Controller, Post } from '@nestjs/common';
import { requireAccess } from '@satualur/access/table';
import { streamOf, Uuid, uuidOfStream } from '@satualur/contracts/ids';
import { AgencyHost } from '@satualur/service-host/agency-host';
import { Answers, Done } from '@satualur/service-host/answers';
import { Command, type CommandContext } from '@satualur/service-host/idempotency';
import { PathUuid, ZodBody } from '@satualur/service-host/request';
import { referralFacts } from '../domain/referral-facts';
import { Complete, episodes } from './episode.controller';
import { type Body, ServicesCommands } from './services.commands';

/** The service that answers a referral, named by the referral. */
@Controller('referrals')
export class ReferralServiceController {
  constructor(
    private readonly commands: ServicesCommands,
    private readonly host: AgencyHost,
  ) {}

  /** Completes the service; a referral without a running one answers with its state. */
  @Post(':id/complete')
  @Answers(200, Done)
  async complete(
    @Command() command: CommandContext,
    @PathUuid('id') referral: Uuid,
    @ZodBody(Complete) { outcome = 'NotStated', ...proxied }: Body<typeof Complete>,
  ) {
    const { caller } = command;
    requireAccess(caller, 'service.complete', 'own');
    const episode = await this.host.agency(caller.agency).store.holder(episodes.category, referral);
    const id = episode ? uuidOfStream(episode) : referral;
    return this.commands.of(episodes).to(id, command, 'service.complete', async (unit) => ({
      ...{ type: 'CompleteService', outcome, byReferral: true, ...proxied },
      asked: await unit.peek(streamOf('referralin', referral), referralFacts),
    }));
  }
}
