import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { noticeTable } from '@satualur/notices/notice-rows';
import { NoticesModule } from '@satualur/notices/notices.module';
import { AgencySideModule } from '@satualur/service-host/agency-side.module';
import { grantsAwaited, GrantsReader } from './grants-reader';
import { CarryOut } from './http/carry-out';
import { CaseController } from './http/case.controller';
import { ConsentController } from './http/consent.controller';
import { GroundsController } from './http/grounds.controller';
import { HistoriesController } from './http/histories.controller';
import { ExportController } from './http/export.controller';
import { ListsController } from './http/lists.controller';
import { RecordActsController } from './http/record-acts.controller';
import { RecordController } from './http/record.controller';
import { RightsController } from './http/rights.controller';
import { IntakeHandler } from './intake.handler';
import { intakeReactions } from './intake.reactions';
import { fireIntake } from './intake.timers';
import { IntakeRows1764115300000 } from './rows/intake-rows.migration';

@Module({
  imports: [
    CqrsModule.forRoot(),
    AgencySideModule.forRoot({
      service: 'intake',
      reactions: intakeReactions,
      migrations: [IntakeRows1764115300000, noticeTable('intake')],
      fire: fireIntake,
      topics: (agency) => [new GrantsReader(agency)],
      awaited: grantsAwaited,
    }),
    NoticesModule.forRoot('intake'),
  ],
  controllers: [
    ExportController,
    ListsController,
    GroundsController,
    HistoriesController,
    RecordController,
    RecordActsController,
    CaseController,
    ConsentController,
    RightsController,
  ],
  providers: [IntakeHandler, CarryOut],
})
export class IntakeModule {}
