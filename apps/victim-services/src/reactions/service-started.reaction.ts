import { AgencyKey, streamOf, uuidOfStream } from '@satualur/contracts/ids';
import type { EpisodeEvent } from '@satualur/contracts/victim-services/events';
import type { OpenAgency } from '@satualur/service-host/agency-side';
import type { CommandReaction } from '@satualur/service-host/reactions';
import { nextDue, serviceApplication } from '../domain/service-application';

/** Another agency started the service applied for: the clock stops at the first start of the whole chain. */
export const serviceStarted: CommandReaction<OpenAgency> = {
  name: 'service-started',
  from: 'inbox',
  on: ['ServiceStarted'],
  async react({ event, envelope, log }, unit) {
    const { type, data } = event as EpisodeEvent;
    if (type !== 'ServiceStarted' || !data.application) return;
    const stream = streamOf('application', data.application);
    await unit.decide(stream, serviceApplication, {
      type: 'NoteServiceStarted',
      referral: data.referral,
      episode: uuidOfStream(envelope.subject),
      startedAt: envelope.time,
      provider: AgencyKey.parse(log),
    });
    unit.due(stream, nextDue(await unit.load(stream, serviceApplication)));
  },
};
