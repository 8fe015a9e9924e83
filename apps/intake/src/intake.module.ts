import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { NoticesModule } from '@satualur/notices/notices.module';
import { AgencySideModule } from '@satualur/service-host/agency-side.module';
import { grantsAwaited, GrantsReader } from './grants-reader';
import { CarryOut } from './http/carry-out';
import { intakeRoutes } from './http/intake.routes';
import { IntakeHandler } from './intake.handler';
import { intakeReactions } from './intake.reactions';
import { fireIntake } from './intake.timers';
import { intakeTables } from './rows/intake-tables';

@Module({
  imports: [
    CqrsModule.forRoot(),
    AgencySideModule.forRoot({
      service: 'intake',
      reactions: intakeReactions,
      migrations: intakeTables,
      fire: fireIntake,
      topics: (agency) => [new GrantsReader(agency)],
      awaited: grantsAwaited,
    }),
    NoticesModule.forRoot('intake'),
  ],
  controllers: intakeRoutes,
  providers: [IntakeHandler, CarryOut],
})
export class IntakeModule {}
