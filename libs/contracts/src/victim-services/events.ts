import { z } from 'zod';
import { ServiceCategory } from '../codes/services';
import type { EventOf } from '../event';
import { AgencyKey, Instant, Ref, Uuid } from '../ids';

/** Stream `application-<uuid>`: one 7-day clock, UU 21/2007 art. 52, kept by the agency that filed it. */
export const applicationEvents = {
  ServiceApplicationFiled: z.strictObject({
    ref: Ref,
    record: Uuid,
    service: ServiceCategory,
    requestedAt: Instant,
    /** The limit, by the policy's own rule of a day's end. */
    dueAt: Instant,
  }),
  ServiceApplicationSatisfied: z.strictObject({ referral: Uuid, episode: Uuid, startedAt: Instant, provider: AgencyKey }),
  ServiceApplicationBreached: z.strictObject({ dueAt: Instant }),
};
export type ApplicationEvent = EventOf<typeof applicationEvents>;

/** Stream `episode-<uuid>`, at the agency that gives the service. */
export const episodeEvents = {
  ServiceStarted: z.strictObject({
    referral: Uuid,
    service: ServiceCategory,
    application: Uuid.optional(),
    /** The agency that referred, and that holds the application. */
    referredBy: AgencyKey,
  }),
  ServiceCompleted: z.strictObject({
    referral: Uuid,
    referredBy: AgencyKey,
    outcome: z.enum(['GoalsMet', 'PartlyMet', 'NotMet', 'NotStated']),
  }),
};
export type EpisodeEvent = EventOf<typeof episodeEvents>;

export const victimServicesEvents = { ...applicationEvents, ...episodeEvents };
