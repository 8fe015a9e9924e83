import { AgencyKey, streamOf, type Uuid, uuidOfStream } from '@satualur/contracts/ids';
import type { ReferralInEvent, ReferralOutEvent } from '@satualur/contracts/referral/events';
import type { EpisodeEvent } from '@satualur/contracts/victim-services/events';
import type { Fold } from '@satualur/decider/decider';
import { instantNow } from '@satualur/event-store/clock';
import type { Unit } from '@satualur/event-store/store';
import type { OpenAgency } from '@satualur/service-host/agency-side';
import type { CommandReaction, Heard } from '@satualur/service-host/reactions';
import { type ApplicationCommand, serviceApplication } from '../domain/service-application';
import { wakeForApplication } from '../services.watch';

/** Which application a referral of this agency serves, and to whom it went. */
const purpose: Fold<{ readonly application?: Uuid | undefined; readonly to?: AgencyKey }, ReferralOutEvent> = {
  initialState: {},
  evolve: (state, event) => (event.type === 'ReferralSent' ? { application: event.data.application, to: event.data.to } : state),
};

async function note(unit: Unit, { clock }: OpenAgency, application: Uuid, command: ApplicationCommand): Promise<void> {
  const stream = streamOf('application', application);
  await unit.decide(stream, serviceApplication, command);
  unit.due(stream, wakeForApplication(await unit.load(stream, serviceApplication), instantNow(clock)));
}

async function noteStart({ event, envelope, log }: Heard, unit: Unit, agency: OpenAgency): Promise<void> {
  const { type, data } = event as EpisodeEvent;
  if (type !== 'ServiceStarted' || !data.application) return;
  const sent = await unit.peek(streamOf('referralout', data.referral), purpose);
  const provider = data.provider ?? AgencyKey.parse(log);
  if (sent.application !== data.application || sent.to !== provider) return;
  await note(unit, agency, data.application, {
    ...{ type: 'NoteServiceStarted', referral: data.referral, episode: uuidOfStream(envelope.subject) },
    ...{ startedAt: envelope.time, provider },
  });
}

/** Another agency started the service applied for: the clock stops at the first start of the whole chain. */
export const serviceStarted: CommandReaction<OpenAgency> = {
  name: 'service-started',
  from: 'inbox',
  on: ['ServiceStarted'],
  react: noteStart,
};

/** The same, where this agency states the start for a provider off the platform. */
export const serviceStartedByProxy: CommandReaction<OpenAgency> = {
  name: 'service-started-by-proxy',
  from: 'own-log',
  on: ['ServiceStarted'],
  async react(heard, unit, agency) {
    if ((heard.event as Extract<EpisodeEvent, { type: 'ServiceStarted' }>).data.proxied) await noteStart(heard, unit, agency);
  },
};

/** Another referral of the chain went out: an application that was given up runs on. */
export const referredAgain: CommandReaction<OpenAgency> = {
  name: 'referred-again',
  from: 'own-log',
  on: ['ReferralSent'],
  async react({ event, envelope }, unit, agency) {
    const { data } = event as Extract<ReferralOutEvent, { type: 'ReferralSent' }>;
    if (data.application)
      await note(unit, agency, data.application, { type: 'NoteReferralSent', referral: uuidOfStream(envelope.subject) });
  },
};

type Ended = Extract<
  ReferralOutEvent | ReferralInEvent,
  { type: 'ReferralWithdrawn' | 'ReferralTerminatedBySender' | 'ReferralTerminatedByRecipient' }
>;

async function noteEnd({ event, envelope }: Heard, unit: Unit, agency: OpenAgency): Promise<void> {
  const referral = uuidOfStream(envelope.subject);
  const { application } = await unit.peek(streamOf('referralout', referral), purpose);
  if (!application) return;
  const { reason } = (event as Ended).data;
  const last = await agency.store.holder('last-referral', application);
  const lastSent = last ? uuidOfStream(last) : referral;
  await note(unit, agency, application, { type: 'NoteReferralEnded', referral, endedAt: envelope.time, reason, lastSent });
}

/** A referral of the chain ended by the sender, or by the sender's clerk for a recipient off the platform. */
export const referralEndedHere: CommandReaction<OpenAgency> = {
  name: 'referral-ended-here',
  from: 'own-log',
  on: ['ReferralWithdrawn', 'ReferralTerminatedBySender', 'ReferralTerminatedByRecipient'],
  react: noteEnd,
};

/** A referral of the chain ended by its recipient. */
export const referralEndedThere: CommandReaction<OpenAgency> = {
  name: 'referral-ended-there',
  from: 'inbox',
  on: ['ReferralTerminatedByRecipient'],
  react: noteEnd,
};
