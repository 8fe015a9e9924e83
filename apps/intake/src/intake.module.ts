import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { AgencySideModule } from '@satualur/service-host/agency-side.module';
import { GrantsReader } from './grants-reader';
import { RecordController } from './http/record.controller';
import { fireKeyGrant } from './intake.timers';
import { keysAnnounced, keysGranted, keysRequested } from './reactions/keys-granted.reaction';
import { RegisterRecordHandler } from './record.handler';

@Module({
  imports: [
    CqrsModule.forRoot(),
    AgencySideModule.forRoot({
      service: 'intake',
      reactions: [keysGranted, keysAnnounced, keysRequested],
      fire: fireKeyGrant,
      topics: (agency) => [new GrantsReader(agency)],
    }),
  ],
  controllers: [RecordController],
  providers: [RegisterRecordHandler],
})
export class IntakeModule {}
