import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Cause } from '@satualur/contracts/event';
import { type AgencyKey, streamOf, type Uuid } from '@satualur/contracts/ids';
import type { Committed } from '@satualur/event-store/store';
import { AgencyHost } from '@satualur/service-host/agency-host';
import type { Ids } from '@satualur/service-host/host-module';
import { IDS } from '@satualur/service-host/tokens';
import { recordFacts } from './domain/record-facts';
import { referralFacts } from './domain/referral-facts';
import { type ApplyForServices, nextDue, serviceApplication } from './domain/service-application';
import { type EpisodeCommand, serviceEpisode } from './domain/service-episode';

export type NewApplication = Pick<ApplyForServices, 'ref' | 'record' | 'service' | 'requestedAt'>;

export class HandleApply extends Command<Committed> {
  constructor(
    readonly agency: AgencyKey,
    readonly application: NewApplication,
    readonly cause: Cause,
  ) {
    super();
  }
}

@CommandHandler(HandleApply)
export class ApplyHandler implements ICommandHandler<HandleApply> {
  constructor(
    private readonly host: AgencyHost,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  execute({ agency: key, application, cause }: HandleApply): Promise<Committed> {
    const { store, directory } = this.host.agency(key);
    const inForce = directory.policyAt(application.requestedAt);
    if (!inForce) throw new Error('no policy is in force');
    const stream = streamOf('application', this.ids.uuid());
    return store.transact(cause, async (unit) => {
      const facts = { record: await unit.check(streamOf('record', application.record), recordFacts), policy: inForce.policy };
      await unit.decide(stream, serviceApplication, { type: 'ApplyForServices', at: cause.at, ...application, facts });
      unit.claim('application', application.ref, stream);
      unit.due(stream, nextDue(await unit.load(stream, serviceApplication)));
    });
  }
}

export class HandleStart extends Command<Committed> {
  constructor(
    readonly agency: AgencyKey,
    readonly referral: Uuid,
    readonly cause: Cause,
  ) {
    super();
  }
}

@CommandHandler(HandleStart)
export class StartHandler implements ICommandHandler<HandleStart> {
  constructor(
    private readonly host: AgencyHost,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  execute({ agency: self, referral, cause }: HandleStart): Promise<Committed> {
    const stream = streamOf('episode', this.ids.uuid());
    return this.host.agency(self).store.transact(cause, async (unit) => {
      const facts = await unit.peek(streamOf('referralin', referral), referralFacts);
      await unit.decide(stream, serviceEpisode, { type: 'StartService', self, referral, facts });
      unit.claim('episode-of-referral', referral, stream);
    });
  }
}

type Outcome = Extract<EpisodeCommand, { type: 'CompleteService' }>['outcome'];

export class HandleComplete extends Command<Committed> {
  constructor(
    readonly agency: AgencyKey,
    readonly episode: Uuid,
    readonly outcome: Outcome,
    readonly cause: Cause,
  ) {
    super();
  }
}

@CommandHandler(HandleComplete)
export class CompleteHandler implements ICommandHandler<HandleComplete> {
  constructor(private readonly host: AgencyHost) {}

  execute({ agency, episode, outcome, cause }: HandleComplete): Promise<Committed> {
    return this.host.agency(agency).store.transact(cause, async (unit) => {
      await unit.decide(streamOf('episode', episode), serviceEpisode, { type: 'CompleteService', outcome });
    });
  }
}
