import { Module } from '@nestjs/common';
import { StreamsModule } from '@satualur/service-host/streams.module';
import { AgencyController } from './http/agency.controller';
import { ListsController } from './http/lists.controller';
import { PolicyController } from './http/policy.controller';
import { TaskForceController } from './http/task-force.controller';
import { RegistryHost } from './registry-host';

@Module({
  imports: [StreamsModule],
  controllers: [AgencyController, TaskForceController, PolicyController, ListsController],
  providers: [RegistryHost],
})
export class RegistryModule {}
