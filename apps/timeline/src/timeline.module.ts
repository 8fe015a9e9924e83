import { Module } from '@nestjs/common';
import type { Clock } from '@satualur/event-store/clock';
import { StreamsModule } from '@satualur/service-host/streams.module';
import { CLOCK } from '@satualur/service-host/tokens';
import { RebuildController } from './http/rebuild.controller';
import { TimelineController } from './http/timeline.controller';
import { TimelineHost } from './timeline-host';
import { TimelineReader } from './timeline.reader';

@Module({
  imports: [StreamsModule],
  controllers: [TimelineController, RebuildController],
  providers: [
    TimelineHost,
    {
      provide: TimelineReader,
      inject: [TimelineHost, CLOCK],
      useFactory: ({ projector }: TimelineHost, clock: Clock) => new TimelineReader(projector, clock),
    },
  ],
})
export class TimelineModule {}
