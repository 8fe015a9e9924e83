import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { AgencySideModule } from '@satualur/service-host/agency-side.module';
import { ReferralController } from './http/referral.controller';
import { recipientAnswered, senderActed } from './reactions/other-half.reactions';
import { serviceMoved } from './reactions/service.reaction';
import { ReferralHandler, SendHandler } from './referral.handler';
import { fireReferral } from './referral.timers';

@Module({
  imports: [
    CqrsModule.forRoot(),
    AgencySideModule.forRoot({
      service: 'referral',
      reactions: [senderActed, recipientAnswered, serviceMoved],
      fire: fireReferral,
    }),
  ],
  controllers: [ReferralController],
  providers: [SendHandler, ReferralHandler],
})
export class ReferralModule {}
