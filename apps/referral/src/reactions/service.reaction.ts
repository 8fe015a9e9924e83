import { streamOf } from '@satualur/contracts/ids';
import type { EpisodeEvent } from '@satualur/contracts/victim-services/events';
import type { OpenAgency } from '@satualur/service-host/agency-side';
import type { CommandReaction } from '@satualur/service-host/reactions';
import { uuidOfStream } from '@satualur/contracts/ids';
import { referralIn } from '../domain/referral-in';

const commands = { ServiceStarted: 'NoteServiceStarted', ServiceCompleted: 'NoteServiceCompleted' } as const;

/** The own agency started or completed the service asked for: the recipient's half follows. */
export const serviceMoved: CommandReaction<OpenAgency> = {
  name: 'service-moved',
  from: 'own-log',
  on: ['ServiceStarted', 'ServiceCompleted'],
  async react({ event, envelope }, unit) {
    const { type, data } = event as EpisodeEvent;
    const command = { type: commands[type], episode: uuidOfStream(envelope.subject), at: envelope.time, hlc: envelope.hlc };
    await unit.decide(streamOf('referralin', data.referral), referralIn, command);
  },
};
