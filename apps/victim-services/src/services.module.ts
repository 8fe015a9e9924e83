import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { AgencySideModule } from '@satualur/service-host/agency-side.module';
import { ApplicationController } from './http/application.controller';
import { EpisodeController } from './http/episode.controller';
import { PlanController } from './http/plan.controller';
import { ProcessController } from './http/process.controller';
import { RestitutionController } from './http/restitution.controller';
import { ReturnController } from './http/return.controller';
import { ServicesCommands } from './http/services.commands';
import { ShelterController } from './http/shelter.controller';
import {
  referralEndedHere,
  referralEndedThere,
  referredAgain,
  serviceStarted,
  serviceStartedByProxy,
} from './reactions/application.reactions';
import { ServicesHandler } from './services.handler';
import { fireServices } from './services.timers';

@Module({
  imports: [
    CqrsModule.forRoot(),
    AgencySideModule.forRoot({
      service: 'victim-services',
      reactions: [serviceStarted, serviceStartedByProxy, referredAgain, referralEndedHere, referralEndedThere],
      fire: fireServices,
    }),
  ],
  controllers: [
    ApplicationController,
    EpisodeController,
    PlanController,
    ShelterController,
    ReturnController,
    ProcessController,
    RestitutionController,
  ],
  providers: [ServicesHandler, ServicesCommands],
})
export class VictimServicesModule {}
