import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Answers } from './answers';
import { Public } from './caller.guard';
import { HealthProbes } from './health';

const Probed = z.object({ ok: z.boolean(), figures: z.record(z.string(), z.number()).optional() });
const Ready = z.object({ status: z.enum(['ready', 'not-ready']), probes: z.record(z.string(), Probed) });

@Public()
@Controller('health')
export class HealthController {
  constructor(private readonly probes: HealthProbes) {}

  /** This process runs. */
  @Get('live')
  @Answers(200, z.object({ status: z.literal('live') }))
  live(): object {
    return { status: 'live' };
  }

  /** This process can do its work: 200, else 503, with each probe by name. */
  @Get('ready')
  @Answers(200, Ready)
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<object> {
    const { ready, probes } = await this.probes.check();
    reply.code(ready ? 200 : 503);
    return { status: ready ? 'ready' : 'not-ready', probes };
  }
}
