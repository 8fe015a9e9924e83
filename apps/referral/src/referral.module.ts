import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { noticeTable } from '@satualur/notices/notice-rows';
import { NoticesModule } from '@satualur/notices/notices.module';
import { AgencySideModule } from '@satualur/service-host/agency-side.module';
import { LetterController } from './http/letter.controller';
import { ListsController } from './http/lists.controller';
import { ReferralController } from './http/referral.controller';
import { SendingController } from './http/sending.controller';
import { DraftHandler, ReferralHandler } from './referral.handler';
import { referralReactions } from './referral.reactions';
import { fireReferral } from './referral.timers';
import { ReferralRows1764115200000 } from './rows/referral-rows.migration';
import { BatchHandler, SendDraftHandler, SendHandler } from './sending.handler';

@Module({
  imports: [
    CqrsModule.forRoot(),
    AgencySideModule.forRoot({
      service: 'referral',
      reactions: referralReactions,
      migrations: [ReferralRows1764115200000, noticeTable('referral')],
      fire: fireReferral,
    }),
    NoticesModule.forRoot('referral'),
  ],
  controllers: [SendingController, ReferralController, ListsController, LetterController],
  providers: [SendHandler, SendDraftHandler, BatchHandler, DraftHandler, ReferralHandler],
})
export class ReferralModule {}
