import { Controller, Get, Inject, Post } from '@nestjs/common';
import type { Caller } from '@satualur/access/access';
import { requireAccess } from '@satualur/access/table';
import { AgencyKey, Instant, streamOf } from '@satualur/contracts/ids';
import { SlaPolicy } from '@satualur/contracts/registry/events';
import { afterCareOf, LimitName, limitOf } from '@satualur/contracts/registry/limits';
import { type Clock, instantNow } from '@satualur/event-store/clock';
import { Answers, Done } from '@satualur/service-host/answers';
import { Directory } from '@satualur/service-host/directory';
import { Command, type CommandContext } from '@satualur/service-host/idempotency';
import { CallerOf, ZodBody } from '@satualur/service-host/request';
import { uuidFrom } from '@satualur/service-host/secrets';
import { CLOCK } from '@satualur/service-host/tokens';
import { z } from 'zod';
import { slaPolicies } from '../domain/sla-policy';
import { RegistryHost } from '../registry-host';
import { Limits } from './registry.answers';
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
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post()
  @Answers(201, Done)
  async change(@Command() command: CommandContext, @ZodBody(ChangePolicy) body: z.infer<typeof ChangePolicy>) {
    const role = requireAccess(command.caller, 'policy.change', taskForceRelation(command.caller, this.directory));
    const id = uuidFrom('policy', 'sla');
    const committed = await this.host.store.transact(command.cause(role), async (unit) => {
      await unit.decide(streamOf('policy', id), slaPolicies, { type: 'ChangeSlaPolicy', ...body });
    });
    command.shown(committed.hlc);
    return { id };
  }

  /** The limits that hold now, each with its unit and its norm. */
  @Get()
  @Answers(200, Limits)
  inForce(@CallerOf() caller: Caller) {
    requireAccess(caller, 'directory.read', 'none');
    const policy = this.directory.policyAt(instantNow(this.clock));
    const limits = Object.fromEntries(LimitName.options.map((name) => [name, limitOf(name, policy)]));
    return { validFrom: policy?.validFrom ?? null, limits, afterCare: afterCareOf(policy) };
  }
}
