import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Caller } from '@satualur/access/access';
import { requireAccess } from '@satualur/access/table';
import type { Hlc } from '@satualur/contracts/hlc';
import { Instant, Ref, streamOf, Uuid, uuidOfStream } from '@satualur/contracts/ids';
import { Assertions } from '@satualur/contracts/intake/events';
import { plainForm } from '@satualur/contracts/sealed';
import { AgencyHost } from '@satualur/service-host/agency-host';
import { Command, type CommandContext } from '@satualur/service-host/idempotency';
import { notFound } from '@satualur/service-host/problem';
import { CallerOf, PathUuid, Shown, ZodBody } from '@satualur/service-host/request';
import { z } from 'zod';
import { HandleRegisterRecord } from '../record.handler';
import { recordView } from './record.view';

const RegisterRecord = z.object({
  ref: Ref,
  /** When the agency recorded it; default now. */
  recordedAt: Instant.optional(),
  viaReferral: Uuid.optional(),
  caseRef: Ref.optional(),
  evidenceHash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  assertions: plainForm(Assertions),
});

@Controller('records')
export class RecordController {
  constructor(
    private readonly commands: CommandBus,
    private readonly host: AgencyHost,
  ) {}

  /** Registers what the caller's agency asserts of one person. */
  @Post()
  @HttpCode(201)
  async register(@Command() command: CommandContext, @ZodBody(RegisterRecord) body: z.infer<typeof RegisterRecord>) {
    const { caller } = command;
    const role = requireAccess(caller, 'record.register', 'own');
    const { recordedAt, ...record } = body;
    const cause = command.cause(role, recordedAt);
    const committed = await this.commands.execute(new HandleRegisterRecord(caller.agency, record, cause));
    command.shown(committed.hlc);
    const [first] = committed.events;
    return { id: uuidOfStream(first!.stream), ref: body.ref, caseid: first!.envelope.caseid, version: first!.version };
  }

  /** The record as its owner holds it, opened with the owner's vault. */
  @Get(':id')
  async read(@CallerOf() caller: Caller, @PathUuid('id') id: Uuid, @Shown() shown: (hlc: Hlc) => void) {
    requireAccess(caller, 'record.read', 'own');
    const agency = this.host.agency(caller.agency);
    const events = await agency.store.read(streamOf('record', id));
    if (events.length === 0) throw notFound();
    shown(events.at(-1)!.hlc);
    return recordView(agency, id, events);
  }
}
