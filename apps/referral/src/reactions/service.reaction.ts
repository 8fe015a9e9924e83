import { type Uuid, uuidOfStream } from '@satualur/contracts/ids';
import type { EpisodeEvent } from '@satualur/contracts/victim-services/events';
import { instantNow } from '@satualur/event-store/clock';
import type { OpenAgency } from '@satualur/service-host/agency-side';
import type { CommandReaction, Heard } from '@satualur/service-host/reactions';
import { decideIn } from '../both-halves';
import type { ReferralInCommand } from '../domain/referral-in';

function commandOf(event: EpisodeEvent, { subject, time: at, hlc }: Heard['envelope']): ReferralInCommand | undefined {
  const noted = { episode: uuidOfStream(subject) as Uuid, at, hlc };
  switch (event.type) {
    case 'ServiceStarted': {
      const { evidence } = event.data;
      return { type: 'NoteServiceStarted', ...noted, ...(evidence !== undefined && { evidence }) };
    }
    case 'ServiceCompleted': {
      const { outcome, evidence } = event.data;
      return { type: 'NoteServiceCompleted', ...noted, outcome, ...(evidence !== undefined && { evidence }) };
    }
    case 'ServiceDiscontinued': {
      const { reason, evidence } = event.data;
      return { type: 'NoteServiceDiscontinued', ...noted, reason, ...(evidence !== undefined && { evidence }) };
    }
    default:
      return undefined;
  }
}

/** The own agency started, completed or broke off the service asked for: the recipient's half follows. */
export const serviceMoved: CommandReaction<OpenAgency> = {
  name: 'service-moved',
  from: 'own-log',
  on: ['ServiceStarted', 'ServiceCompleted', 'ServiceDiscontinued'],
  async react({ event, envelope }, unit, { clock }) {
    const episode = event as EpisodeEvent;
    const command = commandOf(episode, envelope);
    if (command) await decideIn(unit, episode.data.referral, command, instantNow(clock));
  },
};
