import { APPLICATION, at, CASE, EPISODE, hlcAt, HOSPITAL, POLICE, RECORD, REFERRAL, SUBJECT } from '@satualur/contracts/cast';
import type { Ref } from '@satualur/contracts/ids';
import type { ActKind } from '@satualur/contracts/referral/life-cycle';
import type { RecordFacts } from './record-facts';
import type { ReferralFacts } from './referral-facts';
import type { ApplicationCommand, ApplyForServices } from './service-application';
import type { EpisodeCommand } from './service-episode';

type Of<C extends { type: string }, T extends C['type']> = Extract<C, { type: T }>;

export const victim = (over: Partial<RecordFacts> = {}): RecordFacts => ({
  ...{ exists: true, caseid: CASE, subject: SUBJECT, role: 'victim', voided: false },
  ...over,
});
/** The record, and the limits of an application of 3 February. */
export const recordOf = (over: Partial<RecordFacts> = {}): ApplyForServices['facts'] => ({
  ...{ record: victim(over), dueAt: at('02-11 00:00'), firstAidBy: at('02-06 10:00') },
});

export const apply = (over: Partial<ApplyForServices> = {}): ApplyForServices => ({
  type: 'ApplyForServices',
  at: at('02-03 10:00'),
  ref: 'SA-02' as Ref,
  record: RECORD,
  service: 'HealthRehabilitation',
  requestedAt: at('02-03 10:00'),
  facts: recordOf(),
  ...over,
});

export const noteStart = (over: Partial<Of<ApplicationCommand, 'NoteServiceStarted'>> = {}): ApplicationCommand => ({
  type: 'NoteServiceStarted',
  referral: REFERRAL,
  episode: EPISODE,
  startedAt: at('02-05 09:00'),
  provider: HOSPITAL,
  ...over,
});

export const referralEnded = (reason: string, time = '02-04 09:00', lastSent = REFERRAL): ApplicationCommand => ({
  ...{ type: 'NoteReferralEnded', referral: REFERRAL, reason, lastSent },
  endedAt: at(time),
});

export const fireTimers = (time: string): ApplicationCommand => ({ type: 'FireTimers', at: at(time) });

/** A referral received, and what its recipient did since, hour by hour. */
export const referralAfter = (...acts: ActKind[]): ReferralFacts => ({
  received: { from: POLICE, to: HOSPITAL, service: 'HealthRehabilitation', application: APPLICATION, of: { caseid: CASE } },
  acts: acts.map((kind, hour) => ({ kind, by: HOSPITAL, hlc: hlcAt(`02-03 1${hour}:00`) })),
});

export const inService = referralAfter('Accepted', 'ServiceStarted');

/** The same referral to a recipient off the platform, kept in the referrer's own store. */
export function externally(...acts: ActKind[]): ReferralFacts {
  const { received, ...rest } = referralAfter(...acts);
  return { received: { ...received!, proxied: true }, ...rest };
}

export const startService = (over: Partial<Of<EpisodeCommand, 'StartService'>> = {}): EpisodeCommand => ({
  type: 'StartService',
  self: HOSPITAL,
  referral: REFERRAL,
  facts: referralAfter('Acknowledged', 'Accepted'),
  ...over,
});

export const completeService = (over: Partial<Of<EpisodeCommand, 'CompleteService'>> = {}): EpisodeCommand => ({
  type: 'CompleteService',
  outcome: 'GoalsMet',
  asked: inService,
  ...over,
});
