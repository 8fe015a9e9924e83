import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Public } from './caller.guard';
import { HealthProbes } from './health';

@Public()
@Controller('health')
export class HealthController {
  constructor(private readonly probes: HealthProbes) {}

  /** This process runs. */
  @Get('live')
  live(): object {
    return { status: 'live' };
  }

  /** This process can do its work: 200, else 503, with each probe by name. */
  @Get('ready')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<object> {
    const { ready, probes } = await this.probes.check();
    reply.code(ready ? 200 : 503);
    return { status: ready ? 'ready' : 'not-ready', probes };
  }
}
