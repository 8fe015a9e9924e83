import { Controller, Post } from '@nestjs/common';
import { EvidenceRef, Narrative } from '@satualur/contracts/codes/casework';
import { Instant, streamOf, Uuid } from '@satualur/contracts/ids';
import { episodeEvents } from '@satualur/contracts/victim-services/events';
import type { Unit } from '@satualur/event-store/store';
import { Answers, Done } from '@satualur/service-host/answers';
import { Command, type CommandContext } from '@satualur/service-host/idempotency';
import { PathUuid, ZodBody } from '@satualur/service-host/request';
import { z } from 'zod';
import { type ReferralFacts, referralFacts } from '../domain/referral-facts';
import { serviceEpisode } from '../domain/service-episode';
import { checkRecord } from '../services.handler';
import { Started } from './services.answers';
import { ServicesCommands } from './services.commands';

export const episodes = { category: 'episode', decider: serviceEpisode };

const proxy = { proxied: z.literal(true).optional(), evidence: EvidenceRef.optional() };
const Start = z.object({ referral: Uuid, ...proxy });
const Session = z.object({
  heldAt: Instant,
  minutes: z.int().min(1).max(1440).optional(),
  /** The agency's own record of the person, whose keys seal the notes. */
  record: Uuid.optional(),
  notes: Narrative.optional(),
});
const Pause = z.object({ reason: episodeEvents.ServicePaused.shape.reason });
const Resume = z.object({});
export const Complete = z.object({ outcome: episodeEvents.ServiceCompleted.shape.outcome.optional(), ...proxy });
const Discontinue = z.object({ reason: episodeEvents.ServiceDiscontinued.shape.reason, ...proxy });

/** The referral that an episode answers; of an episode that is not there, nothing. */
async function askedOf(unit: Unit, episode: Uuid): Promise<{ readonly asked: ReferralFacts }> {
  const { referral } = await unit.load(streamOf('episode', episode), serviceEpisode);
  return { asked: referral ? await unit.peek(streamOf('referralin', referral), referralFacts) : referralFacts.initialState };
}

@Controller('episodes')
export class EpisodeController {
  constructor(private readonly commands: ServicesCommands) {}

  /** Starts the service that an accepted referral asks for; for a provider off the platform its referrer states the start. */
  @Post()
  @Answers(201, Started)
  async start(@Command() command: CommandContext, @ZodBody(Start) body: z.infer<typeof Start>) {
    const done = await this.commands.of(episodes).open(
      command,
      'service.start',
      async (unit) => ({
        ...{ type: 'StartService', self: command.caller.agency, ...body },
        facts: await unit.peek(streamOf('referralin', body.referral), referralFacts),
      }),
      body.referral,
    );
    return { ...done, referral: body.referral };
  }

  @Post(':id/session')
  @Answers(200, Done)
  session(@Command() command: CommandContext, @PathUuid('id') id: Uuid, @ZodBody(Session) body: z.infer<typeof Session>) {
    const { record, notes, ...session } = body;
    const decide = async (unit: Unit) => {
      const facts = record && (await checkRecord(unit, record));
      return { type: 'RecordSession' as const, ...session, facts, notes, ...(await askedOf(unit, id)) };
    };
    return this.commands.of(episodes).to(id, command, 'service.record', decide, { heldAt: session.heldAt });
  }

  @Post(':id/pause')
  @Answers(200, Done)
  pause(@Command() command: CommandContext, @PathUuid('id') id: Uuid, @ZodBody(Pause) body: z.infer<typeof Pause>) {
    return this.commands.of(episodes).to(id, command, 'service.record', async (unit) => ({
      ...{ type: 'PauseService', ...body },
      ...(await askedOf(unit, id)),
    }));
  }

  @Post(':id/resume')
  @Answers(200, Done)
  resume(@Command() command: CommandContext, @PathUuid('id') id: Uuid, @ZodBody(Resume) _body: object) {
    return this.commands.of(episodes).to(id, command, 'service.record', async (unit) => ({
      ...{ type: 'ResumeService' },
      ...(await askedOf(unit, id)),
    }));
  }

  @Post(':id/complete')
  @Answers(200, Done)
  complete(@Command() command: CommandContext, @PathUuid('id') id: Uuid, @ZodBody(Complete) body: z.infer<typeof Complete>) {
    const { outcome = 'NotStated', ...proxied } = body;
    return this.commands.of(episodes).to(id, command, 'service.complete', async (unit) => ({
      ...{ type: 'CompleteService', outcome, ...proxied },
      ...(await askedOf(unit, id)),
    }));
  }

  @Post(':id/discontinue')
  @Answers(200, Done)
  discontinue(
    @Command() command: CommandContext,
    @PathUuid('id') id: Uuid,
    @ZodBody(Discontinue) body: z.infer<typeof Discontinue>,
  ) {
    return this.commands.of(episodes).to(id, command, 'service.complete', () => ({ type: 'DiscontinueService', ...body }));
  }
}
