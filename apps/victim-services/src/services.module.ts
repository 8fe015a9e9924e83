import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { AgencySideModule } from '@satualur/service-host/agency-side.module';
import { ApplicationController } from './http/application.controller';
import { EpisodeController } from './http/episode.controller';
import { serviceStarted } from './reactions/service-started.reaction';
import { ApplyHandler, CompleteHandler, StartHandler } from './services.handler';
import { fireApplication } from './services.timers';

@Module({
  imports: [
    CqrsModule.forRoot(),
    AgencySideModule.forRoot({ service: 'victim-services', reactions: [serviceStarted], fire: fireApplication }),
  ],
  controllers: [ApplicationController, EpisodeController],
  providers: [ApplyHandler, StartHandler, CompleteHandler],
})
export class VictimServicesModule {}
