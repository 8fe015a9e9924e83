import { Controller, Get, Post } from '@nestjs/common';
import type { Caller } from '@satualur/access/access';
import { requireAccess } from '@satualur/access/table';
import { DecisionMakingOrg, OrgType } from '@satualur/contracts/codes/htcds';
import { ServiceCategory } from '@satualur/contracts/codes/services';
import { AreaCode, agencyKeyOf, Instant, type StreamId, streamOf, Uuid, uuidOfStream } from '@satualur/contracts/ids';
import { DirectoryView } from '@satualur/contracts/views';
import type { StoredEvent, Unit } from '@satualur/event-store/store';
import { Answers, Done } from '@satualur/service-host/answers';
import { Directory } from '@satualur/service-host/directory';
import { Command, type CommandContext } from '@satualur/service-host/idempotency';
import { CallerOf, PathUuid, ZodBody } from '@satualur/service-host/request';
import { uuidFrom } from '@satualur/service-host/secrets';
import { z } from 'zod';
import { type Agency, agency, type AgencyCommand, type AgencyEvent, bears } from '../domain/agency';
import { RegistryHost } from '../registry-host';
import { Registered } from './registry.answers';
import { taskForceRelation } from './task-force-relation';

const Named = z.object({
  /** As the agency writes it: any printable characters, spaces only within. */
  code: z
    .string()
    .max(64)
    .regex(/^[^\s\p{C}](?:[^\p{C}]*[^\s\p{C}])?$/u),
  name: z
    .string()
    .min(1)
    .max(200)
    .regex(/^[^\p{Cc}]*$/u),
});
const RegisterAgency = Named.extend({
  orgType: OrgType,
  decisionMakingOrg: DecisionMakingOrg,
  area: AreaCode,
  onPlatform: z.boolean(),
});
const RenameAgency = Named.extend({ validFrom: Instant.optional() });
const LeavePlatform = z.object({ leftAt: Instant.optional() });
const ListServices = z.object({ services: z.array(ServiceCategory).max(9) });

const agencyStream = (code: string, earlier: number): StreamId =>
  streamOf('agency', uuidFrom('agency', agencyKeyOf(code, earlier)));

/** How many agencies were registered under a code, and bear it no more. */
async function earlierBearers(unit: Unit, code: string): Promise<number> {
  for (let earlier = 0; ; earlier++) {
    const state = await unit.peek(agencyStream(code, earlier), agency);
    if (state.key === undefined || bears(state, code)) return earlier;
  }
}

/** A code is one agency's at a time: given up with a new one and on leaving, it is free for another. */
function moveCode(unit: Unit, stream: StreamId, before: Agency, after: Agency): void {
  const [old, taken] = [before, after].map((state) =>
    state.code !== undefined && bears(state, state.code) ? state.code : undefined,
  );
  if (old === taken) return;
  if (old !== undefined) unit.release('agency-code', old);
  if (taken !== undefined) unit.claim('agency-code', taken, stream);
}

@Controller()
export class AgencyController {
  constructor(
    private readonly host: RegistryHost,
    private readonly directory: Directory,
  ) {}

  /** Registers an agency; its store, topics and keys follow by themselves. */
  @Post('agencies')
  @Answers(201, Registered)
  async register(@Command() command: CommandContext, @ZodBody(RegisterAgency) body: z.infer<typeof RegisterAgency>) {
    const role = requireAccess(command.caller, 'agency.register', taskForceRelation(command.caller, this.directory));
    const committed = await this.host.store.transact(command.cause(role), async (unit) => {
      const earlier = await earlierBearers(unit, body.code);
      const stream = agencyStream(body.code, earlier);
      await unit.decide(stream, agency, { type: 'RegisterAgency', earlier, ...body });
      unit.claim('agency-code', body.code, stream);
    });
    command.shown(committed.hlc);
    const { stream, event } = committed.events[0] as StoredEvent<Extract<AgencyEvent, { type: 'AgencyRegistered' }>>;
    return { id: uuidOfStream(stream), key: event.data.key };
  }

  /** Gives an agency another code and name; its key, its records and its statistics stay whole. */
  @Post('agencies/:id/rename')
  @Answers(200, Done)
  rename(
    @Command() command: CommandContext,
    @PathUuid('id') id: Uuid,
    @ZodBody(RenameAgency) { code, name, validFrom }: z.infer<typeof RenameAgency>,
  ) {
    return this.change(command, id, (at) => ({ type: 'RenameAgency', at, code, name, validFrom }));
  }

  /** From then on the agency writes nothing and may be sent nothing; its records stay counted. */
  @Post('agencies/:id/leave')
  @Answers(200, Done)
  leave(
    @Command() command: CommandContext,
    @PathUuid('id') id: Uuid,
    @ZodBody(LeavePlatform) { leftAt }: z.infer<typeof LeavePlatform>,
  ) {
    return this.change(command, id, (at) => ({ type: 'LeavePlatform', at, leftAt }));
  }

  /** The services it offers; one that lists nothing may be asked for any. */
  @Post('agencies/:id/services')
  @Answers(200, Done)
  services(
    @Command() command: CommandContext,
    @PathUuid('id') id: Uuid,
    @ZodBody(ListServices) { services }: z.infer<typeof ListServices>,
  ) {
    return this.change(command, id, () => ({ type: 'ListServices', services }));
  }

  private async change(command: CommandContext, id: Uuid, decide: (at: Instant) => AgencyCommand) {
    const cause = command.cause(
      requireAccess(command.caller, 'agency.change', taskForceRelation(command.caller, this.directory)),
    );
    const stream = streamOf('agency', id);
    const committed = await this.host.store.transact(cause, async (unit) => {
      const before = await unit.load(stream, agency);
      const events = await unit.decide(stream, agency, decide(cause.at));
      moveCode(unit, stream, before, events.reduce(agency.evolve, before));
    });
    command.shown(committed.hlc);
    return { id, version: committed.events.at(-1)?.version };
  }

  /** The directory as this process knows it: agencies, and whether each can be written to yet. */
  @Get('agencies')
  @Answers(200, DirectoryView)
  list(@CallerOf() caller: Caller): DirectoryView {
    requireAccess(caller, 'directory.read', 'none');
    const agencies = this.directory
      .all()
      .map(({ key, code, name, area, onPlatform, publicKeys, formerCodes, leftAt, services }) => ({
        ...{ key, code, name, area, onPlatform, ready: publicKeys !== undefined },
        formerCodes: formerCodes.map((former) => ({ ...former })),
        ...(leftAt && { leftAt }),
        ...(services && { services: [...services] }),
      }));
    return { agencies };
  }
}
