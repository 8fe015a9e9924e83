import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import type { Caller } from '@satualur/access/access';
import { requireAccess } from '@satualur/access/table';
import { DecisionMakingOrg, OrgType } from '@satualur/contracts/codes/htcds';
import { AreaCode, agencyKeyOf, streamOf } from '@satualur/contracts/ids';
import type { DirectoryView } from '@satualur/contracts/views';
import { Directory } from '@satualur/service-host/directory';
import { Command, type CommandContext } from '@satualur/service-host/idempotency';
import { CallerOf, ZodBody } from '@satualur/service-host/request';
import { uuidFrom } from '@satualur/service-host/secrets';
import { z } from 'zod';
import { agency } from '../domain/agency';
import { RegistryHost } from '../registry-host';
import { taskForceRelation } from './task-force-relation';

const RegisterAgency = z.object({
  code: z
    .string()
    .min(2)
    .max(31)
    .regex(/^[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9]+)*$/),
  name: z
    .string()
    .min(1)
    .max(200)
    .regex(/^[^\p{Cc}]*$/u),
  orgType: OrgType,
  decisionMakingOrg: DecisionMakingOrg,
  area: AreaCode,
  onPlatform: z.boolean(),
});

@Controller()
export class AgencyController {
  constructor(
    private readonly host: RegistryHost,
    private readonly directory: Directory,
  ) {}

  /** Registers an agency; its store, topics and keys follow by themselves. */
  @Post('agencies')
  @HttpCode(201)
  async register(@Command() command: CommandContext, @ZodBody(RegisterAgency) body: z.infer<typeof RegisterAgency>) {
    const role = requireAccess(command.caller, 'agency.register', taskForceRelation(command.caller, this.directory));
    const key = agencyKeyOf(body.code);
    const id = uuidFrom('agency', key);
    const committed = await this.host.store.transact(command.cause(role), async (unit) => {
      await unit.decide(streamOf('agency', id), agency, { type: 'RegisterAgency', key, ...body });
    });
    command.shown(committed.hlc);
    return { id, key };
  }

  /** The directory as this process knows it: agencies, and whether each can be written to yet. */
  @Get('agencies')
  list(@CallerOf() caller: Caller): DirectoryView {
    requireAccess(caller, 'directory.read', 'none');
    const agencies = this.directory.all().map(({ key, code, name, area, onPlatform, publicKeys }) => ({
      key,
      code,
      name,
      area,
      onPlatform,
      ready: publicKeys !== undefined,
    }));
    return { agencies };
  }
}
