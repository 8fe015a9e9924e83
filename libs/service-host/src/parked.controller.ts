import { Controller, Get, Post } from '@nestjs/common';
import type { Caller } from '@satualur/access/access';
import { requireAccess } from '@satualur/access/table';
import type { Parked } from '@satualur/messaging/parking';
import { z } from 'zod';
import { AgencyHost } from './agency-host';
import { Answers } from './answers';
import { Command, type CommandContext } from './idempotency';
import { CallerOf, ZodBody } from './request';

const SHOWN = 100;

/** What a person needs to know of a parked record; its bytes stay in the database. */
const lineOf = ({ topic, offset, reason, state, log, seq, firstSeen }: Parked) => ({
  ...{ topic, offset, reason, state, firstSeen: firstSeen.toISOString() },
  ...(log !== undefined && { log }),
  ...(seq !== undefined && { seq }),
});

const Line = z.object({
  topic: z.string(),
  offset: z.string(),
  reason: z.string(),
  state: z.enum(['parked', 'held', 'redriven']),
  firstSeen: z.string(),
  log: z.string().optional(),
  seq: z.int().optional(),
});

/** Records of the caller's agency that this service could not take, and taking them again after a fix. */
@Controller('parked')
export class ParkedController {
  constructor(private readonly host: AgencyHost) {}

  /** The newest hundred of each reader. */
  @Get()
  @Answers(200, z.object({ parked: z.array(Line) }))
  async list(@CallerOf() caller: Caller) {
    requireAccess(caller, 'parked.read', 'own');
    const { parkingOf } = this.host.agency(caller.agency);
    const lists = await Promise.all(['own-log', 'inbox', 'grants'].map((reader) => parkingOf(reader).list(SHOWN)));
    return { parked: lists.flat().map(lineOf) };
  }

  /** Applies what is parked, in order; what cannot be applied yet stays parked. Can be repeated. */
  @Post('redrive')
  @Answers(200, z.object({ applied: z.int().min(0) }))
  async redrive(@Command() { caller }: CommandContext, @ZodBody(z.object({})) _body: object) {
    requireAccess(caller, 'parked.redrive', 'own');
    return { applied: await this.host.redrive(caller.agency) };
  }
}
