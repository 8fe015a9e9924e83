import { Controller, Post } from '@nestjs/common';
import { Answers } from '@satualur/service-host/answers';
import { Command, type CommandContext } from '@satualur/service-host/idempotency';
import { ZodBody } from '@satualur/service-host/request';
import { z } from 'zod';
import { TimelineHost } from '../timeline-host';
import { TimelineReader } from '../timeline.reader';
import { Rebuilt } from './timeline.answers';

@Controller('digest')
export class RebuildController {
  constructor(
    private readonly host: TimelineHost,
    private readonly reader: TimelineReader,
  ) {}

  /** Builds the projection anew from Kafka beside the live one and swaps: the digest before and after. */
  @Post('verify')
  @Answers(200, Rebuilt)
  async verify(@Command() { caller }: CommandContext, @ZodBody(z.object({})) _body: object) {
    const live = await this.reader.digest(caller);
    await this.host.rebuild();
    return { live, rebuilt: await this.reader.digest(caller) };
  }
}
