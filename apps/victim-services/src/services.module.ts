import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { noticeTable } from '@satualur/notices/notice-rows';
import { NoticesModule } from '@satualur/notices/notices.module';
import { AgencySideModule } from '@satualur/service-host/agency-side.module';
import { ServicesCommands } from './http/services.commands';
import { servicesRoutes } from './http/services.routes';
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
  controllers: servicesRoutes,
  providers: [ServicesHandler, ServicesCommands],
})
export class VictimServicesModule {}
