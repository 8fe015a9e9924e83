import { Controller, HttpCode, Post } from '@nestjs/common';
import { requireAccess } from '@satualur/access/table';
import { AgencyKey, Instant, streamOf } from '@satualur/contracts/ids';
import { SlaPolicy } from '@satualur/contracts/registry/events';
import { Directory } from '@satualur/service-host/directory';
import { Command, type CommandContext } from '@satualur/service-host/idempotency';
import { ZodBody } from '@satualur/service-host/request';
import { uuidFrom } from '@satualur/service-host/secrets';
import { z } from 'zod';
import { slaPolicies } from '../domain/sla-policy';
import { RegistryHost } from '../registry-host';
import { taskForceRelation } from './task-force-relation';

const ChangePolicy = z.object({
  validFrom: Instant,
  policy: SlaPolicy,
  source: z.string().min(1).max(500),
  provincialSecretariat: AgencyKey.optional(),
});

/** Clocks and thresholds, dated and with the text of the norm. */
@Controller('policies')
export class PolicyController {
  constructor(
    private readonly host: RegistryHost,
    private readonly directory: Directory,
  ) {}

  @Post()
  @HttpCode(201)
  async change(@Command() command: CommandContext, @ZodBody(ChangePolicy) body: z.infer<typeof ChangePolicy>) {
    const role = requireAccess(command.caller, 'policy.change', taskForceRelation(command.caller, this.directory));
    const id = uuidFrom('policy', 'sla');
    const committed = await this.host.store.transact(command.cause(role), async (unit) => {
      await unit.decide(streamOf('policy', id), slaPolicies, { type: 'ChangeSlaPolicy', ...body });
    });
    command.shown(committed.hlc);
    return { id };
  }
}
