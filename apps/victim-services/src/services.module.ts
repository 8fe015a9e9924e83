import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { noticeTable } from '@satualur/notices/notice-rows';
import { NoticesModule } from '@satualur/notices/notices.module';
import { AgencySideModule } from '@satualur/service-host/agency-side.module';
import { ApplicationController } from './http/application.controller';
import { EpisodeController } from './http/episode.controller';
import { HistoriesController } from './http/histories.controller';
import { ListsController } from './http/lists.controller';
import { PlanController } from './http/plan.controller';
import { ProcessController } from './http/process.controller';
import { RestitutionController } from './http/restitution.controller';
import { ReferralServiceController } from './http/referral-service.controller';
import { ReturnController } from './http/return.controller';
import { ServicesCommands } from './http/services.commands';
import { ShelterController } from './http/shelter.controller';
import { ServicesRows1764115400000 } from './rows/services-rows.migration';
import { ServicesHandler } from './services.handler';
import { servicesReactions } from './services.reactions';
import { fireServices } from './services.timers';

@Module({
  imports: [
    CqrsModule.forRoot(),
    AgencySideModule.forRoot({
      service: 'victim-services',
      reactions: servicesReactions,
      migrations: [ServicesRows1764115400000, noticeTable('victim-services')],
      fire: fireServices,
    }),
    NoticesModule.forRoot('victim-services'),
  ],
  controllers: [
    ListsController,
    HistoriesController,
    ApplicationController,
    EpisodeController,
    ReferralServiceController,
    PlanController,
    ShelterController,
    ReturnController,
    ProcessController,
    RestitutionController,
  ],
  providers: [ServicesHandler, ServicesCommands],
})
export class VictimServicesModule {}
